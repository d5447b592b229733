"""kg view and kg export: whole files or none, and words on what is in them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from kg.out import EXPORTERS
from tests.cli.conftest import ROOT, Kg

pytestmark = pytest.mark.usefixtures("filled")


def test_view_writes_a_page_and_says_what_is_in_it(kg: Kg, tmp_path: Path) -> None:
    ran = kg("view", "--all", "-o", "page.html", "--lang", "en")
    assert (ran.code, ran.out) == (0, "")
    assert "3 actors, 3 claims, 3 articles in page.html" in ran.err
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "KPU" in page


def test_view_of_one_actor_holds_that_actor_and_those_around_it(kg: Kg) -> None:
    ran = kg("view", "--all", "--actor", "bawaslu")
    assert "2 actors, 1 claims" in ran.err
    assert kg("view", "--all", "--actor", "Wati").code == 2


def test_view_reaches_further_with_more_hops(kg: Kg) -> None:
    assert "3 actors, 3 claims" in kg("view", "--all", "--actor", "bawaslu", "--hops", "2").err
    assert kg("view", "--all", "--hops", "0").code == 2


def test_view_of_a_query_holds_the_claims_that_it_finds_or_those_between_its_actors(kg: Kg) -> None:
    assert "2 actors, 1 claims" in kg("view", "--all", "--query", "asks", "-p", "actor=bawaslu").err
    actors = "MATCH (a:Actor)-[:NOT_REQUESTS_ACTION_FROM]->(b:Actor) RETURN a.id AS one, b.id AS two"
    assert "2 actors, 2 claims" in kg("view", "--all", "--query", actors).err
    assert kg("view", "--all", "--query", "nosuch").code == 2
    assert kg("view", "--all", "--query", "MATCH (a) DELETE a").code == 2


def test_view_serves_the_part_that_the_address_asks_for(filled: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "view", "--serve", "--all", "--db", str(filled)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as serving:
        assert serving.stdout
        address = serving.stdout.readline().strip()
        with urlopen(f"{address}?actor=bawaslu") as answer:
            page = answer.read().decode()
        serving.send_signal(signal.SIGINT)
        serving.communicate(timeout=20)
    assert serving.returncode == 130
    assert '"all":[2,1]' in page
    assert '"live":true' in page


@pytest.mark.parametrize("name", EXPORTERS)
def test_each_format_comes_to_a_file(kg: Kg, tmp_path: Path, name: str) -> None:
    ran = kg("export", name, "--all", "-o", "out")
    assert ran.code == 0
    assert "3 actors, 3 claims, 3 statements, 3 articles" in ran.err
    assert (tmp_path / "out").stat().st_size > 50
    assert [path.name for path in tmp_path.glob(".out*")] == []


def test_stdout_has_the_same_bytes_as_the_file(kg: Kg, tmp_path: Path) -> None:
    kg("export", "rdf", "--all", "-o", "graph.ttl")
    assert kg("export", "rdf", "--all", "-q", "-o", "-").out == (tmp_path / "graph.ttl").read_text(encoding="utf-8")


def test_an_unknown_format_lists_the_known_ones(kg: Kg) -> None:
    ran = kg("export", "doc", "-o", "x")
    assert ran.code == 2
    assert all(name in ran.err for name in EXPORTERS)


def test_the_help_names_every_format(kg: Kg) -> None:
    out = kg("export", "--help").out
    assert all(name in out for name in EXPORTERS)


def test_a_failure_leaves_what_was_there(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "graph.ttl").write_text("before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.out.rdf.block", full)
    ran = kg("export", "rdf", "--all", "-o", "graph.ttl")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "kg: graph.ttl: No space left on device")
    assert (tmp_path / "graph.ttl").read_text() == "before"
    assert len(list(tmp_path.glob("*graph.ttl*"))) == 1


def test_a_folder_that_is_not_there_is_one_line(kg: Kg) -> None:
    ran = kg("view", "--all", "-o", "nowhere/graph.html")
    assert ran.code == 1
    assert ran.err.splitlines()[-1].startswith("kg: nowhere/graph.html: No such file")


@pytest.mark.parametrize("command", [("view",), ("export", "csv")])
def test_view_and_export_share_their_filters(kg: Kg, command: tuple[str, ...]) -> None:
    def counts(*options: str) -> str:
        return kg(*command, "--all", "-o", "out", *options).err.splitlines()[-1]

    assert "2 actors, 1 claims" in counts("--actor", "bawaslu")
    assert "3 actors, 3 claims" in counts("--relation", "requests_action_from")
    assert "0 actors, 0 claims" in counts("--relation", "meets", "--relation", "leads")
    assert "0 actors, 0 claims" in counts("--until", "1999")
    assert "0 actors, 0 claims" in counts("--min-outlets", "2")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--relation", "loves"), "no relation named loves"),
        (("--since", "kemarin"), "--since 'kemarin'"),
        (("--until", "2024-13"), "2024-13"),
    ],
)
def test_a_filter_that_means_nothing_is_a_usage_error(kg: Kg, options: tuple[str, str], words: str) -> None:
    ran = kg("export", "csv", "--all", "-o", "out", *options)
    assert ran.code == 2
    assert words in ran.err
