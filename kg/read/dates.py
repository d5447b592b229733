"""The day an article was published: from its field, its URL, or the line at its head that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.read.formats import FORMATS, days, parse, words

__all__ = ["dateline", "parse", "published", "url_date", "url_month"]

_IN_URL = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)|/(\d{4})(\d{2})(\d{2})(?:\d{6}(?=[/-])|(?=/))")
_MONTH_IN_URL = re.compile(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])/(?=[^/]*[a-z])")
_HEAD = 200  # characters of a text in which a page prints its date
_LINES = 3
_HAS_YEAR = re.compile(r"(?:19|20)\d\d|\d [A-Za-z]{3,9} \d\d[ |,]")


def published(field: object, url: str | None, body: str = "") -> tuple[str | None, str | None]:
    """ISO date and where it stood (`field`, `url` or `text`); (None, None) where it stands nowhere.

    Where field and URL differ the URL is right: the newsroom's own system made it, while a field may hold the day of the crawl.
    A URL that shows no more than the month gives the month (`2024-02`), unless a day in it stands elsewhere.
    """
    in_url = url_date(url)
    given = parse(str(field), lambda: [in_url] if in_url else days(body)) if isinstance(field, str | int) else None
    if in_url:
        return (given, "field") if given == in_url else (in_url, "url")
    month = url_month(url)
    for day, where in ((given, "field"), (dateline(body), "text")):
        if day and day.startswith(month or ""):
            return day, where
    return (month, "url") if month else (None, None)


def url_date(url: str | None) -> str | None:
    """The day in the path of a URL: /2024/02/19/, /2024-02-19-, /20240219/ or /20240219101500-."""
    found = _IN_URL.search(url or "")
    return parse("-".join(part for part in found.groups() if part)) if found else None


def url_month(url: str | None) -> str | None:
    """The month in the path of a URL: /2024/02/title."""
    found = _MONTH_IN_URL.search(url or "")
    return f"{found[1]}-{found[2]}" if found else None


def dateline(body: str) -> str | None:
    """The day that stands at the head of a text as that of its publication.

    It is printed there with time and zone ("Senin, 19 Feb 2024 10:00 WIB"), on a line of its own, or between place and dash
    ("Kota Melati, 19 Februari 2024 -"). A day in a sentence ("Senin (19/2/2024)") is that of an event: in 3 of 10 articles
    it is not the day of publication.
    """
    head = body[:_HEAD]
    if not _HAS_YEAR.search(head):  # most texts: the rest takes a hundred times longer
        return None
    alone = [line for line in map(str.strip, head.split("\n")[:_LINES]) if _alone().fullmatch(line)]
    placed = _placed().match(head)
    timed = [found[0] for found in _timed().finditer(head) if not _of_something_else(found)]
    return next((day for text in (*alone, *([placed[0]] if placed else []), *timed) if (day := parse(text))), None)


def _of_something_else(found: re.Match[str]) -> bool:
    """Whether the word before makes it the day of an event ("pada Senin, …", "Kota Melati, Senin, …") or of an update."""
    last = (found.string[: found.start()].split() or [""])[-1]
    return last.endswith(",") or last.islower() or last.strip(":").lower() in words().updated


@cache
def _date() -> str:
    """Any day of the formats, with the weekday before it, as a regular expression without names."""
    forms = "|".join(re.sub(r"\(\?P<\w+>", "(?:", form.pattern.replace("(?P=mark)", "[-/.]")) for form in FORMATS.values())
    return rf"(?:(?:{_either(words().weekdays)}),? )?(?:{forms})"


@cache
def _alone() -> re.Pattern[str]:
    label = rf"(?:(?:[\w.]{{1,30}} ?[-–|] ?)?(?:(?:{_either(words().labels)})(?: pada)?:? )?)"
    return re.compile(rf"{label}\(?{_date()}\)?(?:[ ,|-]{{1,3}}{_time()})?", re.IGNORECASE)


@cache
def _placed() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[A-Z][\w.]+[ ,]{{1,3}}){{1,4}}\(?{_date()}\)?(?:[ ,|-]{{1,3}}{_time()})? ?[-–—]{{1,2}}\s")


@cache
def _timed() -> re.Pattern[str]:
    clock = rf"[ ,|-]{{1,3}}\d{{1,2}}[.:]\d\d(?:[.:]\d\d)? ?(?:{_either(words().zones)})\b"
    return re.compile(rf"(?<!\w){_date()}{clock}(?!\s?[:-])", re.IGNORECASE)  # before a colon it is a programme


@cache
def _time() -> str:
    return rf"(?:pukul |jam )?\d{{1,2}}[.:]\d\d(?:[.:]\d\d)?(?: ?(?:{_either(words().zones)}))?"


def _either(texts: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(texts, key=lambda text: (-len(text), text))))
