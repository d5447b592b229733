"""Every file of `queries/` on the real engines, against answers written down by hand for a small made-up election."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from graph import server
from graph.scenario import CLAIMS, election

from kg.errors import BadData, UsageError
from kg.graph import guard
from kg.graph.embedded import Embedded, build
from kg.graph.engine import Engine
from kg.graph.neo4j import Neo4j
from kg.graph.queries import Query, Type, named
from kg.resources import folder
from kg.schema import relations

QUERIES = named()
KOMISI, SARI, BIMA, PF, PS = "Komisi Pemilihan", "Sari Wulandari", "Bima Prakoso", "Partai Fajar", "Partai Senja"

# Parameters, and the first columns of the rows that must come.
EXPECTED: Mapping[str, tuple[Mapping[str, object], list[tuple[object, ...]]]] = {
    "accusations": ({}, [(SARI, KOMISI, "actual", "2024-02-12", 2, "Sari menuding komisi curang.", ["Komisi membantah Sari."])]),
    "article": (
        {"article": "https://harian.example/2"},
        [
            (f"{SARI} — accuses → {KOMISI}", "affirmed"),
            (f"{KOMISI} — rejects → {SARI}", "affirmed"),
            (f"{SARI} — NOT accuses → {KOMISI}", "negated"),
            (f"{PF} — allies with → {PS}", "affirmed"),
            (f"{BIMA} — supports → {SARI}", "affirmed"),
        ],
    ),
    "asks": ({"actor": "Q20", "since": "2024-01-01"}, [(BIMA, "actual", "2024-01-10", 1), (SARI, "actual", "2024-01-10", 1)]),
    "by-month": (
        {},
        [
            (2024, 1, "ACCUSES", 1, 2),
            (2024, 1, "REQUESTS_ACTION_FROM", 2, 2),
            (2024, 1, "SUPPORTS", 1, 1),
            (2024, 2, "ALLIES_WITH", 1, 1),
            (2024, 2, "CRITICIZES", 1, 1),
            (2024, 2, "MEETS", 1, 1),
            (2024, 2, "NOT_ACCUSES", 1, 1),
            (2024, 2, "REJECTS", 1, 1),
            (2024, 2, "SUPPORTS", 1, 1),
        ],
    ),
    "camps-by-month": ({}, [(2024, 2, PF, PS, 1, 1)]),
    "contradictions": (
        {"actor": "Q20"},
        [(SARI, "ACCUSES", KOMISI, None, "Sari menuding komisi curang.", "Ratna Kusuma", "Sari tak pernah menuduh, kata Ratna.")],
    ),
    "criticised-by-month": ({"kind": "institution"}, [(2024, 1, KOMISI, 1, 1)]),
    "evidence": (
        {"claim": CLAIMS["sari accuses"].id},
        [(f"{SARI} — accuses → {KOMISI}", "actual", "Koran"), (f"{SARI} — accuses → {KOMISI}", "actual", "Harian")],
    ),
    "family-across-parties": ({}, [(SARI, PF, "Yoga Wulandari", PS, "Yoga, adik Sari.")]),
    "joint-requests": ({}, [(BIMA, SARI, KOMISI, "Sari dan Bima meminta Komisi Pemilihan membuka data.")]),
    "most-criticised": ({}, [(SARI, "person", 1, 1, 1), (KOMISI, "institution", 1, 1, 2)]),
    "mutual-support": ({}, [(SARI, BIMA, 1, 1)]),
    "neighbours": (
        {"actor": "Q10"},
        [
            (PS, "party", "ALLIES_WITH", "to", "possible"),
            (PS, "party", "ALLIES_WITH", "to", "planned"),
            (PS, "party", "MEETS", "to", "actual"),
            (SARI, "person", "LEADS", "from", "actual"),
            ("Sari-Bima", "ticket", "NOMINATES", "to", "actual"),
            ("Yoga Wulandari", "person", "NOT_MEMBER_OF", "from", "actual"),
        ],
    ),
    "network-as-of": (
        {"actor": "Q1", "date": "2024-01-31"},
        [
            (BIMA, "person", "SUPPORTS", "to", "2024-01-10"),
            (KOMISI, "institution", "ACCUSES", "to", "2024-01-10"),
            (KOMISI, "institution", "REQUESTS_ACTION_FROM", "to", "2024-01-10"),
        ],
    ),
    "offices": (
        {"person": "Q1"},
        [
            ("LEADS", PF, "party", ["Ketua Umum"], "actual", "2024-01", "2024-01", 1),
            ("PART_OF_TICKET", "Sari-Bima", "ticket", []),
        ],
    ),
    "outlets-differ": (
        {},
        [
            (PF, "allies_with", PS, "affirmed planned", ["Harian"]),
            (PF, "allies_with", PS, "affirmed possible", ["Koran"]),
            (SARI, "accuses", KOMISI, "affirmed actual", ["Harian", "Koran"]),
            (SARI, "accuses", KOMISI, "negated actual", ["Harian"]),
        ],
    ),
    "path": (
        {"from": "Q3", "to": "Q20"},
        [
            (["Ratna Kusuma", SARI, KOMISI], ["CRITICIZES", "REQUESTS_ACTION_FROM"]),
            (["Ratna Kusuma", SARI, KOMISI], ["CRITICIZES", "ACCUSES"]),
            (["Ratna Kusuma", SARI, KOMISI], ["CRITICIZES", "REJECTS"]),
        ],
    ),
    "planned": ({}, [(PF, "ALLIES_WITH", PS, "2024-02-12"), ("Tim Sari-Bima", "REQUESTS_ACTION_FROM", KOMISI, "")]),
    "recent": ({"since": "2024-02-20"}, [("2024-02-20", "Ratna Kusuma", "CRITICIZES", SARI), ("2024-02-20", PF, "MEETS", PS)]),
    "said-about": ({"actor": "Q20"}, [("Ratna Kusuma", f"{SARI} — NOT accuses → {KOMISI}", "actual", "2024-02-12", 1, 1)]),
    "single-source": (
        {"actor": "Q2"},
        [(BIMA, "REQUESTS_ACTION_FROM", KOMISI), (SARI, "SUPPORTS", BIMA), (BIMA, "SUPPORTS", SARI)],
    ),
    "speakers": ({}, [("Ratna Kusuma", "person", 2, 2)]),
    "spokespeople": ({"body": "Q11"}, [("Ratna Kusuma", ["juru bicara"], "actual", 1, 1)]),
    "switchers": ({}, [("Yoga Wulandari", PF, PS, "actual")]),
    "ticket": ({"ticket": "sari-bima"}, [("NOMINATES", PF, "party"), ("PART_OF_TICKET", SARI, "person")]),
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The election in kglite."""
    path = tmp_path_factory.mktemp("kglite") / "graph-test.kgl"
    build(election(), path)
    return path


@pytest.fixture(scope="module", params=["kglite", "kglite without optimiser", "neo4j"])
def engine(request: pytest.FixtureRequest, snapshot: Path) -> Iterator[Engine]:
    """The election in each engine, and in kglite's reference mode."""
    if request.param == "neo4j":
        with Neo4j(server.running().server) as neo4j:
            neo4j.push(election())
            yield neo4j
    else:
        with Embedded(snapshot, optimise=request.param == "kglite") as embedded:
            yield embedded


def _parameters(query: Query, given: Mapping[str, object]) -> dict[str, object]:
    return {parameter.name: given.get(parameter.name, parameter.default) for parameter in query.parameters}


@pytest.mark.parametrize("name", QUERIES)
def test_the_answer_is_the_one_written_down_by_hand(name: str, engine: Engine) -> None:
    given, wanted = EXPECTED[name]
    found = engine.run(QUERIES[name].text, _parameters(QUERIES[name], given), limit=1_000, timeout=20).rows
    assert [tuple(row[: len(start)]) for row, start in zip(found, wanted, strict=True)] == _in_order(name, wanted, found)


def _in_order(name: str, wanted: list[tuple[object, ...]], found: tuple[tuple[object, ...], ...]) -> list[tuple[object, ...]]:
    """Rows that are equal but for their claim id come in the order of ids, which no hand can know."""
    left = list(wanted)
    ordered = []
    for row in found:
        match = next((start for start in left if tuple(row[: len(start)]) == start), left[0])
        left.remove(match)
        ordered.append(match)
    return ordered if name in ("path", "single-source", "neighbours", "asks", "outlets-differ", "recent") else wanted


@pytest.mark.parametrize("name", QUERIES)
def test_the_order_of_the_rows_is_total(name: str, snapshot: Path) -> None:
    """Equal rows twice over, and the last key of the order is an id."""
    last = re.findall(r"^ORDER BY (.+)$", QUERIES[name].text, re.MULTILINE)[-1].split(", ")[-1]
    assert last in ("claim", "other_claim", "denial", "id", "other_id", "statement", "relation", "url", "key", "version")


@pytest.mark.parametrize("name", QUERIES)
def test_its_header_names_the_parameters_that_it_uses(name: str) -> None:
    checked = guard.check(QUERIES[name].text)
    assert set(checked.parameters) == {parameter.name for parameter in QUERIES[name].parameters}
    assert checked.warnings == ()
    assert QUERIES[name].example.startswith(f"kg query {name}")
    assert QUERIES[name].about


@pytest.mark.parametrize("name", QUERIES)
def test_it_keeps_to_the_common_subset(name: str) -> None:
    body = "\n".join(line for line in QUERIES[name].text.splitlines() if not line.startswith("//"))
    assert not re.search(r"MATCH [^\n]*\)\s*,\s*\(", body), "a comma pattern is a product in the embedded engine"
    assert not re.search(r"RETURN [a-z](,|$)", body), "name the properties: the engines do not agree on whole nodes"
    assert "/*" not in body


def test_the_page_on_queries_has_them_all_as_they_are() -> None:
    """The table of docs/queries.md is made of the headers; the missing lines below are those to put there."""
    page = (folder("queries").parent / "docs" / "queries.md").read_text(encoding="utf-8").splitlines()
    table = [_row(query) for query in QUERIES.values()]
    assert [line for line in table if line not in page] == []
    assert len([line for line in page if line.startswith("| `") and "kg query" in line]) == len(table)


def _row(query: Query) -> str:
    parameters = ", ".join(f"`{parameter}`" for parameter in query.parameters) or "–"
    return f"| `{query.name}` | {query.title}. {query.about} | {parameters} | `{query.example}` |"


def test_path_walks_over_every_relation_there_is() -> None:
    types = re.search(r"\[:([A-Z_|]+)\*", QUERIES["path"].text)
    assert types is not None
    assert types[1].split("|") == sorted(relation.type for relation in relations().values())


def test_a_header_that_breaks_the_format_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.queries.folder", lambda name: tmp_path)
    path = tmp_path / "broken.cypher"
    for text in ("RETURN 1 AS x", "// title: x\n// params: a:colour\n// example: x\nRETURN 1 AS x"):
        path.write_text(text)
        with pytest.raises(BadData, match=r"broken\.cypher"):
            named()


def test_values_are_read_by_type() -> None:
    assert Type.DATE.parse("since", "2024-02-19") == date(2024, 2, 19)
    assert Type.INT.parse("n", "12") == 12
    for type, text in ((Type.DATE, "19 Februari"), (Type.INT, "dua")):
        with pytest.raises(UsageError, match="parameter since"):
            type.parse("since", text)
