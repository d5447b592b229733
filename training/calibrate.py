"""Choose thresholds and fit the confidence on held-out training articles: `python -m training.calibrate GOLD MODEL`.

Writes `settings` and the figures of each relation into MODEL/card.json. The held-out tenth decides every number that is
chosen; the development set is only read afterwards, for figures.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from kg import evaluate
from kg.extract import clusters, mentions, statements, windows
from kg.extract.encoder import Array, Read
from kg.extract.reader import Reader, Settings
from kg.extract.rules import named_after
from kg.extract.statements import Found
from kg.gold import GoldActor, GoldArticle, from_json, to_json
from kg.model import Article, Extraction, LocalActor, Reading
from kg.schema import relations
from training.examples import load
from training.train import held_out

START = Settings(
    mention=0.5, link=0.0, least=-3.5, negated=0.5, planned=0.5, possible=0.5,
    confidence={group: [1.0, 0, 0, 0, 0, 0, 0, 0] for group in ("act", "structure")}, read={"*": 0.0},
)  # fmt: skip
PUBLISHABLE, ENOUGH = 0.85, 10  # precision, and statements above the threshold, for a threshold of a relation's own
SMALL = 20  # a relation with fewer held-out cases shares its group's thresholds


@dataclass
class Draft:
    """An article as far as the network alone has read it."""

    article: Article
    gold: GoldArticle
    cut: list[windows.Window]
    reads: list[Read]
    tags: list[Array]


@dataclass
class Judged:
    """A statement found, with what its confidence is computed from and whether it is right."""

    relation: str
    features: list[float]
    right: bool
    article: str


def drafts(reader: Reader, rows: Iterable[tuple[Article, Mapping[str, Any]]]) -> list[Draft]:
    """Run the encoder once over each article."""
    out = []
    for article, annotation in rows:
        cut = windows.split(article, reader.tokenizer)
        reads = [reader.encoder.read(window.ids) for window in cut]
        out.append(Draft(article, from_json(annotation), cut, reads, [reader.encoder.tags(read) for read in reads]))
    return out


def actors(reader: Reader, draft: Draft, settings: Settings) -> tuple[tuple[LocalActor, ...], list[mentions.Mention]]:
    """Actors of an article under other settings."""
    reader._settings = settings
    found = reader.named(draft.article, draft.cut, draft.tags)
    return reader.actors(draft.article, draft.cut, draft.reads, found), found


def choose_actors(reader: Reader, chosen: Sequence[Draft], settings: Settings) -> Settings:
    """The mention and link thresholds with the best sum of actor and mention F1."""
    best = (0.0, settings)
    for mention in (0.7, 0.8, 0.85, 0.9):
        counts: dict[float, dict[str, evaluate.Count]] = defaultdict(lambda: defaultdict(lambda: evaluate.Count(0, 0, 0)))
        for draft in chosen:
            found = mentions.find(draft.article, draft.cut, draft.tags, mention)
            names = clusters.names(draft.article, found)
            links = reader.links(draft.article, draft.cut, draft.reads, names)
            for link in (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
                grouped = clusters.actors(draft.article, names, clusters.cluster(names, links, link))
                local = named_after(draft.article, grouped, reader.language)
                read = from_json(to_json(Reading(draft.article, Extraction(local, ()))))
                for level, count in evaluate.compare(draft.gold, read).items():
                    counts[link][level] += count
        for link, levels in counts.items():
            print(
                f"mention {mention} link {link}:",
                {name: round(levels[name].f1, 3) for name in ("actor", "mention", "type")},
                flush=True,
            )
            total = levels["actor"].f1 + levels["mention"].f1
            if total > best[0]:
                best = (total, replace(settings, mention=mention, link=link))
    return best[1]


def judge(
    reader: Reader, chosen: Sequence[Draft], settings: Settings
) -> tuple[list[Judged], dict[str, int], list[tuple[Draft, Found, dict[str, Any] | None]]]:
    """Every statement above the least score, right or wrong; how many gold has by relation; the right ones with their gold."""
    judged, there, facts = [], defaultdict(int), []
    for draft in chosen:
        found, named = actors(reader, draft, settings)
        by_key = {actor.key: actor for actor in found}
        sure = {mention.span: mention.probability for mention in named}
        same = evaluate.match(draft.gold.actors, [_gold_actor(draft.article, actor) for actor in found])
        gold = {_triple(s.subject, s.relation, s.object): s for s in draft.gold.statements}
        for _, relation, _ in gold:
            there[relation] += 1
        scenes = list(statements.scenes(draft.cut, draft.reads, found))
        said = statements.best([one for scene in scenes for one in reader.found(draft.article, scene)])
        for one in said:
            key = _triple(same.get(one.subject, "?" + one.subject), one.relation.name, same.get(one.object, "?" + one.object))
            judged.append(
                Judged(
                    one.relation.name,
                    reader.features(one, by_key[one.subject], by_key[one.object], sure),
                    key in gold,
                    draft.article.id,
                )
            )
            if key in gold:
                facts.append((draft, one, {"gold": gold[key]}))
    return judged, dict(there), facts


def _gold_actor(article: Article, actor: LocalActor) -> GoldActor:
    return GoldActor(actor.key, actor.name, actor.kind.value, actor.aliases)


def _triple(subject: str, relation: str, object_: str) -> tuple[str, str, str]:
    if relations()[relation].symmetric and subject > object_:
        return object_, relation, subject
    return subject, relation, object_


def fit(judged: Sequence[Judged]) -> dict[str, list[float]]:
    """Weights of the confidence for acts and for structure (logistic regression; the last feature is the constant)."""
    out = {}
    for group in ("act", "structure"):
        rows = [j for j in judged if relations()[j.relation].structural == (group == "structure")]
        model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=1000)
        model.fit(np.array([j.features for j in rows]), np.array([j.right for j in rows]))
        out[group] = [round(float(w), 4) for w in model.coef_[0]]
    return out


def confidence(weights: Mapping[str, Sequence[float]], one: Judged) -> float:
    """As the reader computes it."""
    total = sum(
        w * x for w, x in zip(weights["structure" if relations()[one.relation].structural else "act"], one.features, strict=True)
    )
    return 1 / (1 + math.exp(-total))


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


def choose_attributes(reader: Reader, facts: Sequence[tuple[Draft, Found, dict[str, Any]]], settings: Settings) -> Settings:
    """Thresholds for negated, planned and possible with the best F1 each on the right statements."""
    rows = defaultdict(list)
    for _, one, known in facts:
        vector = reader.encoder.facts(one.vector[None], np.array([one.label]))
        polarity, modality = (reader.encoder.attribute(name, vector)[0] for name in ("polarity", "modality"))
        gold = known["gold"]
        rows["negated"].append((float(polarity[1]), gold.polarity == "negated"))
        rows["planned"].append((float(modality[1]), gold.modality == "planned"))
        rows["possible"].append((float(modality[2]), gold.modality == "possible"))
    chosen = {name: best_f1(values, sum(ok for _, ok in values)) for name, values in rows.items()}
    print("attributes", chosen, {name: sum(ok for _, ok in values) for name, values in rows.items()})
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


def main() -> None:
    """Choose, fit, and write the card's settings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--settings", action="store_true", help="keep the mention and link thresholds of the card")
    args = parser.parse_args()
    card_path = args.model / "card.json"
    card = json.loads(card_path.read_text()) if card_path.exists() else {}
    card["settings"] = card.get("settings") or vars_of(START)
    card_path.write_text(json.dumps(card))
    reader = Reader("id", args.model)
    held = [(a, g) for a, g in load(args.gold / "train/train.articles.jsonl", args.gold / "train/train.jsonl") if held_out(a.id)]
    chosen = drafts(reader, held)
    settings = reader._settings if args.settings else choose_actors(reader, chosen, START)
    settings = replace(settings, least=START.least)
    judged, there, facts = judge(reader, chosen, settings)
    weights = fit(judged)
    settings = choose_attributes(reader, facts, replace(settings, confidence=weights))
    groups: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one in judged:
        row = (confidence(weights, one), one.right)
        for name in (one.relation, "structure" if relations()[one.relation].structural else "act", "*"):
            groups[name].append(row)
    total = {"*": sum(there.values())}
    for group in ("act", "structure"):
        total[group] = sum(n for name, n in there.items() if relations()[name].structural == (group == "structure"))
    total |= there
    read, shown = {"*": best_f1(groups["*"], total["*"])}, {}
    for name, relation in relations().items():
        group = "structure" if relation.structural else "act"
        small = total.get(name, 0) < SMALL
        read[name] = best_f1(groups[group if small else name], total[group if small else name])
        own = report(name, groups[name], total.get(name, 0))
        pooled = small or own["precision"] < PUBLISHABLE or own["n"] < ENOUGH
        figures = report(group, groups[group], total[group]) if pooled else own
        shown[name] = {**figures, "pooled": pooled, "gold": total.get(name, 0)}
    card["settings"] = vars_of(replace(settings, read=read))
    card["relations"] = shown
    card["calibration_error"] = round(calibration_error([row for row in groups["*"] if row[0] >= read["*"]]), 3)
    for name in ("*", "act", "structure"):
        print(name, report(name, groups[name], total[name]), "read at", best_f1(groups[name], total[name]))
    card_path.write_text(json.dumps(card, indent=1, sort_keys=True) + "\n")


def vars_of(settings: Settings) -> dict[str, Any]:
    """Settings as a JSON object."""
    return {name: getattr(settings, name) for name in Settings.__slots__}


if __name__ == "__main__":
    main()
