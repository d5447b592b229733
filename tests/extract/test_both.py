"""Two readings of one article as one."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.both import combine
from kg.model import Evidence, Extraction, Kind, LocalActor, Modality, Polarity, Span, Statement
from tests import fakes

ARTICLE = fakes.article("Sari Wulandari bertemu Budi di KPU. Sari memuji Budi. KPU dipimpin Wati.")


def actor(key: str, kind: Kind, *names: str) -> LocalActor:
    spans = [Span(i, i + len(n)) for n in names for i in range(len(ARTICLE.text)) if ARTICLE.text.startswith(n, i)]
    alone = tuple(sorted(s for s in spans if not any(o != s and o.contains(s) for o in spans)))
    return LocalActor(key, names[0], kind, alone, tuple(sorted(names)))


def said(subject: str, relation: str, object: str, confidence: float, method: str = "model") -> Statement:
    whole = Evidence.cut(ARTICLE, Span(0, len(ARTICLE.text)))
    return Statement(subject, relation, object, whole, confidence=confidence, method=method)


SARI, BUDI = actor("sari", Kind.PERSON, "Sari Wulandari", "Sari"), actor("budi", Kind.PERSON, "Budi")
KPU, WATI = actor("kpu", Kind.INSTITUTION, "KPU"), actor("wati", Kind.PERSON, "Wati")
LLM = Extraction((SARI, BUDI, KPU), (said("budi", "meets", "sari", 0.5, "llm"), said("sari", "supports", "budi", 0.5, "llm")))


def by_relation(found: Extraction) -> dict[str, tuple[str, float]]:
    return {one.relation: (one.method, one.confidence) for one in found.statements}


def test_what_both_read_is_surer_than_each_alone() -> None:
    model = Extraction((replace(BUDI, key="b"), replace(SARI, key="z")), (said("b", "meets", "z", 0.7),))
    assert by_relation(combine(model, LLM)) == {"meets": ("both", 0.85), "supports": ("llm-only", 0.5)}


def test_what_the_model_alone_holds_is_a_difference_and_what_it_doubts_is_none() -> None:
    model = Extraction((SARI, WATI, KPU), (said("wati", "leads", "kpu", 0.8), said("sari", "member_of", "kpu", 0.3)))
    found = combine(model, LLM)
    assert by_relation(found)["leads"] == ("model-only", 0.8)
    assert by_relation(found)["member_of"] == ("model", 0.3)
    assert {one.key for one in found.actors} == {"sari", "budi", "kpu", "wati"}


def test_opposite_polarity_is_no_agreement_and_what_else_differs_is_the_language_models() -> None:
    negated = replace(said("sari", "supports", "budi", 0.8), polarity=Polarity.NEGATED)
    planned = replace(said("budi", "meets", "sari", 0.9), modality=Modality.PLANNED)
    found = combine(Extraction((SARI, BUDI), (negated, planned)), LLM)
    assert sorted((one.relation, one.polarity, one.method) for one in found.statements) == [
        ("meets", "affirmed", "both"),
        ("supports", "affirmed", "llm-only"),
        ("supports", "negated", "model-only"),
    ]
    assert {one.modality for one in found.statements if one.method == "both"} == {Modality.ACTUAL}


def test_actors_of_one_key_that_are_two_keep_two_keys_and_their_statements() -> None:
    model = Extraction((replace(WATI, key="sari"), KPU), (said("sari", "leads", "kpu", 0.8),))
    found = combine(model, LLM)
    names = {one.key: one.name for one in found.actors}
    assert names["sari"] == "Sari Wulandari"
    assert {names[one.subject] for one in found.statements if one.relation == "leads"} == {"Wati"}


def test_a_statement_that_the_other_readers_kind_forbids_is_left_out() -> None:
    model = Extraction((replace(SARI, kind=Kind.INSTITUTION), BUDI), (said("budi", "leads", "sari", 0.8),))
    assert "leads" not in by_relation(combine(model, LLM))


def test_places_of_a_name_are_joined_without_overlap() -> None:
    short = actor("s", Kind.PERSON, "Sari")
    merged = combine(Extraction((short, BUDI), ()), LLM)
    spans = next(one for one in merged.actors if one.key == "sari").mentions
    assert spans == SARI.mentions
