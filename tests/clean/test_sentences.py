from __future__ import annotations

import pytest

from kg.clean import clean
from kg.model import Article


def split(text: str) -> list[str]:
    cleaned = clean(Article("a", text))
    return [cleaned.cut(span) for span in cleaned.sentences]


@pytest.mark.parametrize(
    "sentence",
    [
        "Prof. Dr. H. Budi Hartono, S.H., M.H. hadir bersama KH. Tono di Jl. Mawar No. 5.",
        "Rapat dihadiri Plt. Ketua Umum PT. Melati Tbk. dan Letjen. (Purn.) Tono.",
        "A.M. Sari dan Budi T. Hartono bertemu pukul 19.30 WIB.",
        "Anggaran naik Rp. 1.250.000,50 atau 3.5 persen.",
        "Berita itu dimuat Infosemarang.com dan Tribunnews.Com pada Senin.",
        '"Ya, kita bicara terus," kata Sari.',
        '"Apa itu?" kata Sari.',
        '"Kita menang!" ujar Budi sambil tertawa.',
        "Beras, gula, minyak, dll. sudah dibahas.",
        "Perkara nomor 757/Pdt.G/2022/PN Jkt.Pst diputus kemarin.",
        "1. Sari Wulandari menjadi ketua.",
        "Mereka diam ... lalu pergi.",
        "Lihat https://contoh.id/a.B?c=D.E untuk rincian.",
    ],
)
def test_a_sentence_is_not_split_inside(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "parts",
    [
        ["Sari datang.", "Budi pergi."],
        ['"Kita ingin jujur.', 'Itu saja," kata Sari.'],
        ['"Kita menang."', "Anies Wulandari lalu pergi."],
        ["Apakah benar?", "Sari membantah."],
        ["Beras, gula, dll.", "Namun harga naik."],
        ["Itu terjadi pada 2024.", "Sari hadir."],
        ["Sari menang (51 persen).", "Budi kalah."],
        ["“Itu tidak benar,” katanya.", "“Kita akan lapor.”"],
    ],
)
def test_sentences_are_split_at_their_ends(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


def test_a_missing_space_is_no_missing_end() -> None:
    assert split("Rapat itu selesai.Kemudian Sari pergi.") == ["Rapat itu selesai.", "Kemudian Sari pergi."]
    assert split('Begitu katanya."Kita menang," ujar Sari.') == ["Begitu katanya.", '"Kita menang," ujar Sari.']
    assert split('"Kita menang."Sari lalu pergi.') == ['"Kita menang."', "Sari lalu pergi."]


def test_a_line_ends_a_sentence_unless_it_goes_on_in_lower_case() -> None:
    assert split("Sari Menang\nBudi kalah\r\n\r\nTono pergi") == ["Sari Menang", "Budi kalah", "Tono pergi"]
    assert split("Sari bertemu\ndengan Budi.") == ["Sari bertemu\ndengan Budi."]


def test_a_text_broken_at_a_fixed_width_keeps_its_sentences() -> None:
    line = (
        "Ketua DPRD Kota Melati Sari Wulandari bertemu dengan Ketua KPU Kota\n"
        "Melati Budi Hartono di kantornya untuk membahas data pemilih yang\n"
        "Pernah diminta Sari."
    )
    assert split("\n".join([line] * 5)) == [line] * 5


def test_marks_alone_are_no_sentence() -> None:
    assert split("***\n--\n- \nSari pergi.\n…") == ["Sari pergi."]
