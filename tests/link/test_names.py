from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.link.names import body, fold, is_acronym, is_generic, is_title, key, members, names_local_office, person
from kg.model import Kind


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Prof. Dr. H. Sari Wulandari, S.H., M.H.", "sari wulandari"),
        ("KH Ma'ruf Amin", "maruf amin"),
        ("Pak Jokowi", "jokowi"),
        ("Jenderal (Purn) Andika Perkasa", "andika perkasa"),
        ("Joko Widodo (Jokowi)", "joko widodo"),
        ("Ketua Umum Sari Wulandari", "sari wulandari"),
        ("Mahfud MD", "mahfud md"),
        ("Mahfud Md.", "mahfud md"),
    ],
)
def test_titles_degrees_and_brackets_are_no_part_of_a_name(written: str, plain: str) -> None:
    assert person(written) == plain


def test_a_title_that_can_be_a_name_stays_where_only_one_word_would_be_left() -> None:
    assert person("Andi Arief") == "andi arief"
    assert person("Andi Sari Wulandari") == "sari wulandari"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("soekarnoputri", "sukarnoputri"),
        ("erick thohir", "erick tohir"),
        ("panjaitan", "pandjaitan"),
        ("al habsyi", "alhabsyi"),
        ("djojohadikoesoemo", "jojohadikusumo"),
    ],
)
def test_old_and_new_spellings_fold_to_one(old: str, new: str) -> None:
    assert fold(old) == fold(new)


@pytest.mark.parametrize(("one", "other"), [("budi santoso", "budi santosa"), ("rina", "rini"), ("hasan basri", "hasan bisri")])
def test_different_names_do_not_fold_to_one(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("written", "kind", "plain"),
    [
        ("Fraksi Partai Golkar", Kind.PARTY, "golkar"),
        ("DPP PDI Perjuangan", Kind.PARTY, "pdi perjuangan"),
        ("KPU RI", Kind.INSTITUTION, "kpu"),
        ("KPU Provinsi Jabar", Kind.INSTITUTION, "kpu jawa barat"),
        ("Komisi II DPR RI", Kind.INSTITUTION, "komisi ii dpr"),
        ("Pemerintah Kota Semarang", Kind.INSTITUTION, "pemkot semarang"),
        ("RI", Kind.INSTITUTION, "ri"),
        ("PT Sinar Jaya (Persero) Tbk", Kind.ORGANIZATION, "sinar jaya"),
        ("PT Sinar Jaya Persero, Tbk.", Kind.ORGANIZATION, "sinar jaya"),
        ("PT Tbk", Kind.ORGANIZATION, "tbk"),
        ("PT Bandung", Kind.INSTITUTION, "pt bandung"),
        ("Kementrian Kesehatan", Kind.INSTITUTION, "kementerian kesehatan"),
        ("Partai", Kind.PARTY, "partai"),
    ],
)
def test_spellings_of_a_body_become_one(written: str, kind: Kind, plain: str) -> None:
    assert body(written, kind) == plain


def test_a_branch_keeps_its_place() -> None:
    assert body("KPU Jawa Barat", Kind.INSTITUTION) != body("KPU", Kind.INSTITUTION)
    assert body("DPD Gerindra DKI Jakarta", Kind.PARTY) != body("Gerindra", Kind.PARTY)


@pytest.mark.parametrize("name", ["Prabowo-Gibran", "Prabowo dan Gibran", "Prabowo & Gibran", "Prabowo – Gibran (nomor urut 2)"])
def test_a_ticket_has_two_members(name: str) -> None:
    assert members(name) == ("Prabowo", "Gibran")


def test_a_nickname_of_a_ticket_has_none() -> None:
    assert members("AMIN") is None
    assert members("Satu-Dua-Tiga") is None


def test_initials_make_an_acronym() -> None:
    assert is_acronym("ICW", "Indonesia Corruption Watch")
    assert is_acronym("KPM", "Komite Pemantau dan Mediasi")
    assert not is_acronym("ICW", "Indonesia Police Watch")
    assert not is_acronym("Icw", "Indonesia Corruption Watch")


def test_titles_and_offices_are_no_names() -> None:
    assert is_title("menkeu")
    assert is_title("pak")
    assert not is_title("wulandari")
    assert names_local_office("Bupati Klaten")
    assert not names_local_office("Menteri Keuangan")
    assert is_generic("dprd")
    assert not is_generic("dprd jawa barat")


@given(st.text(max_size=200))
def test_any_text_has_a_key_and_making_it_twice_changes_nothing(text: str) -> None:
    once = key(text)
    assert key(once) == once
    for kind in Kind:
        assert isinstance(body(text, kind), str)
    assert isinstance(person(text), str)
    members(text)
