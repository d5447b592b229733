"""The people of `data/actors/people.csv`: who is in the lists, or named in full by several articles, and their short forms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.link.names import fold, is_title, key, person
from training.tables import Entry, day_of, json_lines, read

# A short form is somebody's own where nearly all annotated articles that use it mean them, in several outlets.
# How many articles it takes: few for a part of the full name, more for a nickname, most for a word that many names hold.
_SHARE, _OUTLETS = 0.97, 2
_SEVERAL_WORDS, _STRANGE, _RARE_WORD, _COMMON_WORD, _FEW = 2, 3, 5, 20, 3
_NEW_PERSON = 3  # articles that must name a person who is in no list


@dataclass(frozen=True, slots=True)
class Cluster:
    """A person as one annotated article names them."""

    article: str
    outlet: str
    date: str
    name: str
    mentions: tuple[str, ...]


# First names that are left out or abbreviated at will, and abbreviations that stand for one name.
_COMMON_FIRST = frozenset({"muhammad", "mohammad", "mohamad", "muhamad", "mochamad", "mochammad", "moch", "moh", "muh", "hj"})
_ABBREVIATED = {"ach": "achmad", "abd": "abdul"}

Use = tuple[str, Cluster, str]  # key of the cluster's name, the cluster, the form as written


def known_people(lists: Path, train: Path) -> list[Entry]:
    """Everybody to be written, from the lists in one folder and the annotated articles in another."""
    people = list(_people(lists))
    clusters = list(_clusters(train))
    people += _newcomers(people, clusters)
    words = _words_of_names(lists)
    _learn_aliases(people, clusters, words)
    _add_short_forms(people, lists, words)
    people = _recognisable(people, words)
    return [*people, *_namesakes(people, lists, clusters)]


def _people(lists: Path) -> Iterator[Entry]:
    """People with a Wikidata id, members of parliament of 2024, candidates for governor, regent and mayor of 2024.

    A list row and a Wikidata person of the same name are one where the name has three words, or both are in parliament, or the
    row is about a governor; else both are kept, and the name is ambiguous.
    """
    by_id: dict[str, Entry] = {}
    by_name: dict[str, list[Entry]] = defaultdict(list)
    rows = list(enumerate(read(lists / "actors_merged.csv"), start=2))
    for line, row in rows:
        if row["qid"] and row["type"] == "PER":
            entry = by_id.setdefault(row["qid"], Entry(row["name"], "person", row["qid"]))
            _add(entry, row, line)
    for entry in by_id.values():
        for name in {_spelling(name) for name in (entry.name, *entry.aliases)}:
            by_name[name].append(entry)
    for line, row in rows:
        if row["qid"] or row["name"] == "Kolom Kosong" or not row["source"].startswith(("okihita", "razanfawwaz")):
            continue
        same = by_name[_spelling(row["name_clean"])]
        national = row["source"].startswith("okihita") or "gubernur" in row["role"]
        if not same and row["source"].startswith("okihita"):
            same = _member(row["name_clean"], by_id.values())
        if not (len(same) == 1 and (national or len(person(row["name_clean"]).split()) > 2)):
            same = [Entry(row["name_clean"], "person")]
            by_name[_spelling(row["name_clean"])] += same
        _add(same[0], row, line)
    yield from {id(entry): entry for entries in by_name.values() for entry in entries}.values()


def _member(name: str, people: Iterable[Entry]) -> list[Entry]:
    """The one member of an earlier parliament who is a member again under this name: only initials and a first name that
    half of all men bear differ, a fourth name was added, or one between the first and the last is abbreviated."""
    core = _core(name).split()
    found = [
        entry
        for entry in people
        for own in (_core(entry.name).split(),)
        if len(own) > 1
        and (own == core or (len(own) > 2 and core[: len(own)] == own) or _is_abbreviated(person(name), person(entry.name)))
    ]
    return found if len(found) == 1 else []


def _is_abbreviated(short: str, long: str) -> bool:
    """Whether two names differ only in what stands between first and last, where `short` has initials of it: "Sari W Lestari"."""
    mine, theirs = short.split(), long.split()
    ends = [mine[:1], mine[-1:]] == [theirs[:1], theirs[-1:]]
    middle = list(zip(mine[1:-1], theirs[1:-1], strict=False))
    fits = all(word == own or (len(word) == 1 and own.startswith(word)) for word, own in middle)
    return len(mine) == len(theirs) > 2 and ends and fits


def _core(name: str) -> str:
    """The key of a name without initials and without the first names that are nearly always left out."""
    words = [_ABBREVIATED.get(word, word) for word in person(name).split() if len(word) > 1]
    while len(words) > 1 and words[0] in _COMMON_FIRST:
        words = words[1:]
    return " ".join(words)


def _shorter(name: str) -> set[str]:
    """How a name is shortened: its core, its first and last word, and all but one of those between."""
    words = _core(name).split()
    middle = {" ".join([*words[:i], *words[i + 1 :]]) for i in range(1, len(words) - 1)} if len(words) > 3 else set()
    ends = {f"{words[0]} {words[-1]}"} if len(words) > 2 else set()
    return {" ".join(words)} | middle | ends


def _add_short_forms(people: Sequence[Entry], lists: Path, words: Counter[str]) -> None:
    """Give people with a Wikidata id the short forms that no other name in any list, however shortened, could be.

    One word of the form must be rare: most people are in no list.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    for name in _all_names(lists) | {name for entry in people for name in (entry.name, *entry.aliases)}:
        for form in {person(name), *_shorter(name)}:
            bearers[fold(form)].add(_core(name))
    for entry in people:
        if entry.wikidata:
            own = {_core(name) for name in (entry.name, *entry.aliases)}
            for form in sorted({form for name in (entry.name, *entry.aliases) for form in _shorter(name)}):
                rarest = min(words[word] for word in form.split())
                if bearers[fold(form)] <= own and rarest <= (_FEW if " " in form else 1):
                    entry.aliases.add(form.title())


def _all_names(lists: Path) -> set[str]:
    names = {row["name_clean"] for row in read(lists / "actors_merged.csv") if row["type"] == "PER"}
    return names | {row["name_clean"] for row in read(lists / "candidates_2024_dpr_dpd.csv")}


def _spelling(name: str) -> str:
    """What spellings of a person's name have in common; a single word is taken as it is."""
    form = person(name)
    return fold(form) if " " in form else form


def _add(entry: Entry, row: dict[str, str], line: int) -> None:
    entry.aliases |= {row["name_clean"], *filter(None, row["aliases"].split("|"))}
    entry.party = row["party"] or entry.party
    entry.region = row["region"] or entry.region
    entry.sources.append(f"actors_merged.csv:{line}")
    entry.date = max(entry.date, row["end"] or row["start"])


def _clusters(train: Path) -> Iterator[Cluster]:
    articles = {row["id"]: row for row in json_lines(train / "train.articles.jsonl")}
    for annotation in json_lines(train / "train.jsonl"):
        article = articles[annotation["id"]]
        for actor in annotation["actors"]:
            if actor["type"] == "person":
                outlet, date = article.get("publisher") or "", day_of(article)
                full = [text for text in (actor["name"], *actor["mentions"]) if person(text) == person(actor["name"])]
                forms = [*actor["mentions"], *re.findall(r"\((\w+)\)", " ".join(full))]  # "Joko Widodo (Jokowi)"
                yield Cluster(annotation["id"], outlet, date, actor["name"], tuple(filter(_is_name, forms)))


def _is_name(mention: str) -> bool:
    """Whether a mention is a proper name, not a description: every word begins with a capital letter or is a particle."""
    words = mention.split()
    shouted = mention.isupper() and len(mention) > 5
    return len(words) <= 5 and not shouted and all(word[:1].isupper() or word in {"bin", "binti", "al", "as"} for word in words)


def _newcomers(people: Sequence[Entry], clusters: Sequence[Cluster]) -> list[Entry]:
    """People in no list whom several articles of several outlets name in full."""
    known = {_spelling(name) for entry in people for name in (entry.name, *entry.aliases)}
    known |= {_spelling(_core(entry.name)) for entry in people if entry.wikidata and " " in _core(entry.name)}
    found: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        name = person(cluster.name)
        if len(name.split()) > 1 and _spelling(name) not in known:
            found[name].append(cluster)
    entries = []
    for name in sorted(found):
        if len({c.article for c in found[name]}) >= _NEW_PERSON and len({c.outlet for c in found[name]}) >= _OUTLETS:
            forms = Counter(re.sub(r"\s*\(.*", "", c.name) for c in found[name])
            best = min(forms, key=lambda form: (-forms[form], form))
            entries.append(Entry(best, "person", sources=[_cite("train", found[name])], date=max(c.date for c in found[name])))
    return entries


def _learn_aliases(people: list[Entry], clusters: Sequence[Cluster], shared_words: Counter[str]) -> None:
    """Give each person the other forms of the name that are nearly always theirs; an entry that is only such a form goes.

    Forms of several words come first, because they tell more clusters apart for the single words.
    """
    uses: dict[str, list[Use]] = defaultdict(list)
    for cluster in clusters:
        name = person(cluster.name)
        for form, mention in {key(mention): mention for mention in cluster.mentions}.items():
            if form not in (name, "") and form == person(mention) and not is_title(form):
                uses[form].append((name, cluster, mention))
    owners = _owners(people)
    absorbed: set[int] = set()
    for form in sorted(uses, key=lambda form: (" " not in form, form)):
        owner = _owner(form, uses[form], owners, shared_words)
        rivals = [other for other in owners.get(form, []) if other is not owner]
        if owner is None or any(other.wikidata or other.region for other in rivals):
            continue
        absorbed |= {id(other) for other in rivals}
        owners[form] = [owner]
        owner.aliases.add(min(mention for _, _, mention in uses[form]))
        owner.learned.add(_cite("train", [cluster for _, cluster, _ in uses[form]]))
    absorbed |= set(_longer_forms(people, clusters, owners))
    people[:] = [entry for entry in people if id(entry) not in absorbed]


def _longer_forms(people: Iterable[Entry], clusters: Sequence[Cluster], owners: dict[str, list[Entry]]) -> Iterator[int]:
    """Entries from articles alone that are somebody listed under a longer name, by a short form that is only theirs."""
    found: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        found[person(cluster.name)].append(cluster)
    for entry in people:
        if entry.sources[0].startswith("train"):
            words = set(person(entry.name).split())
            forms = {key(mention) for cluster in found[person(entry.name)] for mention in cluster.mentions}
            same = {
                id(owner): owner
                for form in forms
                for owner in owners.get(form, [])
                if len(owners[form]) == 1 and owner is not entry
            }
            same = {ident: owner for ident, owner in same.items() if set(person(owner.name).split()) < words}
            if len(same) == 1:
                next(iter(same.values())).aliases.add(entry.name)
                yield id(entry)


def _owners(people: Iterable[Entry]) -> dict[str, list[Entry]]:
    owners: dict[str, list[Entry]] = defaultdict(list)
    for entry in people:
        for name in {person(name) for name in (entry.name, *entry.aliases)}:
            owners[name].append(entry)
    return owners


def _owner(form: str, uses: Sequence[Use], owners: dict[str, list[Entry]], shared_words: Counter[str]) -> Entry | None:
    """The one person who nearly always is meant by `form`, or None."""
    named = Counter(name for name, _, _ in uses if len(owners.get(name, [])) == 1)
    if not named:
        return None
    owner = owners[min(named, key=lambda name: (-named[name], name))][0]
    names = [set(person(name).split()) for name in (owner.name, *owner.aliases) if " " in person(name)]
    mine = [use for use in uses if any(name <= set(use[0].split()) or len(set(use[0].split()) & name) > 1 for name in names)]
    if " " in form and not (is_title(form.split(maxsplit=1)[0]) or any(set(form.split()) & name for name in names)):
        return None  # a description, not a nickname
    if " " in form:
        least = _SEVERAL_WORDS if any(set(form.split()) & name for name in names) else _STRANGE
    else:
        least = _COMMON_WORD if shared_words[form] > _FEW else _RARE_WORD
    enough = len(mine) >= least and len(mine) >= _SHARE * len(uses)
    return owner if enough and len({cluster.outlet for _, cluster, _ in mine}) >= _OUTLETS else None


def _words_of_names(lists: Path) -> Counter[str]:
    """How many listed people have this word in their names."""
    names = {person(row["name_clean"]) for row in read(lists / "actors_merged.csv") if row["type"] == "PER"}
    names |= {person(row["name_clean"]) for row in read(lists / "candidates_2024_dpr_dpd.csv")}
    return Counter(word for name in names for word in set(name.split()))


def _recognisable(people: Iterable[Entry], words: Counter[str]) -> list[Entry]:
    """Those whose name says who they are: a one-word name counts only where no other listed person has that word in theirs."""
    return [entry for entry in people if " " in person(entry.name) or words[person(entry.name)] <= 1]


def _namesakes(people: Sequence[Entry], lists: Path, clusters: Sequence[Cluster]) -> Iterator[Entry]:
    """Two lines for each full name that several candidates of one list bear, so that it is known to say little.

    Where somebody with a Wikidata id bears it whom articles name, they are far better known: their line says that the name is
    shared instead.
    """
    told = Counter(person(cluster.name) for cluster in clusters)
    listed = {person(entry.name) for entry in people}
    bearers: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line, row in enumerate(read(lists / "candidates_2024_dpr_dpd.csv"), start=2):
        bearers[person(row["name_clean"])].append((line, row["name_clean"]))
    famous: dict[str, list[Entry]] = defaultdict(list)
    for entry in people:
        if entry.wikidata:
            for name in {person(name) for name in (entry.name, *entry.aliases)}:
                if entry.learned or told[name] >= _OUTLETS:
                    famous[name].append(entry)
    for name in sorted(bearers):
        if len(bearers[name]) > 1:
            for entry in famous[name]:
                entry.shared.add(name)
            if not famous[name] and (" " in name or name in listed):
                for line, written in bearers[name][:2]:
                    yield Entry(written, "person", sources=[f"candidates_2024_dpr_dpd.csv:{line}"], date="2024-02-14")


def _cite(kind: str, clusters: Sequence[Cluster]) -> str:
    return f"{kind}:{','.join(sorted({cluster.article for cluster in clusters})[:3])}"
