"""Reads a day that is written in one of the formats of `FORMATS`, never guessed; docs/dates.md lists them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache

from kg.errors import BadData
from kg.resources import folder, read_yaml

_WIB = timedelta(hours=7)  # western Indonesia, where the newsrooms are
_EARLIEST = 1945
_RECENT = timedelta(days=3)  # before publication; what an article reports happened then

_NAME = r"(?P<name>[A-Za-z]{3,9})"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})(?!\d)"
# How a day is written, by an example; where several stand in a text the first of these counts.
FORMATS: Mapping[str, re.Pattern[str]] = {
    "2024-02-19": re.compile(r"(?<!\d)(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"),
    "19/02/2024": re.compile(rf"(?<!\d)(?P<first>\d{{1,2}}) ?(?P<mark>[-/.]) ?(?P<second>\d{{1,2}}) ?(?P=mark) ?{_YEAR}"),
    "19 Februari 2024": re.compile(rf"(?<!\d){_DAY}(?:st|nd|rd|th)?[ +-]{_NAME}\.?,?[ +-]{_YEAR}"),
    "February 19, 2024": re.compile(rf"\b{_NAME}\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR}"),
    "19 Feb 24 | 10:00": re.compile(rf"(?<!\d){_DAY} {_NAME} (?P<short_year>\d\d)(?= ?[|,] ?\d\d[:.]\d\d)"),
}
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?\s*")
_CLOCK = re.compile(
    r"(?:T|[ ,|-]{0,3}(?:pukul |jam )?)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2})?(?:[.,]\d+)?"
    r"\s?(?:(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})|(?P<zone>[A-Za-z]{1,4})\b)?"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of dates: numbers of months and weekdays, hours ahead of UTC of zones, and what says "updated" or "published"."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    zones: Mapping[str, int]
    updated: frozenset[str]
    labels: frozenset[str]


def parse(text: str, hints: Callable[[], Iterable[str]] = tuple) -> str | None:
    """The first day in `text` as ISO date; None where there is none, or where it is that of an update.

    In 5-6-2024 the day comes first, as in Indonesia. In 05/06/2024 it does too, unless the weekday before it or `hints` (other
    days of the same article) tell otherwise; of 5/6/2024, which spreadsheets make of a date, nothing else can tell. A time in
    a zone outside Indonesia is turned into WIB, which may be the next day. A day that does not exist, or is not the weekday
    before it, is none.
    """
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), timezone(_WIB)).date().isoformat()
    found = next((found for form in FORMATS.values() if (found := form.search(text))), None)
    return _read(found, hints) if found else None


def days(text: str) -> Iterator[str]:
    """All days that `text` names with their year and beyond doubt."""
    for form in FORMATS.values():
        yield from (day for found in form.finditer(text) if (day := _read(found, tuple, written=True)))


@cache
def words(language: str = "id") -> Words:
    """The words of a language.

    Raises:
        BadData: if `published.yml` or `months.yml` of the language breaks its format.
    """
    home = folder("data") / "languages" / language
    raw, months = read_yaml(home / "published.yml"), read_yaml(home / "months.yml")
    if not isinstance(raw, dict) or not isinstance(months, dict):
        raise BadData(f"{home / 'published.yml'}: not a mapping")
    try:
        names = {name: int(number) for number, names in months.items() for name in names}
        return Words(names, raw["weekdays"], raw["zones"], frozenset(raw["updated"]), frozenset(raw["labels"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadData(f"{home / 'published.yml'}: {error!r}") from error


def _read(found: re.Match[str], hints: Callable[[], Iterable[str]], *, written: bool = False) -> str | None:
    """The day that a match of a format means; `written` by a journalist, who puts the day first however it looks."""
    before = [word.strip(".,:|(").lower() for word in found.string[max(0, found.start() - 40) : found.start()].split()[-2:]]
    if words().updated & {*before, " ".join(before)}:
        return None
    weekday = words().weekdays.get(before[-1]) if before else None
    fitting = [day for day in _meant(found) if weekday in (None, day.isoweekday())]
    if len(fitting) == 2:
        unclear = not written and "/" in found[0]
        two_digits = len(found["first"]) == len(found["second"]) == 2
        fitting = (unclear and _hinted(fitting, hints)) or (fitting[:1] if two_digits or not unclear else [])
    return _in_indonesia(fitting[0], _CLOCK.match(found.string, found.end())).isoformat() if fitting else None


def _meant(found: re.Match[str]) -> list[date]:
    """The days that a match may mean: none that does not exist, or is a placeholder such as 0001-01-01."""
    part = found.groupdict()
    year = int(part.get("year") or f"20{part.get('short_year')}")
    if "first" in part:
        pairs = [(part["second"], part["first"]), (part["first"], part["second"])]
    else:
        pairs = [(part.get("month") or words().months.get(part["name"].lower(), 0), part["day"])]
    every = (_day(year, int(month), int(day)) for month, day in pairs)
    return list(dict.fromkeys(day for day in every if day and day.year >= _EARLIEST))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hinted(fitting: list[date], hints: Callable[[], Iterable[str]]) -> list[date]:
    """The one of the days on which, or shortly after which, another day of the article lies."""
    others = {date.fromisoformat(hint) for hint in hints()}
    near = [day for day in fitting if any(timedelta(0) <= day - other <= _RECENT for other in others)]
    return near if len(near) == 1 else []


def _in_indonesia(day: date, clock: re.Match[str] | None) -> date:
    """The day in WIB of a time elsewhere; a time in Indonesia, or nobody knows where, is of the day that is written."""
    if clock is None or (ahead := _ahead(clock)) is None:
        return day
    try:
        return (datetime(day.year, day.month, day.day, int(clock["hour"]), int(clock["minute"])) - ahead + _WIB).date()
    except (ValueError, OverflowError):
        return day


def _ahead(clock: re.Match[str]) -> timedelta | None:
    """How far the zone of a time is ahead of UTC; None for the zones of Indonesia, and for an unknown one."""
    if clock["sign"]:
        ahead = (1 if clock["sign"] == "+" else -1) * timedelta(hours=int(clock["hours"]), minutes=int(clock["minutes"]))
    elif clock["zone"] and clock["zone"].upper() in words().zones:
        ahead = timedelta(hours=words().zones[clock["zone"].upper()])
    else:
        return None
    return None if _WIB <= ahead <= _WIB + timedelta(hours=2) else ahead
