"""Works out the date that a phrase means: calendar arithmetic on its parts and the day of publication, nothing guessed.

A year that is not written, and every relative phrase, needs the day of publication; an undated article has none:
- "19 Februari", "(19/2)": the nearest one, at most `_AHEAD` days ahead, and if it is further back than that, of the same year.
  A weekday before it must fit, unless the day lies within a week of publication.
- A weekday alone: the last one, today included; the next one where its clause says before it that something is planned.
  "lalu" and "depan" exclude today, "ini" is one of the rest of this week. Weeks last from Monday to Sunday.
- A week is no precision of ISO 8601: "pekan lalu" is a month where all its days are in one month, else nothing.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_AHEAD = 92  # days; news names days of the next months without the year, those of more distant ones with it
_DAY = len("2024-02-19")  # of an article of which only the month is known nothing relative can be worked out
_SURE = 7  # days; so near to publication a weekday that does not fit is the slip, not the date


@dataclass(frozen=True, slots=True)
class Parts:
    """What a phrase says, as numbers; None where it does not say it.

    `weekday` is 1 (Monday) to 7. `word` counts days from publication. The ways are -1 (last), 0 (this) or 1 (next): of the unit
    or weekday itself, of the year ("Februari tahun lalu"), of the week ("Senin pekan depan"). `planned` is of the clause.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    word: int | None = None
    way: int | None = None
    year_way: int | None = None
    week_way: int | None = None
    count: int | None = None
    unit: str | None = None
    planned: bool = False


def work_out(reading: str, parts: Parts, published: str | None) -> str | None:
    """The date in ISO 8601, as long as it is precise, or None: there is no such day, or the day of publication is needed."""
    try:
        today = date.fromisoformat(published) if published and len(published) == _DAY else None
        return _READINGS[reading](parts, today)
    except (ValueError, OverflowError):
        return None


def _day(parts: Parts, today: date | None) -> str | None:
    year = _year(parts, today)
    return date(year, parts.month or 0, parts.day or 0).isoformat() if year else None


def _month(parts: Parts, today: date | None) -> str | None:
    year = _year(parts, today)
    return date(year, parts.month or 0, parts.day or 1).isoformat()[:7] if year else None


def _only_year(parts: Parts, today: date | None) -> str | None:
    return str(_year(parts, today))


def _year(parts: Parts, today: date | None) -> int | None:
    if parts.year or today is None:
        return parts.year
    if parts.year_way is not None:
        return today.year + parts.year_way
    near = list(_near(parts, today))
    if parts.way:
        near = [day for day in near if (day - today).days * parts.way > 0] if today not in near else []
    else:
        near = [day for day in near if _likely(day, parts.weekday, today)]
    return min(near, key=lambda day: abs(day - today)).year if near else None


def _near(parts: Parts, today: date) -> Iterator[date]:
    """That day of last year, this year and the next, where there is one; of a month alone the day that is like today."""
    for year in (today.year - 1, today.year, today.year + 1):
        day = parts.day or min(today.day, 28)
        if parts.month and day <= monthrange(year, parts.month)[1]:
            yield date(year, parts.month, day)


def _likely(day: date, weekday: int | None, today: date) -> bool:
    ahead = (day - today).days
    fits = weekday in (None, day.isoweekday()) or abs(ahead) <= _SURE
    return fits and ahead <= _AHEAD and (ahead >= -_AHEAD or day.year == today.year)


def _word(parts: Parts, today: date | None) -> str | None:
    return _after(today, parts.word or 0)


def _agreed(parts: Parts, today: date | None) -> str | None:
    day = _word(parts, today)
    return day if day and date.fromisoformat(day).isoweekday() == parts.weekday else None


def _weekday(parts: Parts, today: date | None) -> str | None:
    ahead = (parts.weekday or 0) - today.isoweekday() if today else 0  # days to that weekday of this week
    if parts.week_way is not None:
        return _after(today, ahead + 7 * parts.week_way)
    if parts.way == 0:
        return _after(today, ahead) if ahead >= 0 else None
    if parts.way == 1:
        return _after(today, ahead % 7 or 7)
    if parts.way == -1:
        return _after(today, -(-ahead % 7 or 7))
    if parts.planned:
        return _after(today, ahead % 7) if ahead else None  # today, or in a week
    return _after(today, -(-ahead % 7))


def _after(today: date | None, days: int) -> str | None:
    return (today + timedelta(days)).isoformat() if today else None


def _shifted(parts: Parts, today: date | None) -> str | None:
    by = (parts.way or 0) * (1 if parts.count is None else parts.count)
    if today is None or parts.unit is None:
        return None
    return _SHIFTS[parts.unit](today, by)


def _week(today: date, by: int) -> str | None:
    monday = today + timedelta(7 * by - today.weekday())
    month, last = monday.isoformat()[:7], (monday + timedelta(6)).isoformat()[:7]
    return month if month == last else None


def _month_after(today: date, by: int) -> str:
    years, month = divmod(today.month - 1 + by, 12)
    return date(today.year + years, month + 1, 1).isoformat()[:7]


def _year_after(today: date, by: int) -> str:
    return today.replace(year=today.year + by, day=1).isoformat()[:4]


_SHIFTS: Mapping[str, Callable[[date, int], str | None]] = {
    "day": _after,
    "week": _week,
    "month": _month_after,
    "year": _year_after,
}

_READINGS: Mapping[str, Callable[[Parts, date | None], str | None]] = {
    "day": _day,
    "month": _month,
    "year": _only_year,
    "word": _word,
    "agreed": _agreed,
    "weekday": _weekday,
    "shifted": _shifted,
}
