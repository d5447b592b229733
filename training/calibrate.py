"""Choose thresholds and fit the confidence on held-out training articles: `python -m training.calibrate GOLD MODEL`.

Writes `settings` and the figures of each relation into MODEL/card.json. The held-out tenth of the gold decides every number that
is chosen (the further articles are too unlike it); the development set is only read afterwards, for figures.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from kg import evaluate
from kg.extract import mentions, statements, windows
from kg.extract.encoder import Array, Read
from kg.extract.reader import Reader, Settings
from kg.extract.statements import Found
from kg.gold import GoldActor, GoldArticle, GoldStatement, from_json, to_json
from kg.model import Article, Extraction, Kind, LocalActor, Reading
from kg.schema import relations
from training.examples import load
from training.train import held_out, prf

START = Settings(
    mention=dict.fromkeys(map(str, Kind), 0.5), link=0.0, least=-3.5, negated=0.5, planned=0.5, possible=0.5, spoken=0.5,
    confidence={group: [1.0, *[0.0] * 10] for group in ("act", "structure")}, offset={}, read={"*": 0.0},
)  # fmt: skip
_NOTHING = np.zeros(0, np.float32)
PUBLISHABLE, ENOUGH = 0.85, 10  # precision, and statements above the threshold, for a threshold of a relation's own
SMALL = 20  # a relation with fewer held-out cases shares its group's thresholds


@dataclass
class Draft:
    """An article as far as the network alone has read it. `reads` have no keys and values: a hundred megabytes an article."""

    article: Article
    gold: GoldArticle
    cut: list[windows.Window]
    reads: list[Read]
    tags: list[Array]


@dataclass
class Judged:
    """A statement found: what its confidence is computed from, the gold statement if it is right, its attributes' probabilities,
    and whether the likeliest speaker is the right one."""

    relation: str
    features: list[float]
    gold: GoldStatement | None
    attributes: dict[str, float]
    voice: bool

    @property
    def right(self) -> bool:
        """Whether gold has it."""
        return self.gold is not None


@dataclass
class Judgement:
    """All that was found in some articles, and all that gold has there."""

    found: list[Judged]
    gold: list[GoldStatement]

    def there(self, keep: Callable[[str], bool]) -> int:
        """How many statements of some relations gold has."""
        return sum(keep(statement.relation) for statement in self.gold)


def drafts(reader: Reader, rows: Iterable[tuple[Article, Mapping[str, Any]]]) -> list[Draft]:
    """Run the encoder once over each article."""
    out = []
    for article, annotation in rows:
        cut = windows.split(article, reader.tokenizer)
        reads = [reader.encoder.read(window.ids) for window in cut]
        tags = [reader.encoder.tags(read) for read in reads]
        bare = [replace(read, keys=_NOTHING, values=_NOTHING) for read in reads]
        out.append(Draft(article, from_json(annotation), cut, bare, tags))
    return out


def actors(reader: Reader, draft: Draft, settings: Settings) -> tuple[tuple[LocalActor, ...], list[mentions.Mention]]:
    """Actors of an article under other settings."""
    reader._settings = settings
    found = reader.named(draft.article, draft.cut, draft.tags)
    return reader.actors(draft.article, draft.cut, draft.reads, found), found


def choose_actors(reader: Reader, chosen: Sequence[Draft], settings: Settings) -> Settings:
    """The mention and link thresholds with the best sum of actor and mention F1: one for all kinds, then each kind's own."""
    best = max(
        (
            (_named_right(reader, chosen, one), one)
            for mention in (0.6, 0.7, 0.8, 0.85, 0.9)
            for link in (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5)
            for one in [replace(settings, mention=dict.fromkeys(map(str, Kind), mention), link=link)]
        ),
        key=lambda pair: pair[0],
    )
    for kind in Kind:
        for mention in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
            one = replace(best[1], mention={**best[1].mention, str(kind): mention})
            best = max(best, (_named_right(reader, chosen, one), one), key=lambda pair: pair[0])
        print(f"{kind} from {best[1].mention[str(kind)]}: {best[0]:.4f}", flush=True)
    return best[1]


def _named_right(reader: Reader, chosen: Sequence[Draft], settings: Settings) -> float:
    """Sum of actor and mention F1."""
    counts: dict[str, evaluate.Count] = defaultdict(lambda: evaluate.Count(0, 0, 0))
    for draft in chosen:
        found, _ = actors(reader, draft, settings)
        read = from_json(to_json(Reading(draft.article, Extraction(found, ()))))
        for level, count in evaluate.compare(draft.gold, read).items():
            counts[level] += count
    return counts["actor"].f1 + counts["mention"].f1


def judge(reader: Reader, chosen: Sequence[Draft], settings: Settings) -> Judgement:
    """Every statement above the least score, right or wrong."""
    judgement = Judgement([], [])
    for draft in chosen:
        found, named = actors(reader, draft, settings)
        by_key = {actor.key: actor for actor in found}
        sure = {mention.span: mention.probability for mention in named}
        same = evaluate.match(draft.gold.actors, [_gold_actor(draft.article, actor) for actor in found])
        gold = {_triple(s.subject, s.relation, s.object): s for s in draft.gold.statements}
        judgement.gold += gold.values()
        reads = [reader.encoder.read(window.ids) for window in draft.cut]
        said = [one for scene in statements.scenes(draft.cut, reads, found) for one in reader.found(draft.article, scene)]
        for one in statements.best(said):
            key = _triple(same.get(one.subject, "?" + one.subject), one.relation.name, same.get(one.object, "?" + one.object))
            features = reader.features(one, by_key[one.subject], by_key[one.object], sure)
            values, voice = _attributes(reader, one, same)
            right = gold.get(key)
            judgement.found.append(
                Judged(one.relation.name, features, right, values, right is not None and voice == right.speaker)
            )
    return judgement


def _attributes(reader: Reader, one: Found, same: Mapping[str, str]) -> tuple[dict[str, float], str | None]:
    """Probabilities of negated, planned, possible and spoken; and who would be the speaker, as gold names it."""
    vector = reader.encoder.facts(one.vector[None], np.array([one.label]))
    polarity, modality = (reader.encoder.attribute(name, vector)[0] for name in ("polarity", "modality"))
    voice, probability = statements.voice(one, vector, reader.encoder)
    values = {"negated": polarity[1], "planned": modality[1], "possible": modality[2], "spoken": probability}
    return {name: float(value) for name, value in values.items()}, same.get(voice, f"?{voice}")


def _gold_actor(article: Article, actor: LocalActor) -> GoldActor:
    return GoldActor(actor.key, actor.name, actor.kind.value, actor.aliases)


def _triple(subject: str, relation: str, object_: str) -> tuple[str, str, str]:
    if relations()[relation].symmetric and subject > object_:
        return object_, relation, subject
    return subject, relation, object_


def fit(judged: Sequence[Judged]) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Weights of the confidence for acts and for structure, and an offset for each relation (logistic regression; the last
    feature is the constant)."""
    weights, offset = {}, {}
    for group in ("act", "structure"):
        rows = [j for j in judged if _group(j.relation) == group]
        names = sorted({j.relation for j in rows})
        own = np.array([[float(j.relation == name) for name in names] for j in rows])
        model = LogisticRegression(C=0.3, fit_intercept=False, max_iter=2000)
        model.fit(np.hstack([np.array([j.features for j in rows]), own]), np.array([j.right for j in rows]))
        every = [round(float(w), 4) for w in model.coef_[0]]
        weights[group] = every[: -len(names)]
        offset |= dict(zip(names, every[-len(names) :], strict=True))
    return weights, offset


def _group(relation: str) -> str:
    return "structure" if relations()[relation].structural else "act"


def confidence(settings: Settings, one: Judged) -> float:
    """As the reader computes it."""
    total = sum(w * x for w, x in zip(settings.confidence[_group(one.relation)], one.features, strict=True))
    return 1 / (1 + math.exp(-total - settings.offset.get(one.relation, 0.0)))


def best_f1(rows: Sequence[tuple[float, bool]], there: int) -> float:
    """The threshold with the best F1; rows are (confidence, right)."""
    ordered = sorted(rows, reverse=True)
    best, threshold, right = 0.0, 0.5, 0
    for n, (value, ok) in enumerate(ordered, 1):
        right += ok
        f1 = 2 * right / (n + there)
        if f1 > best:
            best, threshold = f1, value
    return min(0.6, max(0.1, math.floor(threshold * 100) / 100))


def publishable(rows: Sequence[tuple[float, bool]]) -> tuple[float, float, int]:
    """Lowest threshold from which on precision stays at the bar; else the best there is: (threshold, precision, n)."""
    ordered = sorted(rows, reverse=True)
    best, right = (1.01, 0.0, 0), 0
    found = None
    for n, (value, ok) in enumerate(ordered, 1):
        right += ok
        if n < len(ordered) and round(ordered[n][0], 2) == round(value, 2):
            continue
        if right / n >= PUBLISHABLE:
            found = (round(value, 2), right / n, n)
        if n >= 5 and right / n > best[1]:
            best = (round(value, 2), right / n, n)
    return found or best


def calibration_error(rows: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over equal-width bins."""
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for value, ok in rows:
        groups[min(bins - 1, int(value * bins))].append((value, ok))
    return sum(abs(sum(v for v, _ in g) - sum(o for _, o in g)) for g in groups.values()) / max(1, len(rows))


def choose_attributes(found: Judgement, settings: Settings) -> Settings:
    """Thresholds for negated, planned, possible and spoken with the best F1 each on the statements that are read."""
    kept = [one for one in found.found if confidence(settings, one) >= settings.read[one.relation]]
    holds: dict[str, Callable[[Judged], bool]] = {
        "negated": lambda one: one.gold is not None and one.gold.polarity == "negated",
        "planned": lambda one: one.gold is not None and one.gold.modality == "planned",
        "possible": lambda one: one.gold is not None and one.gold.modality == "possible",
        "spoken": lambda one: one.voice,
    }
    there = {
        "negated": sum(s.polarity == "negated" for s in found.gold),
        "planned": sum(s.modality == "planned" for s in found.gold),
        "possible": sum(s.modality == "possible" for s in found.gold),
        "spoken": sum(s.speaker is not None for s in found.gold),
    }
    chosen = {}
    for name, right in holds.items():
        rows = [(one.attributes[name], right(one)) for one in kept]
        chosen[name] = best_f1(rows, there[name])
        said = [ok for value, ok in rows if value >= chosen[name]]
        print(f"{name} from {chosen[name]}: {prf(sum(said), len(said), there[name])} of {there[name]}")
    return replace(settings, **chosen)


def report(name: str, rows: Sequence[tuple[float, bool]], there: int) -> dict[str, Any]:
    """Publishable point and figures of a relation or group."""
    threshold, precision, n = publishable(rows)
    right = sum(ok for value, ok in rows if round(value, 2) >= threshold)
    return {
        "threshold": threshold,
        "precision": round(precision, 3),
        "recall": round(right / max(1, there), 3),
        "n": n,
        "gold": there,
    }


def by_group(found: Judgement, settings: Settings) -> dict[str, tuple[list[tuple[float, bool]], int]]:
    """(confidence, right) of what was found and how much gold has: of all (`*`), of acts, of structure, of each relation."""
    out = {}
    for name in ("*", "act", "structure", *relations()):

        def keep(relation: str, name: str = name) -> bool:
            return name in ("*", relation, _group(relation))

        out[name] = [(confidence(settings, j), j.right) for j in found.found if keep(j.relation)], found.there(keep)
    return out


def publishable_points(groups: Mapping[str, tuple[list[tuple[float, bool]], int]]) -> dict[str, dict[str, Any]]:
    """The publishable point of each relation; of one with few cases that of its group."""
    shown = {}
    for name in relations():
        rows, there = groups[name]
        own = report(name, rows, there)
        pooled = there < SMALL or own["precision"] < PUBLISHABLE or own["n"] < ENOUGH
        figures = report(_group(name), *groups[_group(name)]) if pooled else own
        shown[name] = {**figures, "pooled": pooled, "gold": there}
    return shown


def main() -> None:
    """Choose, fit, and write the card's settings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    card_path = args.model / "card.json"
    card = json.loads(card_path.read_text()) if card_path.exists() else {}
    card["settings"] = vars_of(START)
    card_path.write_text(json.dumps(card))
    reader = Reader("id", args.model)
    rows = load(args.gold / "train/train.articles.jsonl", args.gold / "train/train.jsonl")
    chosen = drafts(reader, (row for row in rows if held_out(row[0].id)))
    settings = choose_actors(reader, chosen, START)
    found = judge(reader, chosen, settings)
    weights, offset = fit(found.found)
    settings = replace(settings, confidence=weights, offset=offset)
    groups = by_group(found, settings)
    read = {name: best_f1(*groups[_group(name)]) for name in relations()}
    settings = choose_attributes(found, replace(settings, read=read | {"*": best_f1(*groups["*"])}))
    card["settings"] = vars_of(settings)
    card["relations"] = publishable_points(groups)
    card["calibration_error"] = round(calibration_error([row for row in groups["*"][0] if row[0] >= settings.read["*"]]), 3)
    for name in ("*", "act", "structure"):
        print(name, report(name, *groups[name]), "read at", best_f1(*groups[name]))
    card_path.write_text(json.dumps(card, indent=1, sort_keys=True) + "\n")


def vars_of(settings: Settings) -> dict[str, Any]:
    """Settings as a JSON object."""
    return {name: getattr(settings, name) for name in Settings.__slots__}


if __name__ == "__main__":
    main()
