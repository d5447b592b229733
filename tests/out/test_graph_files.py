"""Files for graph programs: GEXF for Gephi, and the files that Neo4j imports."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import zipfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import networkx
import pytest
from graph import server
from lxml import etree

from kg.graph.neo4j import Neo4j
from kg.model import GraphView
from kg.out import EXPORTERS
from kg.out.words import printable
from kg.projection import units
from tests.views import HOSTILE, hostile, scene

GEXF = "{http://gexf.net/1.3}"


def written(name: str, view: GraphView) -> io.BytesIO:
    out = io.BytesIO()
    EXPORTERS[name].write(view, out)
    out.seek(0)
    return out


def graph(name: str, view: GraphView) -> networkx.MultiDiGraph:
    return networkx.MultiDiGraph(networkx.read_gexf(written(name, view), version="1.3"))


def test_gexf_has_an_edge_for_each_claim_with_its_values() -> None:
    edges = {data["id"]: data for *_, data in graph("gexf", scene()).edges(data=True)}
    assert set(edges) == {claim.id for claim in scene().claims}
    denial = next(data for data in edges.values() if data["polarity"] == "negated")
    assert (denial["label"], denial["speaker"], denial["asserted"]) == ("not_coordinates_with", "Budi Santoso", False)
    asked = next(data for data in edges.values() if data["relation"] == "requests_action_from")
    assert (asked["weight"], asked["articles"], asked["spells"]) == (2.0, 2, [("2024-02-16", "2024-02-19")])


def test_a_month_is_a_spell_of_all_its_days() -> None:
    view = scene()
    claims = tuple(replace(claim, first="2023", last="2024-02") for claim in view.claims)
    tree = etree.parse(written("gexf", replace(view, claims=claims)))
    assert {(spell.get("start"), spell.get("end")) for spell in tree.iter(f"{GEXF}spell")} == {("2023-01-01", "2024-02-29")}
    undated = tuple(replace(claim, first=None, last=None) for claim in view.claims)
    assert not list(etree.parse(written("gexf", replace(view, claims=undated))).iter(f"{GEXF}spell"))


def test_collapsed_gexf_has_one_edge_for_each_pair_and_relation() -> None:
    view = scene()
    (asked,) = (claim for claim in view.claims if claim.relation == "requests_action_from")
    again = replace(asked, id="again", speaker="budi-santoso", support=asked.support[:1])
    edges = [data for *_, data in graph("gexf-collapsed", replace(view, claims=(*view.claims, again))).edges(data=True)]
    assert len(edges) == len(view.claims)
    (one,) = (data for data in edges if data["label"] == "requests_action_from")
    assert (one["claims"], one["articles"], one["weight"]) == (2, 2, 2.0)
    assert {data["label"] for data in edges} >= {"coordinates_with", "not_coordinates_with"}


@pytest.mark.parametrize("name", ["gexf", "gexf-collapsed"])
def test_hostile_names_read_back_equal(name: str) -> None:
    labels = networkx.get_node_attributes(graph(name, hostile()), "label")
    assert {labels[actor.id] for actor in hostile().actors} == {printable(text) for text in HOSTILE}


def cleaned(value: Any) -> Any:
    """The value without the characters that reading takes out."""
    if isinstance(value, tuple):
        return tuple(map(cleaned, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: cleaned(getattr(value, field.name)) for field in fields(value)})
    return printable(value) if type(value) is str else value


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))


def test_import_files_hold_every_unit_once() -> None:
    archive = zipfile.ZipFile(written("neo4j-csv", scene()))
    keys = [row["key:ID"] for name in ("actors.csv", "articles.csv", "claims.csv") for row in rows(archive, name)]
    assert sorted(keys) == sorted(unit.node.key for unit in units(scene()))
    types = [row[":TYPE"] for name in ("relations.csv", "parts.csv", "evidence.csv") for row in rows(archive, name)]
    assert sorted(types) == sorted(edge.type for unit in units(scene()) for edge in unit.edges)
    command = archive.read("import.sh").decode()
    assert all(f"={name}" in command for name in archive.namelist() if name.endswith(".csv"))


def test_import_files_hold_hostile_text() -> None:
    archive = zipfile.ZipFile(written("neo4j-csv", hostile()))
    assert {row["name"] for row in rows(archive, "actors.csv")} == {printable(text) for text in HOSTILE}
    assert {row["quote"] for row in rows(archive, "evidence.csv")} == {printable(text) for text in HOSTILE}


def test_neo4j_imports_the_graph_that_push_makes(tmp_path: Path) -> None:
    """The real importer and a real server: what was imported is what `kg push` would write, so that it has nothing to do."""
    view = cleaned(hostile())
    zipfile.ZipFile(written("neo4j-csv", view)).extractall(tmp_path)
    local = server.running()
    local.kill()
    command = (tmp_path / "import.sh").read_text().replace("--overwrite-destination=false", "--overwrite-destination=true")
    (tmp_path / "neo4j-admin").write_text(f'#!/bin/sh\nexec java -Xmx512m -cp "{server.LIB}/*" org.neo4j.cli.AdminTool "$@"\n')
    (tmp_path / "neo4j-admin").chmod(0o755)
    paths = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "NEO4J_HOME": str(local.home), "NEO4J_CONF": str(local.home / "conf")}
    ran = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env={**os.environ, **paths}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    local.start()
    with Neo4j(local.server) as engine:
        names = {row[0] for row in server.ask(engine, "MATCH (a:Actor) RETURN a.name")}
        assert names == {printable(text) for text in HOSTILE}
        assert engine.differences(view) == []
        changes = engine.push(view)
        assert (changes.new, changes.updated, changes.deleted) == (0, 0, 0)
