"""What bodies are called in short, as articles of several outlets explain it in brackets: "Badan Gizi Nasional (BGN)".

A short name counts where nearly all articles that explain it mean one body. A company's may also be its name on the stock
exchange ("PT Sinar Jaya Tbk (SIJA)"), which is its own alone: one article is enough, and all long names with it are one company.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from kg.link.names import is_acronym, is_generic, key, simple
from kg.model import Kind
from training.tables import Entry, day_of, read

_HERE = Path(__file__).parent
_ARTICLES, _OUTLETS, _SHARE = 3, 2, 0.9
_INITIALS = 10  # articles for the initials of a company: there are many, and few letters
_LONGEST = 9  # words of a name
_WORD = r"(?:[A-Z][\w'’.-]*|dan|of|for|and|untuk|&)"
_EXPLAINED = re.compile(rf"((?:{_WORD},? ){{2,}})\(([A-Z][A-Za-z]{{1,9}})\)")
_LISTED = re.compile(r"[A-Z]{4}")

# Words of bodies of which every region has one.
REGIONAL = frozenset(
    {"cabang", "daerah", "desa", "kabupaten", "kecamatan", "kelurahan", "kota", "provinsi", "ranting", "wilayah"}
)

Short = tuple[str, str, bool]  # short name, kind, whether it is the name on the stock exchange
Seen = dict[Short, dict[str, set[tuple[str, str, str]]]]  # by long name: day, outlet and id of the articles


def news_bodies(news: Path) -> list[Entry]:
    """A line for each body with a short name that several articles of several outlets explain, and nearly all alike."""
    seen = _seen(news)
    uses = Counter[str]()
    for (short, _, _), names in seen.items():
        uses[short] += len(set().union(*names.values()))
    found: dict[str, Entry] = {}
    listed: set[str] = set()
    for short, names in sorted(seen.items(), key=lambda item: (-uses[item[0][0]], item[0])):
        if short[1] and (entry := _entry(short, names, uses)):
            form = simple(entry.name, Kind(entry.kind))
            if short[2] and form in listed:
                continue  # a misspelling: nobody has two names on the stock exchange
            listed |= {form} if short[2] else set()
            same = found.setdefault(form, entry)
            same.aliases |= entry.aliases
            same.sources += [source for source in entry.sources if source not in same.sources]
            same.date = max(same.date, entry.date)
    return list(found.values())


def _entry(short: Short, names: Mapping[str, set[tuple[str, str, str]]], uses: Counter[str]) -> Entry | None:
    """The body that a short name stands for, if it is one: under the commonest of its long names."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for name, articles in names.items():
        forms[simple(name, Kind(short[1]))][name] += len(articles)
    told = sorted(forms, key=lambda form: (-forms[form].total(), form))
    own = told if short[2] else told[:1]
    articles = sorted(set().union(*(names[name] for form in own for name in forms[form])))
    if (
        len(articles) < max(_least(short, own[0]), _SHARE * uses[short[0]])
        or (not short[2] and len({outlet for _, outlet, _ in articles}) < _OUTLETS)
        or is_generic(key(short[0]))
        or is_generic(own[0])
    ):
        return None
    best = [
        min(forms[form], key=lambda name: (-forms[form][name], name)) for form in own if form == own[0] or forms[form].total() > 1
    ]
    cited = ",".join(dict.fromkeys(ident for _, _, ident in (articles[0], articles[len(articles) // 2], articles[-1])))
    return Entry(best[0], short[1], aliases={short[0], *best[1:]}, sources=[f"news:{cited}"], date=articles[-1][0])


def _least(short: Short, name: str) -> int:
    """How many articles must explain a short name: one where the stock exchange gave it, many for the initials of a company."""
    if short[2]:
        return 1
    return _INITIALS if short[1] == Kind.ORGANIZATION and is_acronym(short[0], name) and not _kind(name) else _ARTICLES


@cache
def _kinds() -> Mapping[tuple[str, str], str]:
    return {(row["position"], row["word"]): row["kind"] for row in read(_HERE / "body_words.csv")}


def _kind(name: str) -> str:
    """The kind of body that a name says, "" where it is none of those that every region has one of."""
    words = key(name).split()
    kind = _kinds().get(("first", words[0])) or _kinds().get(("last", words[-1])) or ""
    return kind if REGIONAL.isdisjoint(words) else ""


def _seen(news: Path) -> Seen:
    found: Seen = defaultdict(lambda: defaultdict(set))
    with gzip.open(news, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            outlet = article.get("publisher") or article.get("publisher_guess")
            if outlet and article.get("id"):
                for short, name in _explained(article["body"].replace(" (Persero)", "")):
                    found[short][name].add((day_of(article), outlet, str(article["id"])))
    return found


def _explained(text: str) -> Iterator[tuple[Short, str]]:
    """The short and the long name of all that a text explains, with the kind if it is a body."""
    for match in _EXPLAINED.finditer(text):
        words, short = match.group(1).split()[-_LONGEST:], match.group(2)
        if "PT" in words:
            yield from _company(words[len(words) - words[::-1].index("PT") :], short)
        elif name := _spelled_out(words, short):
            yield (short, _kind(name), False), name


def _spelled_out(words: Sequence[str], short: str) -> str:
    """The last words, as many as `short` has initials of, or ""."""
    names = (" ".join(words[start:]).rstrip(",") for start in range(len(words) - 1))
    return next((name for name in names if is_acronym(short, name) and name[:1].isupper()), "")


def _company(words: Sequence[str], short: str) -> Iterator[tuple[Short, str]]:
    """A company with its name on the stock exchange, or a short name made of the beginnings of its words."""
    bare = [word for word in words if word not in ("Tbk", "Tbk.", "Tbk,")]
    listed = len(bare) < len(words) and bool(_LISTED.fullmatch(short))
    if len(" ".join(bare)) > len(short) and (listed or _is_made_of(short.casefold(), [word.casefold() for word in bare])):
        yield (short, Kind.ORGANIZATION, listed), " ".join(bare)


def _is_made_of(short: str, words: Sequence[str]) -> bool:
    """Whether a name is put together from beginnings of these words, in their order: "Antam" of "Aneka Tambang"."""
    return not short or any(
        short.startswith(word[:size]) and _is_made_of(short[size:], words[number + 1 :])
        for number, word in enumerate(words)
        for size in range(1, len(word) + 1)
    )
