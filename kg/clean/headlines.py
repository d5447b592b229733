"""Finds where a headline ends that stands inside a paragraph: "… kata Budi. Baca juga: Harga Beras Naik Lagi Meski begitu, …".

Where it cannot be told, rather too little is taken than a sentence of the article.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from kg.clean.words import word_lists

_LONGEST_LINE = 200  # characters; a line that starts with "Baca juga" and is not longer is the headline alone
_LONGEST_HEADLINE = 14  # words; for headlines in lower case that nothing ends
_SHORTEST_HEADLINE = 3  # words; the sentence behind a headline is not looked for before
_LONGEST_NAME = 5  # words
_LONGEST_SUBJECT = 8  # words, from the first word of an office to the verb
_WORD = re.compile(r"\S+")
# Two texts glued together: "Total Jadi 13Menurut", "Ketum PSIZulhas".
_GLUE = re.compile(
    r"(?:(?<=[a-z0-9%!?.)])|(?<=[\w%!?.)][’”']))(?=[A-Z“])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})|(?<=[\w%!?.)’”'])(?=[\"“])"
)
_EDGES = "\"'“”‘’(),.:;!?"


def headline_end(text: str, begin: int, start: int, limit: int) -> int:
    """Offset behind the headline that follows `text[begin:start]` ("Baca juga:"); `start` itself where none follows.

    `limit` is where the line or other boilerplate begins; the headline does not reach beyond it.
    """
    glued = _last_glue(text, start, limit)
    if glued is not None:
        limit = glued
    if ":" not in text[begin:start]:
        return start if limit == len(text) or text[limit] == "\n" or glued else _bare_end(text, start, limit)
    own_line = begin == 0 or text[begin - 1] == "\n"
    if own_line and limit - start <= _LONGEST_LINE:
        return limit
    if text[begin] == "(" and (closing := text.find(")", start, limit)) > 0:
        return closing + 1
    return _end_in_prose(text, start, limit)


def _bare_end(text: str, start: int, limit: int) -> int:
    """A "Baca juga" without a colon lost its headline, unless other boilerplate follows closely."""
    return limit if limit - start <= _LONGEST_LINE else start


def _last_glue(text: str, start: int, limit: int) -> int | None:
    """The end of the last headline, where several are glued to each other before the text goes on."""
    glued = _glue(text, start, limit)
    while glued and (following := _glue(text, glued, limit)) and not any(map(_is_prose, text[glued:following].split())):
        glued = following
    return glued


def _glue(text: str, start: int, limit: int) -> int | None:
    """The first place where two texts touch without a space; None where there is none."""
    for match in _GLUE.finditer(text, start + 1, limit):
        word = _word_at(text, match.start())
        closes = text[match.start()] == '"' and text.count('"', start, match.start()) % 2 == 1
        if not closes and not any(name in word for name in word_lists("headlines.yml")["camel"]) and "." not in word[:-1]:
            return match.start()
    return None


def _word_at(text: str, position: int) -> str:
    start = max(text.rfind(" ", 0, position), text.rfind("\n", 0, position)) + 1
    stop = text.find(" ", position)
    return text[start : len(text) if stop < 0 else stop]


def _end_in_prose(text: str, start: int, limit: int) -> int:
    """Read word by word until the first one that is no part of a headline, then go back to where its sentence starts."""
    words = [match.span() for match in _WORD.finditer(text, start, limit)]
    tokens = [text[a:b] for a, b in words]
    if _lower_case(tokens):
        index = _end_in_lower_case(tokens)
    else:
        verb = next((i for i, token in enumerate(tokens) if _is_prose(token)), len(tokens))
        index = len(tokens) if verb == len(tokens) else _sentence_start(text, words, tokens, verb)
    return limit if index >= len(words) else words[index][0]


def _is_prose(token: str) -> bool:
    """Whether a word would not stand so in a headline: in lower case and not one of the small words."""
    core = token.strip(_EDGES)
    return core[:1].islower() and core.lower() not in word_lists("headlines.yml")["small"] and not token.startswith("(")


def _lower_case(tokens: list[str]) -> bool:
    """Whether the headline is written like a sentence, as ANTARA does."""
    return sum(_is_prose(token) for token in tokens[1:6]) >= 2


def _end_in_lower_case(tokens: list[str]) -> int:
    for index, token in enumerate(tokens[_SHORTEST_HEADLINE:], _SHORTEST_HEADLINE):
        if token[0] in '"“' or _opens(tokens, index):
            return index
    return min(len(tokens), _LONGEST_HEADLINE) if len(tokens) > 2 * _LONGEST_HEADLINE else len(tokens)


def _sentence_start(text: str, words: list[tuple[int, int]], tokens: list[str], verb: int) -> int:
    """Index of the word that starts the sentence with the first word of prose, `verb`.

    In this order: an opening quote, a word that opens sentences ("Meski"), an office ("Ketua"), the longest name that the
    article has elsewhere too, the word before the verb.
    """
    first = min(_SHORTEST_HEADLINE, verb)
    before = range(verb, first - 1, -1)
    for index in before:
        if tokens[index][0] in '"“' and not any(quote in tokens[index][1:] for quote in '"”'):
            return index
        if _opens(tokens, index):
            return index
    while verb > first and tokens[verb - 1][0].islower():  # no headline ends with a small word: "Temuan ini juga merupakan"
        verb -= 1
    office = _office(tokens, first, verb)
    return office if office is not None else _known_name(text, words, tokens, first, verb)


def _opens(tokens: list[str], index: int) -> bool:
    """Whether the word opens a sentence of prose; some only before lower case ("Usai itu", but "Usai Rapat")."""
    before_lower = index + 1 < len(tokens) and not tokens[index + 1][0].isupper()
    lists = ("openers", "openers_before_lower_case") if before_lower else ("openers",)
    return tokens[index][0].isupper() and any(_in(name, tokens[index]) for name in lists)


def _office(tokens: list[str], first: int, verb: int) -> int | None:
    """Index of the first word of the office nearest to the verb: "Wakil" in "Wakil Ketua Komisi II Sari mengatakan"."""
    near = range(verb - 1, max(first, verb - _LONGEST_SUBJECT) - 1, -1)
    capitals = takewhile(lambda index: not tokens[index][0].islower() and tokens[index][-1] not in ":!?", near)
    last = next((index for index in capitals if _in("roles", tokens[index])), None)
    while last is not None and last > first and tokens[last - 1][0].isupper() and _in("roles", tokens[last - 1]):
        last -= 1
    return last


def _known_name(text: str, words: list[tuple[int, int]], tokens: list[str], first: int, verb: int) -> int:
    """Index where the longest run of words before the verb starts that stands elsewhere in the article too."""
    earliest = max(first, verb - _LONGEST_NAME)
    for index in range(earliest, verb):
        if tokens[index][0].isupper() and text.count(text[words[index][0] : words[verb - 1][1]].rstrip(",")) > 1:
            return index
    return max(first, verb - 1)


@cache
def _in(name: str, token: str) -> bool:
    return not {token.lower(), token.strip(_EDGES).lower()}.isdisjoint(word_lists("headlines.yml")[name])
