"""Who held which office when, as dated articles of several outlets say it: "Ketua KPU …", "Menteri Pertahanan …".

`office_seeds.csv` lists what is looked for. Somebody counts where the name means one known person. First and last are the dates
of the first and last article that say it: the office was held then, and perhaps before and after.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from kg.link.knowledge import Known, load
from kg.link.names import key
from kg.model import Kind
from training.tables import day_of, read

_HERE = Path(__file__).parent
_ARTICLES, _OUTLETS = 3, 2
_DAYS = 7  # who held an office no longer, while somebody else did, is another person of the name, or an error
_WORDS = 10  # that an office and a name have at most
_BEFORE = re.compile(r"\b(?:mantan|eks|bekas|calon|bakal|Mantan|Eks|Bekas|Calon|Bakal|Wakil|Plt\.?|wakil)\s+$")
_WORD = r"(?:[A-Z][\w'’.-]*|dan)"
_REST = re.compile(rf"(?:,?\s+{_WORD}){{2,{_WORDS}}}")

Said = dict[tuple[str, Known], list[tuple[str, str, str]]]  # (office, holder): date, outlet and id of each article


@dataclass(frozen=True, slots=True)
class Office:
    """A line of the seed list."""

    role: str
    body: str
    single: bool


def news_roles(news: Path) -> list[dict[str, str]]:
    """A line for each office and holder that several articles of several outlets name together; prints what it leaves out."""
    said = _said(news)
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


def _said(news: Path) -> Said:
    offices, title = _offices(), _titles()
    found: Said = defaultdict(list)
    with gzip.open(news, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            outlet, day = article.get("publisher") or article.get("publisher_guess"), day_of(article)
            if outlet and day and article.get("id"):
                for fact in {
                    fact for match in title.finditer(article["body"]) for fact in _facts(article["body"], match, offices)
                }:
                    found[fact].append((day, outlet, str(article["id"])))
    return found


def _offices() -> dict[str, list[Office]]:
    offices: dict[str, list[Office]] = defaultdict(list)
    for row in read(_HERE / "office_seeds.csv"):
        for title in row["title"].split("|"):
            offices[title].append(Office(row["role"], row["body"], bool(row["single"])))
    return offices


def _titles() -> re.Pattern[str]:
    titles = sorted(_offices(), key=lambda title: (-len(title), title))
    return re.compile(rf"\b(?:{'|'.join(titles)})(?=\s+[A-Z])")


def _facts(text: str, match: re.Match[str], offices: dict[str, list[Office]]) -> Iterator[tuple[str, Known]]:
    """The office and its holder where a title stands, if both are known."""
    rest = _REST.match(text, match.end())
    if rest is None or _BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
        return
    words = rest.group().split()
    for office in offices[match.group()]:
        for size in range(1, len(words)):
            name = " ".join(words[:size]).rstrip(",")
            if (role := _role(office, name)) and (holder := _holder(words[size:])):
                yield role, holder
                return


def _role(office: Office, name: str) -> str:
    """The office in full ("Ketua Umum Partai Golkar"), or "" where the body is not the right one."""
    if not office.body:
        return "" if name.endswith(("dan", ",")) else f"{office.role} {name}"
    found = load().find(name, Kind.PARTY if office.body == "party" else Kind.INSTITUTION)
    right = len(found) == 1 and office.body in ("party", found[0].name)
    return f"{office.role} {found[0].name}" if right else ""


def _holder(words: list[str]) -> Known | None:
    """The known person whose name the words begin with, the longest name first."""
    for size in range(min(len(words), 5), 0, -1):
        found = load().find(" ".join(words[:size]), Kind.PERSON)
        if len(found) == 1 and key(" ".join(words[:size])):
            return found[0]
    return None
