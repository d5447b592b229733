from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.link import knowledge, memory, resolve
from kg.link.decisions import Decision, Side, Verdict
from kg.link.knowledge import Knowledge
from kg.link.profile import Profile, profiles
from kg.model import Kind, LocalActor, Reading, Statement
from tests.link.build import actor, reading, statement

NAMES = ["Anies", "Anies Baswedan", "Budi", "Budi Santosa", "Sari Soekarno", "Sari Sukarno", "Jokowi", "Wahyu Setiawan", "\x1f"]
BODIES = ["KPU", "KPU Jabar", "DPRD", "Gerakan Warga Semarang", "GWS", "PDIP"]
World = dict[str, list[LocalActor]]
SAME = Decision(Verdict.SAME, Side("Budi", Kind.PERSON, "a0"), Side("Budi Santosa", Kind.PERSON, "a1"))
APART = Decision(Verdict.DIFFERENT, Side("Budi", Kind.PERSON, "a2"), Side("Budi", Kind.PERSON, "a0"))

people = st.sampled_from(NAMES).map(actor)
bodies = st.sampled_from(BODIES).map(lambda name: actor(name, "party" if name == "PDIP" else "institution"))
casts = st.lists(people | bodies, max_size=5, unique_by=lambda found: found.key)
worlds = st.dictionaries(st.sampled_from(["a0", "a1", "a2", "a3", "a4"]), casts)


@pytest.fixture(autouse=True)
def _always_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_WORTH", 1)


def _readings(world: World) -> list[Reading]:
    return [reading(ident, cast, _leads(cast)) for ident, cast in sorted(world.items())]


def _leads(cast: Sequence[LocalActor]) -> list[Statement]:
    return [statement(cast[0].key, "leads", cast[1].key, role="Bupati")] if len(cast) > 1 else []


@settings(max_examples=60, deadline=None)
@given(st.lists(worlds, min_size=1, max_size=4), st.sets(st.sampled_from([SAME, APART])))
def test_with_what_was_kept_the_result_is_that_from_scratch(
    states: list[dict[str, list[LocalActor]]], made: set[Decision]
) -> None:
    """Articles come, change and go between the states."""
    with TemporaryDirectory() as folder:
        for world in states:
            assert resolve(_readings(world), list(made), cache=Path(folder)) == resolve(_readings(world), list(made))


def test_only_what_is_new_is_worked_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [reading("a1", [actor("Budi Santosa"), actor("KPU", "institution")])]
    resolve(old, cache=tmp_path)
    seen: list[str] = []

    def seeing(read: Reading, known: Knowledge) -> list[Profile]:
        seen.append(read.article.id)
        return profiles(read, known)

    monkeypatch.setattr(memory, "profiles", seeing)
    resolve([*old, reading("a2", [actor("Sari Wulandari")])], cache=tmp_path)
    assert seen == ["a2"]


def test_what_was_kept_goes_when_the_knowledge_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = [reading("a1", [actor("Sari W")]), reading("a2", [actor("Sari Wulandari")])]
    assert len(resolve(read, cache=tmp_path / "cache").actors) == 2
    (tmp_path / "actors").mkdir()
    lines = "name,kind,aliases,wikidata\nSari Wulandari,person,Sari W,\n"
    (tmp_path / "actors" / "own.csv").write_text(lines, "utf-8")
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    knowledge.load.cache_clear()
    try:
        assert len(resolve(read, cache=tmp_path / "cache").actors) == 1
    finally:
        knowledge.load.cache_clear()


@pytest.mark.parametrize("content", ["", "[]", "{", "null", '{"made_with": 1}', "\0"])
def test_a_damaged_file_counts_for_none(tmp_path: Path, content: str) -> None:
    read = [reading("a1", [actor("Jokowi")])]
    (tmp_path / "names.json").write_text(content, "utf-8")
    assert resolve(read, cache=tmp_path) == resolve(read)


@pytest.mark.parametrize("told", [[], [0, 0], [7], ["x"], "x", None])
def test_numbers_that_cannot_be_right_count_for_none(tmp_path: Path, told: object) -> None:
    read = [reading("a1", [actor("Jokowi")])]
    resolve(read, cache=tmp_path)
    path = tmp_path / "names.json"
    kept = json.loads(path.read_text("utf-8"))
    kept["told"] = dict.fromkeys(kept["told"], told)
    path.write_text(json.dumps(kept), "utf-8")
    assert resolve(read, cache=tmp_path) == resolve(read)


def test_forgetting_leaves_no_names(tmp_path: Path) -> None:
    resolve([reading("a1", [actor("Sari Wulandari")])], cache=tmp_path)
    assert "sari wulandari" in (tmp_path / "names.json").read_text("utf-8")
    memory.forget(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", "utf-8")
    read = [reading("a1", [actor("Jokowi")])]
    assert resolve(read, cache=tmp_path / "cache") == resolve(read)
