"""The day an article was published, from the many ways in which sites write it; never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache

from kg.errors import BadData
from kg.resources import folder, read_yaml

_WIB = timezone(timedelta(hours=7))  # western Indonesia, where the newsrooms are
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?\s*")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})(?!\d)")
_MONTH_DAY = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_IN_URL = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)|/(\d{4})(\d{2})(\d{2})\d{6}(?=[/-])")
_EARLIEST = 1945


def published(field: object, url: str | None) -> tuple[str | None, str | None]:
    """ISO date and where it stood (`field` or `url`); (None, None) where neither has one.

    Where the two differ the URL is right: the newsroom's own system made it, while a field may hold the day of the crawl.
    """
    in_url = url_date(url)
    found = parse(str(field), hint=in_url) if isinstance(field, str | int) else None
    if found and in_url in (None, found):
        return found, "field"
    return (in_url, "url") if in_url else (None, None)


def parse(text: str, *, hint: str | None = None) -> str | None:
    """The first date in `text` as ISO date; None where there is none.

    In 5-6-2024 and 05/06/2024 the day comes first, as in Indonesia; in 5/6/2024, which spreadsheets make of a date, only
    `hint`, another date of the same article, can tell.
    """
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), _WIB).date().isoformat()
    if found := _YEAR_FIRST.search(text):
        return _iso(found[1], found[2], found[3])
    if found := _YEAR_LAST.search(text):
        clear = "/" not in found[0] or len(found[1]) == len(found[2]) == 2
        return _day_or_month_first(found[1], found[2], found[3], hint=hint, clear=clear)
    if found := _DAY_MONTH.search(text):
        return _iso(found[3], _months().get(found[2].lower()), found[1])
    if found := _MONTH_DAY.search(text):
        return _iso(found[3], _months().get(found[1].lower()), found[2])
    return None


def url_date(url: str | None) -> str | None:
    """The date in the path of a URL: /2024/02/19/ or /20240219101500-."""
    found = _IN_URL.search(url or "")
    return _iso(*(part for part in found.groups() if part)) if found else None


def _day_or_month_first(first: str, second: str, year: str, *, hint: str | None, clear: bool) -> str | None:
    day_first, month_first = _iso(year, second, first), _iso(year, first, second)
    if day_first and month_first and day_first != month_first:
        if hint in (day_first, month_first):
            return hint
        return day_first if clear else None
    return day_first or month_first


def _iso(year: str, month: str | int | None, day: str) -> str | None:
    """The date if it exists and is no placeholder such as 0001-01-01."""
    try:
        found = date(int(year), int(month or 0), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year >= _EARLIEST else None


@cache
def _months() -> Mapping[str, int]:
    path = folder("data") / "languages" / "id" / "months.yml"
    raw = read_yaml(path)
    if not isinstance(raw, dict):
        raise BadData(f"{path}: not a mapping of months")
    return {name: number for number, names in raw.items() for name in names}
