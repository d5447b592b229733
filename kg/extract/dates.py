"""When what a sentence states happened: date phrases by a small grammar (`data/languages/*/dates.yml`), nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import BadData
from kg.extract.when import Parts, work_out
from kg.model import Article, Span
from kg.resources import folder, read_yaml

_QUOTES = re.compile(r"(?P<opening>“|(?<!\w)\"(?=\w))|(?P<closing>”|(?<=[\w,.!?])\")")
_CLAUSE = re.compile(r"[,;:.?!\n]")
_REACH = 60  # code points before a weekday in which "akan" bears on it
_QUOTATION = 500  # code points around a word in which quotation marks are looked for
_DIGITS = {
    "day": "[0-9]{1,2}",
    "number": "(?:0?[1-9]|1[0-2])",  # of a month
    "year": "(?:19|20)[0-9]{2}",
    "short_year": "[0-9]{2}",
}


@dataclass(frozen=True, slots=True)
class Grammar:
    """Date words of a language with their numbers, by the name of the part that they fill, and the forms of date phrases.

    `hint` is in the lower case of every text that has a date, and quick to look for.
    """

    values: Mapping[str, Mapping[str, Any]]
    loose: frozenset[str]
    planned: re.Pattern[str]
    hint: re.Pattern[str]
    forms: tuple[tuple[str, re.Pattern[str]], ...]

    def phrases(self, text: str, span: Span) -> Iterator[tuple[str, re.Match[str]]]:
        """Date phrases in a span as (reading, match), none overlapping: an earlier form has what it matches."""
        taken = bytearray(len(span))
        for reading, form in self.forms:
            for match in form.finditer(text, span.start, span.stop):
                here = slice(match.start() - span.start, match.end() - span.start)
                free = not any(taken[here])
                taken[here] = b"\1" * len(match.group())  # all of it: after "hingga 24", "April 2024" is no date of its own
                if free and reading != "nothing" and not self._is_loose(match):
                    yield reading, match

    def _is_loose(self, match: re.Match[str]) -> bool:
        return match.group().lower() in self.loose and _quoted(match.string, match.start())

    def parts(self, match: re.Match[str]) -> Parts:
        """What a phrase says, as numbers."""
        found = {name: " ".join(text.split()) for name, text in match.groupdict().items() if text}
        numbers = {name: self._number(name, text) for name, text in found.items()}
        return Parts(
            day=numbers.get("day"),
            month=numbers.get("month", numbers.get("number")),
            year=numbers.get("year") or (2000 + numbers["short_year"] if "short_year" in numbers else None),
            **{name: numbers.get(name) for name in ("weekday", "word", "way", "year_way", "week_way", "count", "unit")},
            planned=bool(self.planned.search(_clause(match))),
        )

    def _number(self, part: str, text: str) -> Any:
        return int(text) if text.isdecimal() else self.values[part.removeprefix("year_").removeprefix("week_")][text.lower()]


def happened(article: Article, sentence: Span, near: Span | None, language_code: str = "id") -> str | None:
    """When what the sentence states happened, as `2024-02-19`, `2024-02` or `2024`: its length is its precision.

    Of several dates the one nearest to `near` (the words that state it) counts, else the first. None where the sentence gives
    none, or one that cannot be worked out (`kg.extract.when` has the rules).

    Raises:
        BadData: if there is no grammar for the language, or it is broken.
    """
    rules = grammar(language_code)
    if not rules.hint.search(article.cut(sentence).lower()):
        return None

    def distance(phrase: tuple[str, re.Match[str]]) -> tuple[int, int]:
        start, stop = phrase[1].span()
        return (max(start - near.stop, near.start - stop, 0) if near else 0), start

    nearest = min(rules.phrases(article.text, sentence), key=distance, default=None)
    return work_out(nearest[0], rules.parts(nearest[1]), article.published) if nearest else None


@cache
def grammar(language_code: str = "id") -> Grammar:
    """The grammar of a language, from `dates.yml` and `months.yml` in its folder.

    Raises:
        BadData: if a file is missing, lacks a key or holds a form that is no regular expression.
    """
    home = folder("data") / "languages" / language_code
    try:
        return _grammar(_mapping(home / "dates.yml"), _mapping(home / "months.yml"))
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise BadData(f"{home / 'dates.yml'}: {error!r}") from error


def _mapping(path: Path) -> Mapping[Any, Any]:
    raw = read_yaml(path)
    if not isinstance(raw, dict):
        raise BadData(f"{path}: not a mapping")
    return raw


def _grammar(raw: Mapping[str, Any], months: Mapping[int, list[str]]) -> Grammar:
    names = {name: number for number, spellings in months.items() for name in spellings}
    lists = {"weekday": raw["weekdays"], "word": raw["words"], "way": raw["ways"], "unit": raw["units"], "count": raw["counts"]}
    full_names = [spellings[0] for spellings in months.values()]
    hints = [*lists["weekday"], *lists["word"], *lists["unit"], *full_names]
    pieces = {
        **raw["pieces"],
        "weekday": f"(?P<weekday>(?-i:{_either(lists['weekday'])}))",
        "word": f"(?P<word>{_either(lists['word'])})",
        "unit": f"(?P<unit>{_either(lists['unit'])})",
        "count": rf"(?P<count>{_either(lists['count'])}|[0-9]{{1,2}})",
        "month": f"(?P<month>{_either(names)})",
        "month_name": f"(?P<month>{_either(full_names)})",
        **{way: f"(?P<{way}>{_either(lists['way'])})" for way in ("way", "year_way", "week_way")},
        **{name: f"(?P<{name}>{digits})" for name, digits in _DIGITS.items()},
    }
    return Grammar(
        values={
            part: {word.lower(): value for word, value in words.items()} for part, words in {**lists, "month": names}.items()
        },
        loose=frozenset(raw["loose"]),
        planned=re.compile(rf"(?<!\w)(?:{_either(raw['planned'])})(?!\w)", re.IGNORECASE),
        hint=re.compile("[0-9]|" + _either(word.lower() for word in hints)),
        forms=tuple((form["read"], _form(form["form"], pieces)) for form in raw["forms"]),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _form(form: str, pieces: Mapping[str, str]) -> re.Pattern[str]:
    """Put the pieces in for their names; white space is bounded so that a long run of it costs nothing."""
    while (filled := re.sub(r"\{([a-z_]+)\}", lambda name: pieces[name[1]], form)) != form:
        form = filled
    spaced = form.replace(r"\ ", " ").replace(" ?", r"\s{0,4}").replace(" ", r"\s{1,4}")
    return re.compile(rf"(?<![\w/-])(?<![0-9][.,])(?:{spaced})(?!\w)", re.IGNORECASE | re.MULTILINE)


def _clause(match: re.Match[str]) -> str:
    """The words of the same clause before a phrase, as far as "akan" among them bears on it."""
    return _CLAUSE.split(match.string[max(0, match.start() - _REACH) : match.start()])[-1]


def _quoted(text: str, at: int) -> bool:
    """Whether a quotation is open at an offset, as far as the marks around it show."""
    marks = [
        (mark.start(), mark.lastgroup == "opening") for mark in _QUOTES.finditer(text, max(0, at - _QUOTATION), at + _QUOTATION)
    ]
    before = [opens for start, opens in marks if start < at]
    after = [opens for start, opens in marks if start >= at]
    return before[-1] if before else bool(after) and not after[0]
