"""Splits what is no boilerplate into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.clean.words import word_lists
from kg.model import Span

# A line, which goes on behind a line end without a mark where the next one starts in lower case.
_LINE = re.compile(r"(?:[^\r\n\u2028\u2029]|(?<![.!?:;”\"*\n])\r?\n(?=[ \t]*[a-z](?![.)])))+")
# The same in a text broken at a fixed width: a line goes on unless it ends with a mark.
_WRAPPED_LINE = re.compile(r"(?:[^\r\n\u2028\u2029]|(?<![.!?:;”\"*\n])\r?\n(?=[ \t]*[\w“\"(]))+")
_BROKEN = re.compile(r"^[^\n]{40,99}[^\n.!?:;”\"*]\n(?=\S)", re.MULTILINE)
# A mark that may end a sentence, closing quotes and brackets, and either a space or the start of a word.
_END = re.compile(r"([.!?…]+)([\"”’')\]»]*)(?:(\s+)|(?=[\"“‘'(]?[A-Z]))")
_STARTS = re.compile(r"[-–•*]?\s*[\"“‘'(\[]*\s*[A-Z0-9À-Þ]")
_LAST_WORD = re.compile(r"[\w.'’/:?=&%-]*$")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_NEXT_WORD = re.compile(r"[A-Za-z]+")
_EDGE = " \t\xa0\u200b\ufeff.,;:-–—*•|>»"
_LEADING = re.compile(rf"^[\s{re.escape(_EDGE)}]+")


def sentence_spans(text: str, title: Span | None, noise: tuple[Span, ...]) -> tuple[Span, ...]:
    """The sentences in order, without surrounding white space, none overlapping `noise`; the title is one of its own."""
    found = [title] if title else []
    lines = _WRAPPED_LINE if _is_wrapped(text) else _LINE
    for start, stop in _gaps(len(text), title.stop if title else 0, noise):
        for line in lines.finditer(text, start, stop):
            found += _split(text, line.start(), line.end())
    trimmed = (_trimmed(text, span) for span in found)
    return tuple(span for span in trimmed if span)


def _is_wrapped(text: str) -> bool:
    """Whether the lines are broken at a fixed width, so that most of them end inside a sentence."""
    return 2 * len(_BROKEN.findall(text)) > text.count("\n") > 5


def _gaps(length: int, start: int, noise: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    """The ranges between `start` and `length` that are no noise."""
    for span in noise:
        if span.start > start:
            yield start, span.start
        start = span.stop
    if start < length:
        yield start, length


def _split(text: str, start: int, stop: int) -> Iterator[Span]:
    """The sentences of one line."""
    for match in _END.finditer(text, start, stop):
        end = _boundary(text, start, stop, match)
        if end is not None and end > start:
            yield Span(start, end)
            start = end
    if start < stop:
        yield Span(start, stop)


def _boundary(text: str, start: int, stop: int, match: re.Match[str]) -> int | None:
    """Where the sentence from `start` ends at this mark; None where it goes on."""
    end, spaced = match.end(2), match[3] is not None
    if match.end() >= stop:
        return end
    if not spaced and match[2] == '"' and _opens(text, start, match.start(2)):
        end = match.end(1)  # "katanya."Kita" : the quotation mark belongs to what follows
    if not _STARTS.match(text, end if not spaced else match.end(), stop):
        return None
    if match[1] != ".":
        return end
    return end if _is_full_stop(text, start, match, spaced) else None


def _opens(text: str, start: int, position: int) -> bool:
    """Whether the straight quotation mark at `position` opens a quotation, by those since the sentence's start."""
    return text.count('"', start, position) % 2 == 0


def _is_full_stop(text: str, start: int, match: re.Match[str], spaced: bool) -> bool:
    """Whether a single "." ends a sentence, and not an abbreviation, an initial, a list number or a part of a domain."""
    found = _LAST_WORD.search(text, max(start, match.start() - 80), match.start())
    whole = found[0].strip("'’-") if found else ""
    word = whole.rpartition("/")[2]
    if not spaced and ("://" in whole or not _may_be_glued(text, word, match)):
        return False
    if word.isdecimal():
        return not (len(word) <= 2 and not text[start : match.start() - len(word)].strip(_EDGE))
    if not match[2] and ((len(word) == 1 and word.isupper()) or _is_initials(word)):
        return False
    return word.lower() not in word_lists("abbreviations.yml")["before_name"]


def _is_initials(word: str) -> bool:
    """Whether it is a name such as "A.M", and not a degree such as "S.H", behind which a sentence may end."""
    return bool(_INITIALS.fullmatch(word)) and word.lower() not in word_lists("abbreviations.yml")["may_end"]


def _may_be_glued(text: str, word: str, match: re.Match[str]) -> bool:
    """Whether "word.Word" may be two sentences without a space between: not in "S.Sos", "A.M. Sari" or "Situs.Com"."""
    following = _NEXT_WORD.match(text, match.end())
    is_domain = bool(following) and following[0].lower() in word_lists("abbreviations.yml")["domains"]  # type: ignore[index]
    is_word = len(word) > 1 and (word[-1].islower() or word[-1].isdigit())
    return (is_word or bool(match[2])) and not is_domain and word.lower() not in word_lists("abbreviations.yml")["may_end"]


def _trimmed(text: str, span: Span) -> Span | None:
    """The span without white space and stray marks at its edges; None where no letter or digit is left."""
    cut = text[span.start : span.stop]
    start = span.start + len(cut) - len(_LEADING.sub("", cut))
    stop = span.start + len(cut.rstrip())
    return Span(start, stop) if start < stop and any(map(str.isalnum, text[start:stop])) else None
