"""Floors of what is read in our own sample articles; they only go up."""

from __future__ import annotations

from kg import evaluate, pipeline
from kg.gold import from_json, load, to_json
from kg.model import Reading
from kg.resources import folder

FLOORS = {"actor": 0.98, "mention": 0.92, "statement": 0.87, "structure": 0.94, "act": 0.82}


def test_the_samples_are_read_at_least_as_well_as_before() -> None:
    samples = folder("data") / "samples"
    read = {}
    for reading in pipeline.readings([samples / "articles.jsonl"], jobs=1):
        assert isinstance(reading, Reading)
        read[str(reading.article.source_id)] = from_json(to_json(reading))
    scores = evaluate.score(load(samples / "gold.jsonl"), read)
    below = {level: scores[level].count.f1 for level, floor in FLOORS.items() if scores[level].count.f1 < floor}
    assert below == {}
