"""Who held which office when, as dated articles of several outlets say it: "Ketua KPU …", "…, anggota Bawaslu".

`office_seeds.csv` lists what is looked for. Somebody counts where the name means one known person; in an office of one of the
bodies that are listed by name also who is in no list, if an annotated article names a person so. First and last are the dates of
the first and last article that say it: the office was held then, and perhaps before and after.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from kg.link.knowledge import Known, load
from kg.link.names import key, person
from kg.model import Kind
from training.tables import day_of, json_lines, read

_HERE = Path(__file__).parent
_ARTICLES, _OUTLETS = 3, 2
_DAYS = 7  # who held an office no longer, while somebody else did, is another person of the name, or an error
_WORDS = 10  # that an office and a name have at most
_BEFORE = re.compile(r"\b(?:mantan|eks|bekas|calon|bakal|Mantan|Eks|Bekas|Calon|Bakal|Wakil|Plt\.?|wakil)\s+$")
_WORD = r"(?:[A-Z][\w'’.-]*|dan)"
_REST = re.compile(rf"(?:,?\s+{_WORD}){{1,{_WORDS}}}")
_HOLDER_BEFORE = re.compile(rf"((?:{_WORD}\s+){{0,3}}{_WORD})(?:,|\s+selaku)\s+$")

Said = dict[tuple[str, Known], list[tuple[str, str, str]]]  # (office, holder): date, outlet and id of each article


@dataclass(frozen=True, slots=True)
class Office:
    """A line of the seed list; a title that is `complete` says the body itself ("hakim konstitusi")."""

    role: str
    body: str
    complete: bool


def news_roles(news: Path, train: Path) -> list[dict[str, str]]:
    """A line for each office and holder that several articles of several outlets name together; prints what it leaves out."""
    said = _said(news, _annotated(train))
    for role, known in sorted(said, key=lambda fact: (-len(fact[0]), fact[0], fact[1].name)):
        shorter = (role.rpartition(" ")[0], known)
        if shorter in said:  # "Menteri Luar Negeri RI", "Menteri Dalam Negeri Muhammad": a word that belongs to no office
            said[shorter] += said.pop((role, known))
    rows = []
    for (role, known), seen in sorted(said.items(), key=lambda item: (item[0][0], item[0][1].name)):
        if len(seen) >= _ARTICLES and len({outlet for _, outlet, _ in seen}) >= _OUTLETS:
            rows.append(_row(role, known, sorted(seen)))
    for pair in overlaps(rows):
        short, long = sorted(pair, key=_days)
        if _days(short) <= _DAYS < _days(long) and short in rows:
            print(f"left out: {short['name']}: {described(*pair)}")
            rows.remove(short)
    return rows


def _days(row: dict[str, str]) -> int:
    return (date.fromisoformat(row["end"]) - date.fromisoformat(row["start"])).days


def _row(role: str, known: Known, seen: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    cited = list(dict.fromkeys(ident for _, _, ident in (seen[0], seen[len(seen) // 2], seen[-1])))
    return {
        "name": known.name,
        "wikidata": known.wikidata or "",
        "role": role,
        "party": "",
        "region": "",
        "start": seen[0][0],
        "end": seen[-1][0],
        "source": f"news:{','.join(cited)}",
    }


def overlaps(rows: Iterable[dict[str, str]]) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Pairs of lines that give an office of one holder at a time to two people on the same days."""
    held: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["source"].startswith("news:") and any(office.fullmatch(row["role"]) for office in _single()):
            held[row["role"]].append(row)
    for role in sorted(held):
        for one, other in combinations(sorted(held[role], key=lambda row: (row["start"], row["name"])), 2):
            if other["start"] <= one["end"]:
                yield one, other


def described(one: dict[str, str], other: dict[str, str]) -> str:
    """A conflict in words."""
    seen = [f"{row['name']} {row['start']} to {row['end']} ({row['source']})" for row in (one, other)]
    return f"conflict: {one['role']}: {seen[0]} and {seen[1]}"


def _single() -> list[re.Pattern[str]]:
    """Offices in full that one person holds at a time."""
    bodies = {"party": "P(?:artai|DI) .+", "": ".+"}
    rows = [row for row in read(_HERE / "office_seeds.csv") if row["single"]]
    return [re.compile(f"{row['role']} {bodies.get(row['body'], row['body'])}") for row in rows]


def _said(news: Path, named: Mapping[str, str]) -> Said:
    offices, title = _offices(), _titles()
    found: Said = defaultdict(list)
    with gzip.open(news, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            outlet, day = article.get("publisher") or article.get("publisher_guess"), day_of(article)
            if outlet and day and article.get("id"):
                for fact in {
                    fact for match in title.finditer(article["body"]) for fact in _facts(article["body"], match, offices, named)
                }:
                    found[fact].append((day, outlet, str(article["id"])))
    return found


def _offices() -> dict[str, list[Office]]:
    offices: dict[str, list[Office]] = defaultdict(list)
    for row in read(_HERE / "office_seeds.csv"):
        for title in row["title"].split("|"):
            offices[title].append(Office(row["role"], row["body"], bool(row["complete"])))
    return offices


def _titles() -> re.Pattern[str]:
    titles = sorted(_offices(), key=lambda title: (-len(title), title))
    return re.compile(rf"\b(?:{'|'.join(titles)})(?=\s+[A-Z])")


def _facts(
    text: str, match: re.Match[str], offices: Mapping[str, Sequence[Office]], named: Mapping[str, str]
) -> Iterator[tuple[str, Known]]:
    """The office and its holder where a title stands, if both are known."""
    rest = _REST.match(text, match.end())
    if rest is None or _BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
        return
    words = rest.group().replace(" ,", ",").split()
    before = _HOLDER_BEFORE.search(text[max(0, match.start() - 80) : match.start()])
    for office in offices[match.group()]:
        for size in range(0 if office.complete else 1, len(words) + 1):
            if role := _role(office, " ".join(words[:size]).rstrip(",")):
                holder = _holder(words[size:], office, named)
                if holder is None and office.body and before and (size == len(words) or words[size - 1].endswith(",")):
                    holder = _last_holder(before.group(1).split(), office, named)
                if holder:
                    yield role, holder
                    return


def _role(office: Office, name: str) -> str:
    """The office in full ("Ketua Umum Partai Golkar"), or "" where the body is not the right one."""
    if office.complete:
        return "" if name else f"{office.role} {office.body}"
    if not office.body:
        return "" if name.endswith(("dan", ",")) else f"{office.role} {name}"
    found = load().find(name, Kind.PARTY if office.body == "party" else Kind.INSTITUTION)
    right = len(found) == 1 and office.body in ("party", found[0].name)
    return f"{office.role} {found[0].name}" if right else ""


def _holder(words: Sequence[str], office: Office, named: Mapping[str, str]) -> Known | None:
    """The person whose name the words begin with, the longest name first."""
    sizes = range(min(len(words), 5), 0, -1)
    return next(filter(None, (_bearer(" ".join(words[:size]), office, named) for size in sizes)), None)


def _last_holder(words: Sequence[str], office: Office, named: Mapping[str, str]) -> Known | None:
    """The person whose name the words end with, the longest name first."""
    starts = range(len(words))
    return next(filter(None, (_bearer(" ".join(words[start:]), office, named) for start in starts)), None)


def _bearer(name: str, office: Office, named: Mapping[str, str]) -> Known | None:
    """The one known person of this name; where none is known, and the office is of a listed body, who is `named` so."""
    found = load().find(name, Kind.PERSON)
    if len(found) == 1 and key(name):
        return found[0]
    listed = office.body not in ("", "party")
    return Known(named[person(name)], Kind.PERSON) if listed and not found and person(name) in named else None


def _annotated(train: Path) -> dict[str, str]:
    """The names of people in annotated articles by their keys; of those of one word, what is part of no other's name."""
    with gzip.open(_HERE / "annotations.jsonl.gz", "rt", encoding="utf-8") as lines:
        names = {name for line in lines for _, kind, name, _ in json.loads(line)["actors"] if kind == Kind.PERSON}
    for article in json_lines(train / "train.jsonl"):
        names |= {actor["name"] for actor in article["actors"] if actor["type"] == Kind.PERSON}
    forms: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if key(name) == person(name):  # not "Gubernur Jawa Barat"
            forms[key(name)].append(name)
    taken = {word for form in forms if " " in form for word in form.split()}
    return {form: min(written, key=lambda name: (len(name), name)) for form, written in forms.items() if form not in taken}
