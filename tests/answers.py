"""An article about an invented city, and what a language model may say about it."""

from __future__ import annotations

from kg.clean import clean
from kg.model import Article
from tests import fakes
from tests.endpoint import Answer

BODY = (
    "Ketua KPU Sagara, Ratna Puspita, meminta Bawaslu Sagara memeriksa laporan warga.\n"
    "Menurut Ratna, Partai Teratai tidak mendukung “pasangan Hasan-Lina”.\n"
    "Warga berkumpul di alun-alun sejak pagi.\n"
    "Pasangan Hasan-Lina akan bertemu KPU Sagara pada Senin (23/9/2024)."
)


def actor(key: str, name: str, type: str, *mentions: str) -> Answer:
    """An actor of an answer; without mentions it is called by its name."""
    return {"key": key, "name": name, "type": type, "mentions": list(mentions or (name,))}


def said(subject: str, relation: str, object: str, evidence: str, **more: str | None) -> Answer:
    """A statement of an answer, affirmed and actual where `more` does not say otherwise."""
    default = {"polarity": "affirmed", "modality": "actual", "speaker": None, "role": None}
    return default | {"subject": subject, "relation": relation, "object": object, "evidence": evidence} | more


ACTORS = [
    actor("r", "Ratna Puspita", "person", "Ratna Puspita", "Ratna", "dia"),
    actor("k", "KPU Sagara", "institution"),
    actor("b", "Bawaslu Sagara", "institution"),
    actor("t", "Partai Teratai", "party"),
    actor("hl", "Hasan-Lina", "ticket"),
    actor("h", "Hasan", "person"),
]
ASKS = said("r", "requests_action_from", "b", "meminta Bawaslu Sagara memeriksa laporan warga")
DENIES = said("t", "supports", "hl", 'Partai Teratai tidak  mendukung "pasangan Hasan-Lina"', polarity="negated", speaker="r")
MEETS = said("hl", "meets", "k", "Pasangan Hasan-Lina akan bertemu KPU Sagara pada Senin (23/9/2024).", modality="planned")
GOOD: Answer = {"actors": ACTORS, "statements": [ASKS, DENIES, MEETS]}


def article(body: str = BODY, **more: str) -> Article:
    """The article, or another body under its title, as it comes to a reader."""
    return clean(fakes.article(body, title="Berita Sagara", **more))
