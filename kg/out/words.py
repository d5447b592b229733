"""What a reader reads: labels of kinds and groups, and the one function that turns a claim into a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.errors import BadData
from kg.model import Actor, Claim, GraphView, Modality, Polarity
from kg.resources import data_folders, read_yaml
from kg.schema import relations

LANGUAGES = ("id", "en")

# Characters that no XML document may hold and that no reader sees; lone surrogates cannot be written as UTF-8.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` without control characters (but tab and line breaks) and without lone surrogates."""
    return _UNPRINTABLE.sub("", text)


def knowledge(name: str) -> Mapping[str, Any]:
    """The mapping in the data file `name`; the user's file replaces ours.

    Raises:
        BadData: if there is none, or it is no mapping.
    """
    paths = [path for root in data_folders() if (path := root / name).is_file()]
    raw = read_yaml(paths[-1]) if paths else None
    if not isinstance(raw, dict):
        raise BadData(f"{name}: not a mapping")
    return raw


class Sentences:
    """Says the claims of one view in one language; who says it always comes first."""

    def __init__(self, view: GraphView, language: str) -> None:
        phrases = knowledge("phrases.yml")
        self._language = language
        self._frame: Mapping[str, str] = phrases["sentences"][language]
        self._verbs: Mapping[str, Mapping[str, Mapping[str, str]]] = phrases["relations"]
        self._actors: Mapping[str, Actor] = {actor.id: actor for actor in view.actors}
        self._outlets = {source.id: source.outlet for source in view.sources}

    def say(self, claim: Claim) -> str:
        """The claim as a sentence ("Menurut X, A tidak mendukung B.")."""
        content = self._frame[self._form(claim)].format(
            s=self._name(claim.subject), v=self._verb(claim), o=self._name(claim.object)
        )
        if claim.speaker is None:
            return self._reported(claim, content)
        form = "itself" if claim.speaker == claim.subject else "speaker"
        return self._frame[form].format(x=self._name(claim.speaker), c=content)

    def _name(self, actor: str) -> str:
        return self._actors[actor].name

    @staticmethod
    def _form(claim: Claim) -> str:
        negated = claim.polarity is Polarity.NEGATED and claim.modality is not Modality.ACTUAL
        return f"not_{claim.modality}" if negated else claim.modality

    def _verb(self, claim: Claim) -> str:
        label = relations()[claim.relation].label[self._language]
        verbs = self._verbs.get(claim.relation, {}).get(self._language, {})
        if claim.polarity is Polarity.NEGATED and claim.modality is not Modality.PLANNED:
            return verbs.get("not", self._frame["fallback"].format(v=label))
        return verbs.get("is" if claim.modality is Modality.ACTUAL else "base", label)

    def _reported(self, claim: Claim, content: str) -> str:
        names = distinct(self._outlets[support.article] for support in claim.support)
        if len(names) > 1:
            return self._frame["newsrooms"].format(n=len(names), c=content)
        return self._frame["newsroom"].format(m=names[0] if names else self._frame["outlet"], c=content)


def distinct(names: Iterable[str | None]) -> list[str]:
    """The names that are there, each once, sorted."""
    return sorted({name for name in names if name})
