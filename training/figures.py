"""Figures of the installed model into its card: `python -m training.figures GOLD MORE NER_TEST MODEL`.

Reads the development set and the held-out tenth (of the gold: `held`; of the further articles too: `held_all`) with the shipped
files, as a user's machine does.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from kg import evaluate
from kg.extract.reader import Reader
from kg.gold import GoldArticle, from_json, to_json
from kg.model import Article, Reading
from training.batches import NER_LABELS, ner_sentences
from training.calibrate import calibration_error, publishable
from training.examples import load
from training.train import held_out, ner_spans

Read = dict[str, tuple[GoldArticle, dict[str, Any]]]


def read(reader: Reader, rows: Iterable[tuple[Article, Mapping[str, Any]]]) -> Read:
    """Gold and reading (gold format) of each article."""
    return {a.id: (from_json(gold), to_json(Reading(a, reader.read(a)))) for a, gold in rows}


def levels(found: Read) -> dict[str, dict[str, float]]:
    """The table of score.py."""
    scores = evaluate.score({k: g for k, (g, _) in found.items()}, {k: from_json(r) for k, (_, r) in found.items()})
    return {
        name: {
            "precision": round(s.count.precision, 3), "recall": round(s.count.recall, 3), "f1": round(s.count.f1, 3),
            "low": round(s.low, 3), "high": round(s.high, 3), "gold": s.count.gold, "found": s.count.found,
        }
        for name, s in scores.items()
    }  # fmt: skip


def confidences(found: Read, keep: Any = lambda relation: True) -> tuple[list[tuple[float, bool]], int]:
    """(confidence, right) of each statement read, and how many statements there are."""
    rows, there = [], 0
    for gold, raw in found.values():
        same = evaluate.match(gold.actors, from_json(raw).actors)
        said = evaluate._by_triple(gold.statements, str)
        there += sum(keep(t[1]) for t in said)
        for s in raw["statements"]:
            if keep(s["relation"]):
                one = from_json({"actors": [], "statements": [s]}).statements
                triple = next(iter(evaluate._by_triple(one, lambda key, same=same: same.get(key, f"?{key}"))))
                rows.append((s["confidence"], triple in said))
    return rows, there


def by_relation(found: Read) -> dict[str, dict[str, float]]:
    """Precision, recall and n of each relation."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for gold, raw in found.values():
        article = from_json(raw)
        same = evaluate.match(gold.actors, article.actors)
        expected = set(evaluate._by_triple(gold.statements, str))
        read_ = set(evaluate._by_triple(article.statements, lambda key, same=same: same.get(key, f"?{key}")))
        for triple in expected | read_:
            count = counts[triple[1]]
            count[0] += triple in expected and triple in read_
            count[1] += triple in read_
            count[2] += triple in expected
    return {
        name: {
            "right": c[0],
            "found": c[1],
            "gold": c[2],
            "precision": round(c[0] / max(1, c[1]), 3),
            "recall": round(c[0] / max(1, c[2]), 3),
        }
        for name, c in sorted(counts.items())
    }


def ner(reader: Reader, path: Path) -> dict[str, float]:
    """Exact span precision, recall and F1 on a CoNLL file, by the head for the public NER sets."""
    right = found = there = 0
    for ids, labels in ner_sentences(path, reader.tokenizer):
        tags = np.argmax(reader.encoder.ner(reader.encoder.read(ids)), -1)
        a, b = (
            ner_spans([int(tag) for tag, label in zip(source, labels, strict=True) if label >= 0]) for source in (tags, labels)
        )
        right, found, there = right + len(a & b), found + len(a), there + len(b)
    return {
        "precision": round(right / found, 3),
        "recall": round(right / there, 3),
        "f1": round(2 * right / (found + there), 3),
        "classes": len(NER_LABELS) // 2,
    }


def summary(found: Read) -> dict[str, Any]:
    """Levels, calibration and publishable points of a set."""
    from kg.schema import relations

    out: dict[str, Any] = {"articles": len(found), "levels": levels(found)}
    groups = {
        "all": lambda r: True,
        "act": lambda r: not relations()[r].structural,
        "structure": lambda r: relations()[r].structural,
    }
    for name, keep in groups.items():
        rows, there = confidences(found, keep)
        threshold, precision, _ = publishable(rows)
        kept = sum(ok for value, ok in rows if value >= threshold)
        out[f"publishable_{name}"] = {
            "threshold": threshold,
            "precision": round(precision, 3),
            "recall": round(kept / max(1, there), 3),
        }
        out[f"calibration_error_{name}"] = round(calibration_error(rows), 3)
    out["relations"] = by_relation(found)
    return out


def main() -> None:
    """Measure and write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gold", "more", "ner", "model"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    reader = Reader("id", args.model)
    path = args.model / "card.json"
    card = json.loads(path.read_text())
    held, further = (
        read(reader, (row for row in load(at / "train.articles.jsonl", at / "train.jsonl") if held_out(row[0].id)))
        for at in (args.gold / "train", args.more)
    )
    dev = read(reader, load(args.gold / "dev.articles.jsonl", args.gold / "dev.jsonl"))
    figures = {"dev": summary(dev), "held": summary(held), "held_all": summary(held | further)}
    figures["ner"] = ner(reader, args.ner)
    card["figures"] = figures
    path.write_text(json.dumps(card, indent=1, sort_keys=True) + "\n")
    for name in ("dev", "held", "held_all"):
        print(name, {k: v for k, v in figures[name].items() if k not in ("levels", "relations")})
        for level, row in figures[name]["levels"].items():
            print(f"  {level:10}", row)
    print("NER", figures["ner"])


if __name__ == "__main__":
    main()
