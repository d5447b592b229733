from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import BadData
from kg.model import Kind, Modality, Polarity
from kg.schema import Relation, relations

ALL = list(relations().values())
STRUCTURAL = {"leads", "speaks_for", "member_of", "part_of_ticket", "runs_with", "campaigns_for", "family_of"}
SYMMETRIC = {"coordinates_with", "meets", "allies_with", "competes_with", "runs_with", "family_of"}
GOOD = """
label: {id: menyapa, en: greets}
inverse: {id: disapa oleh, en: is greeted by}
definition: {id: Menyapa., en: Greets.}
subject: [person]
object: any
group: k
triggers: {id: [menyapa]}
examples:
  - {text: Sari menyapa KPU., expect: [[Sari, KPU, negated, planned]]}
"""


def test_there_are_the_28_relations_of_the_guide() -> None:
    assert len(ALL) == 28
    assert {relation.name for relation in ALL if relation.structural} == STRUCTURAL
    assert {relation.name for relation in ALL if relation.symmetric} == SYMMETRIC


@pytest.mark.parametrize("relation", ALL, ids=lambda relation: str(relation.name))
def test_each_relation_can_be_shown_in_both_languages_and_found_in_ours(relation: Relation) -> None:
    for texts in (relation.label, relation.inverse, relation.definition):
        assert set(texts) == {"id", "en"}
        assert all(text.strip() for text in texts.values())
    assert relation.group in "rckdxhf"
    cues = relation.triggers["id"]
    assert len(cues) >= 8
    assert len(set(cues)) == len(cues)
    assert all(cue == cue.lower().strip() for cue in cues)


@pytest.mark.parametrize("relation", ALL, ids=lambda relation: str(relation.name))
def test_each_relation_has_examples_one_of_which_gives_nothing(relation: Relation) -> None:
    assert len(relation.examples) >= 3
    assert any(not example.expect for example in relation.examples)
    assert any(example.expect for example in relation.examples)


def test_examples_show_denials_and_plans() -> None:
    expected = [names for relation in ALL for example in relation.examples for names in example.expect]
    assert any(polarity == Polarity.NEGATED for _, _, polarity, _ in expected)
    assert any(modality == Modality.PLANNED for _, _, _, modality in expected)


@pytest.mark.parametrize("relation", ALL, ids=lambda relation: str(relation.name))
def test_a_symmetric_relation_reads_the_same_both_ways(relation: Relation) -> None:
    if relation.symmetric:
        assert relation.label == relation.inverse
        assert relation.subject == relation.object
    else:
        assert relation.label != relation.inverse


def test_kinds_are_held_to() -> None:
    leads = relations()["leads"]
    assert leads.admits(Kind.PERSON, Kind.PARTY)
    assert not leads.admits(Kind.PARTY, Kind.PERSON)
    assert relations()["meets"].admits(Kind.PARTY, Kind.PERSON)


def test_names_of_relationship_types_are_in_capitals() -> None:
    assert relations()["member_of"].type == "MEMBER_OF"


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's relations, empty."""
    folder = tmp_path / "relations"
    folder.mkdir()
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    relations.cache_clear()
    return folder


@pytest.fixture(autouse=True)
def _reload() -> Iterator[None]:
    relations.cache_clear()
    yield
    relations.cache_clear()


def test_the_user_can_add_a_relation_with_one_file(mine: Path) -> None:
    (mine / "greets.yml").write_text(GOOD, "utf-8")
    greets = relations()["greets"]
    assert greets.triggers == {"id": ("menyapa",)}
    assert greets.examples[0].expect == (("Sari", "KPU", "negated", "planned"),)
    assert greets.admits(Kind.PERSON, Kind.TICKET)
    assert "leads" in relations()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("group: k", "", "lacks group"),
        ("group: k", "group: k\ncolour: red", "unknown key colour"),
        ("subject: [person]", "subject: [dog]", "'dog' is not a valid Kind"),
        ("triggers: {id: [menyapa]}", "triggers: {id: menyapa}", "is no list"),
        ("label: {id: menyapa, en: greets}", "label: menyapa", "AttributeError"),
        ("negated, planned", "sometimes", "'sometimes' is not a valid Polarity"),
        ("label", "- label", ""),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(mine: Path, old: str, new: str, complaint: str) -> None:
    (mine / "greets.yml").write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(BadData, match=r"greets\.yml") as raised:
        relations()
    assert complaint in str(raised.value)


def test_gold_statements_have_kinds_that_are_admitted(shared: Path) -> None:
    import json

    refused, total = 0, 0
    for line in (shared / "gold" / "train" / "train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        kinds = {actor["key"]: Kind(actor["type"]) for actor in row["actors"]}
        for statement in row["statements"]:
            total += 1
            refused += not relations()[statement["relation"]].admits(kinds[statement["subject"]], kinds[statement["object"]])
    assert refused < 0.01 * total
