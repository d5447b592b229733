from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import BadData
from kg.link.knowledge import Knowledge, Known, load
from kg.model import Kind


def test_ours_knows_parties_bodies_tickets_and_people_by_their_other_names() -> None:
    known = load()
    for name, kind, full in [
        ("PKB", Kind.PARTY, "Partai Kebangkitan Bangsa"),
        ("Fraksi PKS", Kind.PARTY, "Partai Keadilan Sejahtera"),
        ("KPU RI", Kind.INSTITUTION, "Komisi Pemilihan Umum"),
        ("AMIN", Kind.TICKET, "Anies Baswedan-Muhaimin Iskandar"),
        ("TKN Prabowo Subianto-Gibran Rakabuming Raka", Kind.TEAM, "Tim Kampanye Nasional Prabowo-Gibran"),
        ("Jokowi", Kind.PERSON, "Joko Widodo"),
        ("Erick Tohir", Kind.PERSON, "Erick Thohir"),
    ]:
        assert [entry.name for entry in known.find(name, kind)] == [full], name


def test_acronyms_of_the_list_are_known_unless_every_region_has_one() -> None:
    assert [entry.name for entry in load().find("BRI", Kind.ORGANIZATION)] == ["Bank Rakyat Indonesia"]
    assert not load().find("DPRD", Kind.INSTITUTION)


def test_a_known_name_is_found_with_an_initial_in_it() -> None:
    assert [entry.name for entry in load().find("Joko X Widodo", Kind.PERSON)] == ["Joko Widodo"]


def test_every_line_cites_its_source() -> None:
    import csv

    for path in sorted((Path(__file__).parents[2] / "data" / "actors").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            assert all(row["source"] for row in csv.DictReader(lines)), path.name


def test_a_branch_is_not_its_parent() -> None:
    assert not load().find("KPU Jawa Barat", Kind.INSTITUTION)
    assert load().canonical("KPU Jabar", Kind.INSTITUTION) == load().canonical(
        "Komisi Pemilihan Umum Jawa Barat", Kind.INSTITUTION
    )


def test_a_person_is_not_found_by_the_name_of_a_party() -> None:
    assert not load().find("Golkar", Kind.PERSON)
    assert not load().find("Prabowo Subianto", Kind.PARTY)


def test_a_name_of_two_people_finds_both() -> None:
    one, other = Known("Sari Wulandari", Kind.PERSON, wikidata="Q1"), Known("Sari Wulandari", Kind.PERSON, wikidata="Q2")
    assert Knowledge([one, other]).find("Sari Wulandari", Kind.PERSON) == [one, other]


def test_the_users_lines_are_laid_over_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "mine.csv").write_text(
        "name,kind,aliases,wikidata\nSari Wulandari,person,Mbak Sarwul|Sarwul,\n", "utf-8"
    )
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    load.cache_clear()
    try:
        assert [entry.name for entry in load().find("Sarwul", Kind.PERSON)] == ["Sari Wulandari"]
    finally:
        load.cache_clear()


@pytest.mark.parametrize("line", ["name,kind\nSari,person\n", "name,kind,aliases,wikidata\nSari,dog,,\n"])
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "mine.csv").write_text(line, "utf-8")
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    load.cache_clear()
    try:
        with pytest.raises(BadData, match=r"mine\.csv, line 2"):
            load()
    finally:
        load.cache_clear()
