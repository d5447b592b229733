"""Builds `data/actors/roles/*.csv` from public lists: who held which office when, and which body belongs to which.

    python -m training.build_roles SHARED [OUT]

SHARED holds `data/actors`, `data/news` and `gold/train`. Every line cites the row or the articles that it rests on; what a row
does not say (the end of a term) stays empty. From articles come the dates of the first and last one that name somebody with
an office.
Two rows that give one person the same role with other dates are both kept and printed as a conflict.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from kg.link.names import key
from training.news_roles import described, news_roles, overlaps
from training.tables import read, write

ROLES = ("name", "wikidata", "role", "party", "region", "start", "end", "source")
OFFICES = ("abbreviation", "office", "source")
BRANCHES = ("name", "parent", "source")
_HERE = Path(__file__).parent

# Lists whose rows name an office or a candidacy with its time; the others describe people in free text.
_SOURCES = ("every-politician", "okihita", "razanfawwaz", "pemiluAPI/pemilu-data:dpr.go.id")
_EMPTY = "Kolom Kosong"  # the box against which a single candidate runs


def main(shared: Path, out: Path) -> None:
    """Write the files and print what is in them, and what contradicts itself."""
    lists = shared / "data" / "actors"
    news = shared / "data" / "news" / "all.jsonl.gz"
    roles = sorted(
        [*_roles(lists), *news_roles(news, shared / "gold" / "train")],
        key=lambda row: (row["wikidata"], key(row["name"]), row["start"], row["role"], row["source"]),
    )
    write(out / "roles.csv", ROLES, roles)
    branches = sorted([*_commissions(lists), *_police_and_courts(lists)], key=lambda row: (row["parent"], row["name"]))
    write(out / "branches.csv", BRANCHES, branches)
    offices = sorted(_offices(lists), key=lambda row: row["abbreviation"])
    write(out / "offices.csv", OFFICES, offices)
    print(f"roles: {len(roles)}, branches: {len(branches)}")
    for line in (*_conflicts(roles), *(described(*pair) for pair in overlaps(roles))):
        print(line)


def _roles(lists: Path) -> Iterator[dict[str, str]]:
    for line, row in enumerate(read(lists / "actors_merged.csv"), start=2):
        if row["type"] == "PER" and row["name"] != _EMPTY and row["source"].startswith(_SOURCES):
            facts = {name: row[name] for name in ("party", "region", "start", "end")}
            yield {
                "name": row["name_clean"],
                "wikidata": row["qid"],
                "role": row["role"],
                "source": f"actors_merged.csv:{line}",
                **facts,
            }


def _offices(lists: Path) -> Iterator[dict[str, str]]:
    """How ministers are called in short."""
    for line, row in enumerate(read(lists / "acronyms.csv"), start=2):
        if row["expansion"].startswith("Menteri ") and " " not in row["acronym"]:
            yield {"abbreviation": row["acronym"], "office": row["expansion"], "source": f"acronyms.csv:{line}"}


def _commissions(lists: Path) -> Iterator[dict[str, str]]:
    """The election commissions of regencies and cities."""
    for line, row in enumerate(read(lists / "actors_merged.csv"), start=2):
        if row["type"] == "ORG" and row["name"].startswith("KPU "):
            yield {"name": row["name"], "parent": "Komisi Pemilihan Umum", "source": f"actors_merged.csv:{line}"}


def _police_and_courts(lists: Path) -> Iterator[dict[str, str]]:
    """First words that make a body a branch of another: "Polda" of the police, as the list of acronyms spells it out."""
    parents = {"kepolisian": "Kepolisian Negara Republik Indonesia", "kejaksaan": "Kejaksaan Agung"}
    for line, row in enumerate(read(lists / "acronyms.csv"), start=2):
        words = key(row["expansion"]).split()
        if len(words) > 1 and words[0] in parents and words[1] in {"daerah", "resort", "sektor", "tinggi", "negeri"}:
            yield {"name": row["acronym"].capitalize(), "parent": parents[words[0]], "source": f"acronyms.csv:{line}"}


def _conflicts(roles: list[dict[str, str]]) -> Iterator[str]:
    """Terms of one person in one role that overlap without being equal."""
    held: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in roles:
        if row["wikidata"] and row["start"]:
            held[row["wikidata"], row["role"]].append(row)
    for (wikidata, role), terms in sorted(held.items()):
        for first, second in pairwise(terms):
            if not first["end"] or first["end"] > second["start"]:
                yield f"conflict: {first['name']} ({wikidata}), {role}: {first['source']} and {second['source']}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else _HERE.parent / "data" / "actors" / "roles")
