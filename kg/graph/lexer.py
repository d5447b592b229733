"""Cypher as tokens: strings, comments, names in backticks and bare words apart, the same way for every engine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from kg.errors import UsageError

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<comment>//[^\r\n]*|/\*.*?\*/)
      | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<quoted>`(?:[^`]|``)*`)
      | (?P<number>(?:0[xo][0-9a-fA-F]+|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?!\w))
      | (?P<word>[^\W\d]\w*)
      | (?P<symbol>[-()\[\]{}<>=+*/%^.,:|$!&~?;])""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query; `kind` is the name of its group in `_TOKEN`, `at` its offset."""

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """In capitals if it is a bare word, else empty. Letters that only some engine folds to ASCII are folded here too."""
        return self.text.casefold().upper() if self.kind == "word" else ""


def lex(text: str) -> Iterator[Token]:
    """The tokens with comments as space, so that the engines never see them: they do not agree where a comment ends."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or not _harmless(found[0]):
            refuse(
                text, at, f"unexpected {text[at]!r}" if text[at] not in "'\"`/" else f"{text[at]} is never closed, or holds \\u"
            )
        kind = str(found.lastgroup)
        yield Token("space" if kind == "comment" else kind, found[0], at)
        at = found.end()


def _harmless(token: str) -> bool:
    r"""Whether every engine reads the token alike: no invisible characters, and no `\u0027`, with which Neo4j ends a string."""
    visible = all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") or char in "\t\n\r" for char in token)
    return re.search(r"\\[uU]", token) is None and (visible or token[0] in "'\"/")


def refuse(text: str, at: int, why: str) -> NoReturn:
    """Say what is wrong with a query, and where.

    Raises:
        UsageError: always.
    """
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    raise UsageError(f"line {line}, column {column}: {why}")
