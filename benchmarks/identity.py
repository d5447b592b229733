"""How well actors are recognised across articles: `python -m benchmarks.identity SHARED [--read] [--scale 200000]`.

SHARED holds `gold`, `data/actors`, `data/el` and `data/ner`. Prints, each beside named baselines in the same run:

    dev       B³, pairs and Wikidata ids on the annotated articles (actors given)
    read      the same from the actors that the installed reader finds there, end to end
    apart     pairs that must stay two, in context and as a list of names: namesakes, kin, branches, predecessors
    indel     pairs of names in news, by strings and knowledge alone (majority id of a surface, kind by vote of NER corpora)
    scale     seconds for so many local actors, and after 100 articles more

Baselines: exact lower-cased names; neo4j-graphrag's FuzzyMatchResolver (rapidfuzz WRatio of at least 80); llm-graph-builder's
candidates (one name holds the other, or fewer than 3 edits); nomenklatura's logic-v2 with its threshold, of pairs with a WRatio
of at least 50, where nomenklatura is installed (elsewhere than beside kg: it needs ICU). The others need rapidfuzz.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from kg import gold, pipeline
from kg.errors import BadInput
from kg.evaluate import match
from kg.link import Resolution, resolve
from kg.link.knowledge import load
from kg.link.names import person
from kg.link.unsure import unsure
from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Reading, Span, Statement

Rule = Callable[[str, str, Kind], bool]


def exact(one: str, other: str, kind: Kind) -> bool:
    """Equal but for case."""
    return one.lower() == other.lower()


def fuzzy(one: str, other: str, kind: Kind) -> bool:
    """neo4j-graphrag: FuzzyMatchResolver with its default threshold."""
    return fuzz.WRatio(one, other) >= 80


def builder(one: str, other: str, kind: Kind) -> bool:
    """llm-graph-builder: duplicates that it offers (without embeddings)."""
    one, other = one.lower(), other.lower()
    inside = (len(other) > 2 and other in one) or (len(one) > 2 and one in other)
    return inside or (len(one) > 5 and Levenshtein.distance(one, other) < 3)


BASELINES: dict[str, Rule] = {"exact names": exact, "neo4j-graphrag fuzzy": fuzzy, "llm-graph-builder": builder}


def logic_v2() -> Rule | None:
    """nomenklatura's matcher by names alone; None where it is not installed."""
    try:
        from followthemoney import EntityProxy, model
        from nomenklatura.matching import LogicV2, ScoringConfig  # type: ignore[import-not-found]
    except ImportError:
        return None
    config = ScoringConfig.defaults()

    @cache
    def entity(name: str, schema: str) -> EntityProxy:
        found = model.make_entity(schema)
        found.id = f"{schema}-{name}"
        found.add("name", name)
        return found

    def joins(one: str, other: str, kind: Kind) -> bool:
        schema = "Person" if kind is Kind.PERSON else "Organization"
        if fuzz.WRatio(one, other) < 50:
            return False
        return bool(LogicV2.compare(entity(one, schema), entity(other, schema), config).score >= 0.7)

    return joins


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--read", action="store_true", help="also read the annotated articles (half a minute)")
    parser.add_argument("--scale", type=int, default=0, help="local actors for the measurement of speed (0: none)")
    arguments = parser.parse_args()
    if matcher := logic_v2():
        BASELINES["nomenklatura logic-v2"] = matcher
    dev(arguments.shared / "gold")
    if arguments.read:
        end_to_end(arguments.shared / "gold")
    apart(arguments.shared / "data" / "actors")
    indel(arguments.shared / "data")
    if arguments.scale:
        scale(arguments.shared / "data" / "actors", arguments.scale)


# --- dev --------------------------------------------------------------------------------------------------------------


def dev(folder: Path) -> None:
    """Identity on the annotated articles."""
    readings = [gold.reading(ident, annotated) for ident, annotated in gold.load(folder / "dev.jsonl").items()]
    expected = _identities(folder)
    names = {(r.article.id, a.key): (a.kind, a.name) for r in readings for a in r.extraction.actors}
    print("dev: system | B3 P R F1 | pairs P R | Wikidata right of, wrong")
    _print_dev("kg", expected, resolve(readings).ids())
    for name, rule in BASELINES.items():
        _print_dev(name, expected, _clusters({place: names[place] for place in expected}, rule))


def end_to_end(folder: Path) -> None:
    """Identity of the actors that the reader finds: each stands for the annotated actor that it shares most names with."""
    annotated, expected = gold.load(folder / "dev.jsonl"), _identities(folder)
    items = list(pipeline.readings([folder / "dev.articles.jsonl"], jobs=1))
    readings = [item for item in items if isinstance(item, Reading)]
    for item in items:
        if isinstance(item, BadInput):
            print(f"read: {item}")
    ids = resolve(readings).ids()
    found: dict[tuple[str, str], str] = {}
    for reading in readings:
        ident = reading.article.source_id or reading.article.id
        same = match(annotated[ident].actors, gold.from_json(gold.to_json(reading)).actors)
        found |= {(ident, key): ids[reading.article.id, read] for read, key in same.items()}
    known = {place: entity for place, entity in expected.items() if place in found}
    alone = {place: found.get(place, f"not read {number}") for number, place in enumerate(expected)}
    print(f"read: {len(known)} of {len(expected)} annotated actors were read")
    _print_dev("kg, of those read", known, found)
    _print_dev("kg, of all (one that was not read is alone)", expected, alone)


def _identities(folder: Path) -> dict[tuple[str, str], str]:
    rows = [line.split("\t") for line in (folder / "identity.tsv").read_text("utf-8").splitlines()[1:]]
    return {(article, key): entity for article, key, entity in rows}


def _print_dev(name: str, expected: dict[tuple[str, str], str], found: dict[tuple[str, str], str]) -> None:
    sizes, wanted = Counter(found[p] for p in expected), Counter(expected.values())
    both = Counter((expected[p], found[p]) for p in expected)
    precision = sum(both[expected[p], found[p]] / sizes[found[p]] for p in expected) / len(expected)
    recall = sum(both[expected[p], found[p]] / wanted[expected[p]] for p in expected) / len(expected)
    pairs = [sum(n * (n - 1) // 2 for n in counts.values()) for counts in (both, sizes, wanted)]
    known = [p for p in expected if re.fullmatch(r"Q\d+", expected[p])]
    wrong = sum(bool(re.fullmatch(r"Q\d+", found[p])) and found[p] != expected[p] for p in expected)
    right = sum(found[p] == expected[p] for p in known)
    f1 = 2 * precision * recall / (precision + recall)
    share = (pairs[0] / max(pairs[1], 1), pairs[0] / max(pairs[2], 1))
    print(f"  {name} | {precision:.4f} {recall:.4f} {f1:.4f} | {share[0]:.4f} {share[1]:.4f} | {right} of {len(known)}, {wrong}")


def _clusters(names: dict[tuple[str, str], tuple[Kind, str]], rule: Rule) -> dict[tuple[str, str], str]:
    """What a rule joins, closed under transitivity, within a kind."""
    parent = {thing: thing for thing in sorted(set(names.values()))}

    def root(thing: tuple[Kind, str]) -> tuple[Kind, str]:
        while parent[thing] != thing:
            thing = parent[thing]
        return thing

    for one, other in itertools.combinations(parent, 2):
        if one[0] == other[0] and rule(one[1], other[1], one[0]):
            parent[root(other)] = root(one)
    return {place: "/".join(root(thing)) for place, thing in names.items()}


# --- pairs that must stay two -----------------------------------------------------------------------------------------

Side = tuple[str, Kind, str, str]  # name, kind, relation, name of the body that the article relates it to


def apart(lists: Path) -> None:
    """How many of the pairs that must stay two are merged."""
    sets = {"namesakes": _namesakes(lists), "kin": _kin(lists), "branches": _branches(lists), "predecessors": _holders(lists)}
    print(f"apart: set | pairs | merged by {', '.join(_ruled())}")
    total = Counter[str]()
    for name, pairs in sets.items():
        merged = Counter({"pairs": len(pairs), "kg": sum(_are_one(one, other) for one, other in pairs)})
        merged["kg, names alone"] = sum(_are_one(_plain(*one[:2]), _plain(*other[:2]), names_alone=True) for one, other in pairs)
        merged.update({rule: sum(joins(one[0], other[0], one[1]) for one, other in pairs) for rule, joins in BASELINES.items()})
        total.update(merged)
        _print_apart(name, merged)
    _print_apart("all", total)


def _ruled() -> list[str]:
    return ["kg", "kg, names alone", *BASELINES]


def _print_apart(name: str, merged: Counter[str]) -> None:
    print(f"  {name} | {merged['pairs']} | {', '.join(str(merged[rule]) for rule in _ruled())}")


def _are_one(one: Side, other: Side, *, names_alone: bool = False) -> bool:
    readings = [_about(f"a{number}", side) for number, side in enumerate((one, other))]
    ids = resolve(readings, names_alone=names_alone).ids()
    return ids["a0", "one"] == ids["a1", "one"]


def _about(ident: str, side: Side) -> Reading:
    name, kind, relation, body = side
    text = f"{name} {body}"
    actors = [LocalActor("one", name, kind, (Span(0, len(name)),), (name,))]
    said: list[Statement] = []
    if body:
        actors.append(LocalActor("body", body, Kind.PARTY, (Span(len(name) + 1, len(text)),), (body,)))
        said.append(Statement("one", relation, "body", Evidence(Span(0, len(text)), text)))
    return Reading(Article(ident, text), Extraction(tuple(actors), tuple(said)))


def _namesakes(lists: Path) -> list[tuple[Side, Side]]:
    """Candidates of one election with one name, in different parties or districts."""
    bearers: dict[str, dict[tuple[str, str], Side]] = defaultdict(dict)
    for row in _read(lists / "candidates_2024_dpr_dpd.csv"):
        side = (row["name_clean"], Kind.PERSON, "member_of", row["party"])
        bearers[person(row["name_clean"])][row["party"], row["dapil_code"]] = side
    return [pair for name in sorted(bearers) for pair in itertools.combinations(bearers[name].values(), 2)]


def _kin(lists: Path) -> list[tuple[Side, Side]]:
    rows = _read(lists / "every-politician-indonesia" / "family.csv")
    named = [(row["name"], row["relativename"]) for row in rows if row["relativename"] and row["name"] != row["relativename"]]
    return [(_plain(one, Kind.PERSON), _plain(other, Kind.PERSON)) for one, other in sorted({tuple(sorted(p)) for p in named})]


def _branches(lists: Path) -> list[tuple[Side, Side]]:
    commissions = [row["name"] for row in _read(lists / "actors_merged.csv") if row["name"].startswith("KPU ")]
    parties = sorted({row["party"] for row in _read(lists / "candidates_2024_dpr_dpd.csv")} - {""})
    pairs = [(("KPU", name), Kind.INSTITUTION) for name in commissions]
    pairs += [(pair, Kind.INSTITUTION) for pair in itertools.pairwise(commissions)]
    pairs += [((party, f"DPD {party} Jawa Barat"), Kind.PARTY) for party in parties]
    return [(_plain(one, kind), _plain(other, kind)) for (one, other), kind in pairs]


def _holders(lists: Path) -> list[tuple[Side, Side]]:
    """People who held one office one after the other."""
    held: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _read(lists / "every-politician-indonesia" / "holders21.csv"):
        held[row["position"]].append((row["start"], row["person"]))
    pairs = {(a[1], b[1]) for terms in held.values() for a, b in itertools.pairwise(sorted(terms)) if a[1] != b[1]}
    return [(_plain(one, Kind.PERSON), _plain(other, Kind.PERSON)) for one, other in sorted(pairs)]


def _plain(name: str, kind: Kind) -> Side:
    return (name, kind, "", "")


# --- names in news ----------------------------------------------------------------------------------------------------


def indel(data: Path) -> None:
    """Precision and recall over pairs of surfaces that name one thing.

    An id counts only among surfaces of the kind that most of its own have: the set gives people the id of their party.
    """
    print("indel: kind, system | P R F1")
    for tag, wanted in _surfaces(data).items():
        surfaces, kind = sorted(wanted), Kind.PERSON if tag == "PER" else Kind.ORGANIZATION
        gold_pairs = {pair for pair in itertools.combinations(surfaces, 2) if wanted[pair[0]] == wanted[pair[1]]}
        print(f"  {tag}: {len(surfaces)} forms, {len(set(wanted.values()))} things, {len(gold_pairs)} pairs")
        readings = [_about(f"a{n:04}", _plain(s, _kind(tag, s))) for n, s in enumerate(surfaces)]
        resolution, alone = resolve(readings), resolve(readings, names_alone=True)
        who, who_alone = _who(readings, resolution), _who(readings, alone)
        merged = {pair for pair in itertools.combinations(surfaces, 2) if who[pair[0]] == who[pair[1]]}
        offered = {frozenset((pair.one.id, pair.other.id)) for pair in unsure(resolution)}
        shown = {p for p in itertools.combinations(surfaces, 2) if frozenset((who[p[0]], who[p[1]])) in offered}
        short = {pair for pair in itertools.combinations(surfaces, 2) if who_alone[pair[0]] == who_alone[pair[1]]}
        _print_pairs("kg, names alone", gold_pairs, short)
        _print_pairs("kg, as among articles", gold_pairs, merged)
        _print_pairs("kg, with the pairs that it shows to a person", gold_pairs, merged | shown)
        for name, rule in BASELINES.items():
            _print_pairs(name, gold_pairs, {pair for pair in itertools.combinations(surfaces, 2) if rule(*pair, kind)})


def _who(readings: Sequence[Reading], resolution: Resolution) -> dict[str, str]:
    ids = resolution.ids()
    return {reading.extraction.actors[0].name: ids[reading.article.id, "one"] for reading in readings}


def _surfaces(data: Path) -> dict[str, dict[str, str]]:
    """The id of each surface, by kind."""
    kinds = _votes(data / "ner")
    ids: dict[str, Counter[str]] = defaultdict(Counter)
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for row in _read(data / "el" / "indel_general_surface_qid.csv"):
        ids[row["surface"]][row["qid"]] += int(row["count"])
        if row["surface"] in kinds:
            uses[row["qid"]][kinds[row["surface"]]] += int(row["count"])
    named = {surface: _most(found) for surface, found in ids.items() if surface in kinds}
    of_kind = {surface: ident for surface, ident in named.items() if _most(uses[ident]) == kinds[surface]}
    return {tag: {s: ident for s, ident in of_kind.items() if kinds[s] == tag} for tag in ("PER", "ORG")}


def _most(found: Counter[str]) -> str:
    return min(found, key=lambda name: (-found[name], name))


def _kind(tag: str, surface: str) -> Kind:
    """The corpora have one tag for all bodies, and a reader tells a party from the others; here knowledge does."""
    if tag == "PER":
        return Kind.PERSON
    return Kind.PARTY if load().find(surface, Kind.PARTY) else Kind.ORGANIZATION


def _print_pairs(name: str, wanted: set[tuple[str, str]], found: set[tuple[str, str]]) -> None:
    precision, recall = len(wanted & found) / max(len(found), 1), len(wanted & found) / max(len(wanted), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"    {name} | {precision:.3f} {recall:.3f} {f1:.3f}")


def _votes(folder: Path) -> dict[str, str]:
    """The commonest tag of each surface in the NER corpora."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted((folder / "combined_per_org_loc").iterdir()):
        for words, tag in _entities(path.read_text("utf-8").splitlines()):
            votes[" ".join(words)][tag] += 1
    return {surface: _most(count) for surface, count in votes.items()}


def _entities(lines: Iterable[str]) -> Iterator[tuple[list[str], str]]:
    words: list[str] = []
    kind = ""
    for line in (*lines, ""):
        cells = line.split()
        tag = cells[-1] if len(cells) > 1 else "O"
        if words and not tag.startswith("I-"):
            yield words, kind
            words = []
        if tag.startswith("B-"):
            words, kind = [cells[0]], tag[2:5]
        elif tag.startswith("I-") and words:
            words.append(cells[0])


# --- speed ------------------------------------------------------------------------------------------------------------


def scale(lists: Path, count: int) -> None:
    """Seconds for `count` local actors in articles of eight, names as common as in a list of candidates."""
    names = [row["name_clean"] for row in _read(lists / "candidates_2024_dpr_dpd.csv")]
    readings = [_crowd(number, names) for number in range(count // 8 + 100)]
    with TemporaryDirectory() as folder:
        _timed("from nothing", readings[:-100], None)
        _timed("from nothing, and kept", readings[:-100], Path(folder))
        kept = _timed("with 100 articles more, and what was kept", readings, Path(folder))
        fresh = _timed("with 100 articles more, from nothing", readings, None)
    print(f"scale: the last two are {'equal' if kept == fresh else 'NOT EQUAL'}")


def _timed(what: str, readings: Sequence[Reading], cache: Path | None) -> Resolution:
    start, clock = time.process_time(), time.perf_counter()
    found = resolve(readings, cache=cache)
    seconds = f"{time.process_time() - start:.2f} s of processor time, {time.perf_counter() - clock:.2f} s by the clock"
    print(f"scale: {8 * len(readings)} local actors, {len(found.actors)} actors, {what}: {seconds}")
    return found


def _crowd(number: int, names: Sequence[str]) -> Reading:
    # Quadratic, so that some names come in thousands of articles and most in few.
    chosen = sorted({names[(number * number * 7 + 13 * i * i * number + i) % len(names)] for i in range(8)})
    actors = tuple(LocalActor(f"k{i}", name, Kind.PERSON, (Span(0, 1),), (name,)) for i, name in enumerate(chosen))
    return Reading(Article(f"a{number:06}", " ".join(chosen)), Extraction(actors))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main()
