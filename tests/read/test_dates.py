from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.read.dates import dateline, published, url_date, url_month
from kg.read.formats import FORMATS, parse

ROOT = Path(__file__).parents[2]


ROWS = re.findall(r"^\| `(.+)` \| (\d{4}-\d\d-\d\d|-) \|$", (ROOT / "docs" / "dates.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("text", "day"), ROWS)
def test_every_format_that_is_promised_is_read(text: str, day: str) -> None:
    assert parse(text.replace(r"\|", "|")) == (None if day == "-" else day)


def test_every_format_has_a_line_in_the_documentation() -> None:
    promised = [text.replace(r"\|", "|") for text, _ in ROWS]
    assert len(promised) >= 25
    assert all(any(form.search(text) for text in promised) for form in FORMATS.values())
    assert [parse(example) for example in FORMATS] == ["2024-02-19"] * len(FORMATS)


@pytest.mark.parametrize("text", ["19 Pebruari 2024", "Feb. 19, 2024", "19-2-2024", "19 / 2 / 2024", "19-Feb-2024"])
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert parse(text) == "2024-02-19"


@pytest.mark.parametrize(
    "text", ["", "kemarin", "2 jam lalu", "31/02/2024", "0001-01-01", "99 Februari 2024", "2024", "5 Foo 2024"]
)
def test_a_date_is_never_guessed(text: str) -> None:
    assert parse(text) is None


def test_day_and_month_that_cannot_be_told_apart_are_left_open_unless_the_url_tells() -> None:
    assert parse("7/3/2025 15:29") is None
    assert parse("05/06/2024") == "2024-06-05"
    assert published("7/3/2025", "https://contoh.id/2025/07/03/judul")[0] == "2025-07-03"


def test_a_url_shows_its_date() -> None:
    assert url_date("https://nasional.contoh.id/read/2024/02/19/judul-berita") == "2024-02-19"
    assert url_date("https://contoh.id/nasional/20240219101500-12-99/judul") == "2024-02-19"
    assert url_date("https://bisnis.contoh.id/read/20240219/44/88/judul") == "2024-02-19"
    assert url_date("https://contoh.id/berita/d-7200000/judul") is None


def test_the_url_stands_against_a_field_that_says_another_day() -> None:
    assert published("2025-12-31", "https://contoh.id/2024/02/19/judul") == ("2024-02-19", "url")
    assert published("2024-02-19", "https://contoh.id/2024/02/19/judul") == ("2024-02-19", "field")
    assert published(None, None) == (None, None)


def test_what_an_article_reports_tells_which_number_is_the_day() -> None:
    assert published("10/5/2025 14:30", None, "kata Sari, Minggu (5/10/2025).") == ("2025-10-05", "field")
    assert published("10/5/2025 14:30", None, "kata Sari, Sabtu (10/5/2025).") == ("2025-05-10", "field")
    assert published("10/5/2025", None, "Sari datang 5 Oktober 2025 dan 10 Mei 2025.") == (None, None)
    assert published("10/5/2025", None, "Sari akan datang 13 Mei 2025.") == (None, None)


@pytest.mark.parametrize(
    "head",
    [
        "Tono Hartono | Senin, 19 Feb 2024 15:06 WIB Bagikan: Sari datang.",
        "Kenaikan Capai 5 Persen Senin, 19 Feb 2024 19:42 WITA Sari datang.",
        "Contoh.com- 19/02/2024, 16:15 WIB\nSari datang.",
        "Diterbitkan: 19 Februari 2024\nSari datang.",
        "Oleh Tono\nSenin, 19 Februari 2024\nSari datang.",
        "Kota Melati, 19 Februari 2024 - Sari datang.",
        "KOTA MELATI, Contoh.com (19/2/2024) – Sari datang.",
    ],
)
def test_the_head_of_a_text_may_say_when_it_was_published(head: str) -> None:
    assert dateline(head) == "2024-02-19"
    assert published(None, "https://contoh.id/judul", head) == ("2024-02-19", "text")
    assert published(None, "https://contoh.id/2024/02/20/judul", head) == ("2024-02-20", "url")


@pytest.mark.parametrize(
    "text",
    [
        "Sari datang, Senin (19/2/2024).",
        "Rapat dimulai pada Senin, 19 Februari 2024 10:00 WIB di kantor.",
        "Laga di Kota Melati, Senin, 19 Februari 2024 10:00 WIB ditunda.",
        "Jadwal: Senin, 19 Februari 2024 10:00 WIB: Melati lawan Kenanga.",
        "Diperbarui 19 Februari 2024, 10:00 WIB\nSari datang.",
        "Sari lahir di Kota Melati, 19 Februari 2024, kata Tono.",
        "Selasa, 19 Februari 2024\nSari datang.",
        "Sari datang.\n" * 30 + "Senin, 19 Februari 2024 10:00 WIB",
    ],
)
def test_the_day_of_an_event_is_not_that_of_publication(text: str) -> None:
    assert dateline(text) is None


def test_a_url_may_show_the_month_only() -> None:
    url = "https://contoh.id/2024/02/judul-berita.html"
    assert (url_date(url), url_month(url)) == (None, "2024-02")
    assert published(None, url) == ("2024-02", "url")
    assert published("2024-02-19", url) == ("2024-02-19", "field")
    assert published("2025-12-31", url) == ("2024-02", "url")
    assert url_month("https://contoh.id/2024/13/judul") is None
    assert url_month("https://contoh.id/2024/02/7200000") is None


@settings(deadline=None)
@given(st.text(), st.text())
def test_no_field_and_no_text_raises(field: str, text: str) -> None:
    for body in (text, f"Senin, 19 Februari 2024 {text}", f"99/99/2024 {text}"):
        assert published(field, None, body)[1] in (None, "field", "text")
        assert published(f"{field} 2024-02-19T99:99 {text}", f"https://contoh.id/{text}", body)


def test_a_long_head_is_read_in_linear_time() -> None:
    begun = time.process_time()
    for text in ("19 " * 50_000 + "2024", "Kota " * 50_000 + "2024", "1/1/2024 " * 30_000, "2024 " + "\n" * 100_000):
        dateline(text)
        parse(text)
    assert time.process_time() - begun < 5
