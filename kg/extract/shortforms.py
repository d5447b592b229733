"""Other names that a text introduces for a name: "Komisi Pemilihan Umum (KPU)".

After Schwartz & Hearst 2003, "A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text": the letters of the
short form stand in the long form in the same order, the first of them at the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.mentions import Mention
from kg.extract.similarity import in_order, words
from kg.model import Article, Kind, Span

_BRACKETED = re.compile(r" ?\((\w[\w./'-]{1,14})\)")
_LETTERS = 2, 12


@dataclass(frozen=True, slots=True)
class Definition:
    """A mention that has a short form in brackets, inside it or right behind it, and the `names` that its actor has by it.

    They are the long form, the short form, and both as they stand. What comes before the abbreviated words belongs to the short
    form ("Dinas Pekerjaan Umum (PU)" is "Dinas PU"); what follows the brackets too, and then the long form alone is no name ("Tim
    Kampanye Nasional (TKN) Satu-Dua" is "TKN Satu-Dua").
    """

    mention: Mention
    names: tuple[str, ...]


def definitions(article: Article, found: Iterable[Mention]) -> Iterator[Definition]:
    """The short forms that the text introduces for its mentions, in order."""
    for mention in found:
        start, stop = mention.span.start, mention.span.stop
        match = _BRACKETED.search(article.text, start, stop) or _BRACKETED.match(article.text, stop)
        long, short = (article.text[start : match.start()], match[1]) if match else ("", "")
        begins = first_letter(short, long)
        if match and begins is not None:
            rest = article.text[match.end() : stop]
            both = article.text[start : max(match.end(), stop)]
            yield Definition(mention, (*([] if rest else [long]), long[:begins] + short + rest, both))


def first_letter(short: str, long: str) -> int | None:
    """Where in a longer name the words begin that a short form abbreviates; None where it is no short form of it."""
    letters = "".join(words(short))
    least, most = _LETTERS
    if not least <= len(letters) <= most or len(short) >= len(long) or not any(char.isupper() for char in short):
        return None
    plain = long.casefold()
    starts = (match.start() for match in re.finditer(r"\w+", plain) if match[0][0] == letters[0])
    return next((start for start in starts if in_order(letters, plain[start:])), None)


def _alone(article: Article, mention: Mention) -> Mention:
    """A person without what stands in brackets behind the name (a ticket, a party, an age), unless it abbreviates the name."""
    text = article.cut(mention.span)
    match = _BRACKETED.search(text) if mention.kind is Kind.PERSON else None
    name = text[: match.start()] if match else ""
    if match is None or not name or first_letter(match[1], name) is not None:
        return mention
    return replace(mention, span=Span(mention.span.start, mention.span.start + len(name)))


def completed(article: Article, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, and every other place where the text uses a name that it has introduced for one of them."""
    out = [_alone(article, mention) for mention in found]
    for definition in definitions(article, tuple(out)):
        for name in definition.names:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", article.text):
                span = Span(*match.span())
                if not any(span.overlaps(one.span) for one in out) and any(s.contains(span) for s in article.sentences):
                    out.append(Mention(span, definition.mention.kind, definition.mention.probability))
    return sorted(out)
