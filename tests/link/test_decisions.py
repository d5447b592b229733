from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import BadData
from kg.link import decisions, resolve, view
from kg.link.decisions import COLUMNS, Decision, Said, Side, Verdict
from kg.model import Kind, Modality, Polarity, Reading
from tests.link.build import actor, reading, statement

HEADER = ",".join(COLUMNS)


def person(name: str, where: str) -> Side:
    return Side(name, Kind.PERSON, where)


def names(readings: list[Reading], *taken: Decision) -> list[tuple[str, ...]]:
    """The articles of each actor."""
    groups = resolve(readings, taken).groups.values()
    return sorted(tuple(local.article for local in group) for group in groups)


def same(one: Side, other: Side) -> Decision:
    return Decision(Verdict.SAME, one, other)


def different(one: Side, other: Side) -> Decision:
    return Decision(Verdict.DIFFERENT, one, other)


def said(article: str = "a1", quote: str = "Sari memin") -> Said:
    return Said(article, "Sari Wulandari", "supports", "KPU", Polarity.AFFIRMED, Modality.ACTUAL, "", quote)


text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1).map(decisions.one_line).filter(bool)
sides = st.builds(Side, text, st.sampled_from(Kind), text)
by = {"who": text, "why": text, "when": st.just("2024-02-19")}
on_actors = st.tuples(st.sampled_from(["same", "different", "unsure"]), sides, sides).filter(lambda found: found[1] != found[2])
on_statements = st.builds(
    Said, text, text, text, text, st.sampled_from(Polarity), st.sampled_from(Modality), st.just("") | text, text
)


@settings(deadline=None)  # the first one loads the knowledge
@given(
    st.lists(st.builds(lambda parts, why: Decision(Verdict(parts[0]), parts[1], parts[2], why=why), on_actors, text)),
    st.lists(st.builds(lambda what, why: Decision(Verdict.REJECTED, said=what, who="ani", why=why), on_statements, text)),
)
def test_what_is_written_is_read_back(actors: list[Decision], statements: list[Decision]) -> None:
    taken = decisions.decide([], *actors, *statements)
    written = decisions.write(taken)
    assert {(str(d), d.who, d.why) for d in decisions.parse(written, "x")} == {(str(d), d.who, d.why) for d in taken}
    assert decisions.write(decisions.parse(written, "x")) == written
    assert decisions.write(reversed(taken)) == written


def test_no_cell_is_a_formula() -> None:
    written = decisions.write([Decision(Verdict.REJECTED, said=said(quote="=1+1"), why="'@SUM(A1)")]).decode()
    assert "'=1+1" in written and "''@SUM(A1)" in written
    assert [d.why for d in decisions.parse(written.encode(), "x")] == ["'@SUM(A1)"]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("name,kind\n", "line 1: the columns must be"),
        (
            f"{HEADER}\nsame,A,person,a1,,A,person,a2,,,,,,,,\nmaybe,A,person,a1,,B,person,a2,,,,,,,,\n",
            "line 3: the decision must",
        ),
        (f"{HEADER}\nsame,A,person,a1\n", "line 2: 4 cells instead of 16"),
        (f"{HEADER}\nsame,,person,a1,,B,person,a2,,,,,,,,\n", "line 2: name is empty"),
        (f"{HEADER}\nsame,A,human,a1,,B,person,a2,,,,,,,,\n", "line 2: kind must be"),
        (f"{HEADER}\nsame,A,person,a1,,A,person,a1,,,,,,,,\n", "line 2: both sides are the same"),
        (f"{HEADER}\nsame,A,person,a1,,B,person,a2,,,,,,ani,kemarin,\n", "line 2: when must be a date"),
        (f"{HEADER}\nrejected,A,,a1,supports,B,,,affirmed,actual,,,,,,\n", "line 2: quote is empty"),
        (f"{HEADER}\ncorrected,A,,a1,supports,B,,,affirmed,actual,,Kata,colour=red,,,\n", "line 2: fix must be"),
        (
            f"{HEADER}\nsame,A,person,a1,,B,person,a2,,,,,,,,\ndifferent,B,person,a2,,A,person,a1,,,,,,,,\n",
            "line 3: contradicts line 2 (same)",
        ),
        (f'{HEADER}\nsame,"A,person\n', "line 2: unexpected end of data"),
    ],
)
def test_a_broken_line_is_named_with_its_cause(content: str, cause: str) -> None:
    with pytest.raises(BadData, match=r"^kg\.decisions\.csv, ") as failed:
        decisions.parse(content.encode(), "kg.decisions.csv")
    assert cause in str(failed.value)


def test_bytes_that_are_no_utf8_are_named_with_their_line() -> None:
    with pytest.raises(BadData, match="line 2: not UTF-8"):
        decisions.parse(HEADER.encode() + b"\nsame,\xff\n", "x")


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert decisions.load(tmp_path / "kg.decisions.csv") == []


def test_same_joins_what_nothing_else_joins_and_deleting_the_line_undoes_it() -> None:
    read = [reading("a1", [actor("Budi")]), reading("a2", [actor("Budi Santosa")])]
    assert names(read) == [("a1",), ("a2",)]
    assert names(read, same(person("Budi", "a1"), person("Budi Santosa", "a2"))) == [("a1", "a2")]


def test_same_joins_two_names_of_one_article() -> None:
    read = [reading("a1", [actor("Budi"), actor("Pak Tua")])]
    assert names(read, same(person("Budi", "a1"), person("Pak Tua", "a1"))) == [("a1", "a1")]


def test_same_with_a_wikidata_id_gives_it() -> None:
    read = [reading("a1", [actor("Mulyono")]), reading("a2", [actor("Joko Widodo")])]
    found = resolve(read, [same(person("Mulyono", "a1"), person("Joko Widodo", "Q3318231"))])
    assert [(one.id, len(found.groups[one.id])) for one in found.actors] == [("Q3318231", 2)]
    alone = resolve(read[:1], [same(person("Mulyono", "a1"), person("Orang Lain", "Q42"))])
    assert [(one.id, one.name) for one in alone.actors] == [("Q42", "Orang Lain")]


def test_different_from_a_wikidata_id_takes_only_that_one_out() -> None:
    read = [reading(f"a{n}", [actor("Joko Widodo")]) for n in range(4)]
    assert names(read, different(person("Joko Widodo", "a0"), person("Joko Widodo", "Q3318231"))) == [("a0",), ("a1", "a2", "a3")]


def test_who_is_taken_out_of_a_group_leaves_the_others_together() -> None:
    read = [reading(f"a{n}", [actor("Sari Wulandari")]) for n in range(5)]
    for gone, kept in (("a0", "a4"), ("a4", "a0"), ("a2", "a3")):
        found = names(read, different(person("Sari Wulandari", gone), person("Sari Wulandari", kept)))
        assert (gone,) in found and len(found) == 2


def test_two_taken_out_together_stay_together() -> None:
    read = [reading(f"a{n}", [actor("Sari Wulandari")]) for n in range(5)]
    sari = [person("Sari Wulandari", f"a{n}") for n in range(5)]
    taken = [different(sari[1], sari[4]), different(sari[3], sari[4]), same(sari[1], sari[3])]
    assert names(read, *taken) == [("a0", "a2", "a4"), ("a1", "a3")]


@settings(deadline=None)  # the first one loads the knowledge
@given(st.permutations(range(6)), st.permutations(range(3)))
def test_neither_the_order_of_articles_nor_that_of_decisions_matters(articles: list[int], order: list[int]) -> None:
    read = [reading(f"a{n}", [actor("Sari Wulandari")]) for n in articles]
    sari = [person("Sari Wulandari", f"a{n}") for n in range(6)]
    taken = [different(sari[1], sari[4]), same(sari[0], sari[4]), different(sari[2], sari[0])]
    assert names(read, *(taken[n] for n in order)) == names(sorted(read, key=lambda one: one.article.id), *taken)


def test_a_decision_that_contradicts_another_is_listed_and_nothing_breaks() -> None:
    read = [reading(f"a{n}", [actor("Budi")]) for n in range(3)]
    budi = [person("Budi", f"a{n}") for n in range(3)]
    found = resolve(read, [same(budi[0], budi[1]), same(budi[1], budi[2]), different(budi[0], budi[2])])
    assert [line.endswith("another decision says the contrary") for line in found.unmatched] == [True]
    assert len(found.actors) == 2


def test_a_decision_that_matches_nothing_any_more_is_listed() -> None:
    graph = view(
        [reading("a1", [actor("Budi")])],
        thresholds={},
        decisions=[same(person("Budi", "a1"), person("Wati", "a9")), Decision(Verdict.REJECTED, said=said("a9"))],
    )
    assert graph.unmatched == (
        "same: Budi (person, a1) and Wati (person, a9): not there (any more)",
        "rejected: Sari Wulandari — supports → KPU in a9: not there (any more)",
    )


CAST = [actor("Sari Wulandari", key="sari"), actor("KPU", "institution", key="kpu"), actor("Budi Santosa", key="budi")]


def judged(verdict: Verdict, fix: tuple[str, str] | None = None, **options: object) -> list[tuple[str, str, str, bool]]:
    """Claims of an article with one statement, after a verdict on it."""
    read = [reading("a1", CAST, [statement("sari", "supports", "kpu", confidence=0.4)])]
    graph = view(read, thresholds={"supports": 0.8}, decisions=[Decision(verdict, said=said(), fix=fix)], **options)  # type: ignore[arg-type]
    assert graph.unmatched == ()
    return [(claim.subject, claim.relation, claim.object, claim.verified) for claim in graph.claims]


def test_a_rejected_statement_is_in_no_view() -> None:
    read = [reading("a1", CAST, [statement("sari", "supports", "kpu")])]
    graph = view(read, thresholds={}, decisions=[Decision(Verdict.REJECTED, said=said())])
    assert (graph.claims, graph.left_out) == ((), 0)


def test_a_verified_statement_is_shown_whatever_its_confidence() -> None:
    assert judged(Verdict.VERIFIED) == [("sari-wulandari", "supports", "komisi-pemilihan-umum", True)]
    assert judged(Verdict.VERIFIED, verified=True) == judged(Verdict.VERIFIED)


def test_only_what_is_verified_can_be_asked_for() -> None:
    read = [reading("a1", CAST, [statement("sari", "supports", "kpu"), statement("budi", "supports", "kpu")])]
    graph = view(read, thresholds={}, decisions=[Decision(Verdict.VERIFIED, said=said())], verified=True)
    assert ([claim.subject for claim in graph.claims], graph.left_out) == (["sari-wulandari"], 1)


def test_a_correction_replaces_what_was_read_and_keeps_its_id() -> None:
    assert judged(Verdict.CORRECTED, ("relation", "criticizes"))[0][1] == "criticizes"
    assert judged(Verdict.CORRECTED, ("object", "Budi Santosa"))[0][2] == "budi-santosa"
    read = [reading("a1", CAST, [statement("sari", "supports", "kpu")])]
    [before] = view(read, thresholds={}).claims
    fix = Decision(Verdict.CORRECTED, said=said(), fix=("relation", "criticizes"))
    [after] = view(read, thresholds={}, decisions=[fix]).claims
    assert before.support[0].statement == after.support[0].statement


def test_a_verdict_does_not_hold_for_the_opposite_statement() -> None:
    read = [reading("a1", CAST, [statement("sari", "supports", "kpu", polarity="negated")])]
    graph = view(read, thresholds={}, decisions=[Decision(Verdict.VERIFIED, said=said())])
    assert [claim.verified for claim in graph.claims] == [False]
    assert len(graph.unmatched) == 1
