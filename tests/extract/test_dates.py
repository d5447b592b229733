from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import dates as benchmark
from kg.errors import BadData
from kg.extract.dates import grammar, happened
from kg.model import Article, Span
from kg.resources import folder, read_yaml

TUESDAY = "2024-02-20"
PLAIN = "Ketua Umum Partai Melati Sari Wulandari meminta komisi membuka berkas kepada publik karena prosesnya tertutup, kata dia."
SHAPE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def read(text: str, published: str | None = TUESDAY, near: str | None = None) -> str | None:
    focus = Span(text.index(near), text.index(near) + len(near)) if near else None
    return happened(Article("a", text, published=published), Span(0, len(text)), focus)


def raw() -> Any:
    return read_yaml(folder("data") / "languages" / "id" / "dates.yml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kata Sari, Senin (19/2/2024).", "2024-02-19"),
        ("kata Sari, Senin malam (19/2).", "2024-02-19"),
        ("Budi mundur pada Senin, 19 Februari 2024.", "2024-02-19"),
        ("Budi mundur pada 19 Feb.", "2024-02-19"),
        ("Budi mundur pada Februari 2024.", "2024-02"),
        ("Budi mundur pada akhir Januari 2024.", "2024-01"),
        ("Rapat berlangsung 19-20 Februari 2024.", "2024-02"),
        ("Budi mundur pada 2023.", "2023"),
        ("Budi mundur pada tahun 2019.", "2019"),
        ("Budi mundur hari ini.", "2024-02-20"),
        ("Budi mundur kemarin.", "2024-02-19"),
        ("Budi mundur tadi malam.", "2024-02-19"),
        ("Budi mundur besok.", "2024-02-21"),
        ("Budi mundur lusa.", "2024-02-22"),
        ("Budi mundur Kamis (lusa).", "2024-02-22"),
        ("Budi mundur Kamis lalu.", "2024-02-15"),
        ("Budi mundur Selasa lalu.", "2024-02-13"),
        ("Budi mundur pada Selasa.", "2024-02-20"),
        ("Budi mundur Senin pekan depan.", "2024-02-26"),
        ("Budi mundur dua hari lalu.", "2024-02-18"),
        ("Budi mundur bulan lalu.", "2024-01"),
        ("Budi mundur tahun lalu.", "2023"),
        ("Budi mundur tahun depan.", "2025"),
    ],
)
def test_the_length_of_a_date_is_its_precision(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sari didukung 2/3 suara.",
        "Sari meraih 2/3 (dua pertiga) suara di pasal 19.",
        "Tim itu menang 3-1 dan 19-2.",
        "Sari maju dalam Pemilu 2024 dan Pilpres 2024.",
        "Sari maju dalam Pilkada 27 November 2024.",
        "Sari maju dalam Pilpres tahun depan.",
        "Budi anggota dewan periode 2019-2024.",
        "Itu diatur dalam PP No. 12 Tahun 2019 dan UU 7/2017.",
        "Tono dari Kabinet Melati Maju 2019.",
        "Budi mengajar di Universitas 17 Agustus 1945.",
        "Sari menang di 2019 TPS.",
        "Rapat digelar setiap Senin di Pasar Minggu.",
        "Budi menjabat hingga 24 April 2026.",
        "Tiga sampai empat tahun mendatang partai itu tumbuh.",
        "10-15 tahun lalu Budi mundur.",
        "Ia menambah libur satu hari lagi.",
        "April Wulandari meminta Juli Hartono mundur.",
        '"Lihat pemilihan kemarin," kata Sari.',
        "Pada tahun yang lalu Budi mundur.",
        "Tono ditemui Senin (31/2).",
        "Budi mundur pada Kamis (kemarin).",
    ],
)
def test_no_date_is_invented(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text", ["Budi mundur kemarin.", "Budi mundur Senin (19/2).", "Budi mundur pada Selasa.", "Budi mundur bulan lalu."]
)
def test_an_undated_article_has_no_relative_date(text: str) -> None:
    assert read(text, None) is None
    assert read(text, "2024-02") is None
    assert read(text + " Sari datang 5 Januari 2024.", "2024-02", "datang") == "2024-01-05"
    assert read(text + " Sari datang 5 Januari 2024.", None, "datang") == "2024-01-05"


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Budi mundur Jumat (29/12).", "2024-01-03", "2023-12-29"),
        ("Budi mundur Rabu (3/1).", "2023-12-29", "2024-01-03"),
        ("Budi mundur pada 10 Maret.", "2024-11-20", "2024-03-10"),  # next March would be named with its year
        ("Budi mundur Kamis (10/3).", "2024-11-20", None),  # a Sunday in 2024, so which year is unknown
        ("Budi mundur Kamis (19/2).", TUESDAY, "2024-02-19"),  # yesterday, with a slip in the weekday
        ("Budi mundur pada 27 November.", "2024-06-01", None),  # 2023 and 2024 are as far away
        ("Budi mundur pada 17 Desember lalu.", TUESDAY, "2023-12-17"),
        ("Budi mundur pada 29 Februari.", "2024-03-05", "2024-02-29"),
        ("Budi mundur pada 29 Februari.", "2023-03-05", None),
    ],
)
def test_a_year_that_is_not_written_is_the_likely_one_or_none(text: str, published: str, expected: str | None) -> None:
    assert read(text, published) == expected


@pytest.mark.parametrize(
    ("published", "expected"), [(TUESDAY, "2024-02"), ("2024-11-04", None)], ids=["within a month", "over two months"]
)
def test_a_week_is_its_month_or_nothing(published: str, expected: str | None) -> None:
    assert read("Budi mundur pekan lalu.", published) == expected


def test_a_plan_before_a_weekday_means_the_next_one() -> None:
    assert read("Budi akan mundur pada Kamis.") == "2024-02-22"
    assert read("Budi akan mundur pada Selasa.") is None
    assert read("Budi akan mundur, kata Sari, Kamis.") == "2024-02-15"


def test_the_date_nearest_to_the_trigger_counts() -> None:
    text = "Pada 5 Januari 2024 Budi memuji Sari, tetapi ia lalu menggugatnya pada 19 Februari 2024."
    assert read(text, near="memuji") == "2024-01-05"
    assert read(text, near="menggugatnya") == "2024-02-19"
    assert read(text) == "2024-01-05"


def test_a_nearer_date_that_cannot_be_worked_out_is_not_replaced_by_another() -> None:
    assert read("Budi mundur pekan lalu, kata Sari, Senin (4/11/2024).", "2024-11-04", "mundur") is None


def test_offsets_are_those_of_the_article() -> None:
    article = Article("a", "Judul 1 Januari 2020\nSari datang. Budi mundur kemarin. Tono pergi besok.", published=TUESDAY)
    start = article.text.index("Budi")
    assert happened(article, Span(start, start + 20), Span(start + 5, start + 11)) == "2024-02-19"


def test_what_is_quoted_may_begin_in_the_sentence_before() -> None:
    article = Article(
        "a", '"Kita lihat dulu. Karena kemarin Sari kalah. Itu saja," kata Budi. Kemarin Tono pergi.', published=TUESDAY
    )
    start, after = article.text.index("Karena"), article.text.index("Kemarin")
    assert happened(article, Span(start, start + 26), None) is None
    assert happened(article, Span(after, len(article.text)), None) == "2024-02-19"


@pytest.mark.parametrize("form", raw()["forms"], ids=lambda form: form["like"])
def test_every_form_reads_its_example(form: dict[str, str]) -> None:
    assert any(pattern.search(form["like"]) for reading, pattern in grammar().forms if reading == form["read"])
    found = [reading for reading, _ in grammar().phrases(form["like"], Span(0, len(form["like"])))]
    assert found == ([] if form["read"] == "nothing" else [form["read"]])


@settings(deadline=None)
@given(st.text(), st.one_of(st.none(), st.dates().map(date.isoformat), st.text()))
def test_any_text_and_any_day_give_a_date_or_none(text: str, published: str | None) -> None:
    phrase = f"{text} Senin (31/12) {text}"
    result = happened(Article("a", phrase, published=published), Span(0, len(phrase)), Span(0, 1))
    assert result is None or SHAPE.fullmatch(result)


@settings(deadline=None)
@given(st.sampled_from([form["like"] for form in raw()["forms"]]), st.sampled_from(["0001-01-01", "9999-12-31", "2024-02-29"]))
def test_no_phrase_raises_at_the_ends_of_the_calendar(phrase: str, published: str) -> None:
    result = read(f"Budi mundur {phrase}", published)
    assert result is None or SHAPE.fullmatch(result)


WORDS = [word.lower() for part in ("weekdays", "words", "units") for word in raw()[part]]
MONTHS: Any = read_yaml(folder("data") / "languages" / "id" / "months.yml")
DATED = re.compile("|".join([r"\d", *map(re.escape, WORDS), *(name for names in MONTHS.values() for name in names)]))


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.text(), st.sampled_from(["lalu", "depan", "pada", "akhir", "ini", "yang", "Pemilu", "sejak", "dua"])))
)
def test_without_digits_and_date_words_there_is_no_date(words: list[str]) -> None:
    text = " ".join(word for word in words if not DATED.search(word.lower())) + "."
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Senin (" * 20_000,
        "1" * 100_000,
        " " * 50_000 + "1/",
        "19 Februari 2024 - " * 5_000,
        "\t\n" * 40_000 + "kemarin",
        '"kemarin ' * 20_000,
    ],
)
def test_a_hostile_sentence_is_read_in_linear_time(text: str) -> None:
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 5


def test_a_sentence_without_date_words_costs_next_to_nothing() -> None:
    article, span = Article("a", PLAIN, published=TUESDAY), Span(0, len(PLAIN))
    begun = time.process_time()
    for _ in range(2_000):
        assert happened(article, span, None) is None
    assert (time.process_time() - begun) / 2_000 < 50e-6


def test_the_benchmark_is_read_and_nothing_in_it_is_invented() -> None:
    verdicts = [benchmark.verdict(phrase.expected, benchmark.ours(phrase)) for phrase in benchmark.phrases()]
    assert verdicts.count("right") / len(verdicts) >= 0.97
    assert "invented" not in verdicts


def test_a_language_without_a_grammar_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"xx.dates\.yml"):
        happened(Article("a", "1"), Span(0, 1), None, "xx")
