from __future__ import annotations

import pytest

from kg.read.dates import parse, published, url_date


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-19",
        "2024-02-19T10:00:00+07:00",
        "2024/02/19 10:00:00",
        "Senin, 19 Februari 2024 | 10:00 WIB",
        "Senin, 19 Feb 2024 10:00 WIB",
        "Kompas.com- 19/02/2024, 16:15 WIB",
        "19/02/2024",
        "19-02-2024",
        "19-2-2024",
        "2/19/2024 9:05",
        "19 Feb 2024",
        "19 Pebruari 2024",
        "February 19, 2024",
        "Feb. 19, 2024",
        "1708311600000",
        "1708311600",
    ],
)
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
    assert url_date("https://contoh.id/berita/d-7200000/judul") is None


def test_the_url_stands_against_a_field_that_says_another_day() -> None:
    assert published("2025-12-31", "https://contoh.id/2024/02/19/judul") == ("2024-02-19", "url")
    assert published("2024-02-19", "https://contoh.id/2024/02/19/judul") == ("2024-02-19", "field")
    assert published(None, None) == (None, None)
