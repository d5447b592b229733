"""Finds what a model says that it copied: where a string stands in a text, whatever its white space and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Span

# Marks that a model writes for one another.
_SAME = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’`´", "'"), **dict.fromkeys("‐‑–—", "-"), "\xa0": " "})
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\xad"
_EDGE = " \"'.,;:…"


class Located:
    """A text to look in: strings are compared with white space made one and marks made alike; spans are those of the text."""

    def __init__(self, text: str, allowed: Sequence[Span]) -> None:
        self._allowed = allowed
        plain: list[str] = []
        self._at: list[int] = []
        for position, char in enumerate(text.translate(_SAME)):
            blank = char.isspace()
            if char in _UNSEEN or (blank and plain and plain[-1] == " "):
                continue
            plain.append(" " if blank else char)
            self._at.append(position)
        self._plain = "".join(plain)

    def quotes(self, quote: str) -> Iterator[Span]:
        """Where a quote stands within the allowed spans, in order; it may go over several of them."""
        wanted = normal(quote).strip(_EDGE)
        for match in re.finditer(re.escape(wanted), self._plain) if wanted else ():
            span = Span(self._at[match.start()], self._at[match.end() - 1] + 1)
            if self._covers(span):
                yield span

    def names(self, name: str) -> list[Span]:
        """Where a name stands as whole words, within one of the allowed spans."""
        wanted = normal(name).strip(_EDGE)
        found = re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", self._plain) if wanted else ()
        spans = [Span(self._at[match.start()], self._at[match.end() - 1] + 1) for match in found]
        return [span for span in spans if any(one.contains(span) for one in self._allowed)]

    def _covers(self, span: Span) -> bool:
        return any(one.start <= span.start < one.stop for one in self._allowed) and any(
            one.start < span.stop <= one.stop for one in self._allowed
        )


def normal(text: str) -> str:
    """`text` as it is compared."""
    return " ".join("".join(char for char in text.translate(_SAME) if char not in _UNSEEN).split())
