"""The model card and the README's table from the figures: `python -m training.card MODEL README`.

Text stands in `card.md` and `quality.md` beside this file, `$name` marks what is filled in from MODEL/card.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

from training.more import ANNOTATIONS, INVENTED, lines
from training.train import held_out

LEVELS = {
    "actor": "actors",
    "type": "kind of matched actors",
    "mention": "names put with the right actor",
    "pair": "pairs related in any way",
    "statement": "statements",
    "act": "acts alone",
    "structure": "structure alone",
    "full": "with polarity, modality and speaker",
    "speaker": "speaker, where somebody is named",
    "modality": "planned or possible",
    "negation": "negated",
    "evidence": "evidence right on matched statements",
}
SHORT = ("actor", "mention", "statement", "act", "structure", "full", "speaker", "modality", "evidence")
MARK = "<!-- quality -->"
_HERE = Path(__file__).parent


def fill(name: str, **values: object) -> str:
    """A text file of this folder with its `$name`s filled in."""
    return Template((_HERE / name).read_text(encoding="utf-8")).substitute(values)


def rows(table: Iterable[Iterable[object]]) -> str:
    """Lines of a Markdown table."""
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in table)


def interval(level: Mapping[str, float], digits: int) -> str:
    """F1 with its interval."""
    return f"{level['f1']:.{digits}f} ({level['low']:.{digits}f}–{level['high']:.{digits}f})"


def level_rows(figures: Mapping[str, Any], names: Iterable[str], digits: int) -> str:
    """A line a level: precision, recall and F1 on the development articles, F1 on the held-out ones."""
    dev, held = figures["dev"]["levels"], figures["held"]["levels"]
    return rows(
        (LEVELS[n], f"{dev[n]['precision']:.2f}", f"{dev[n]['recall']:.2f}", interval(dev[n], digits), interval(held[n], digits))
        for n in names
    )


def relation_rows(card: Mapping[str, Any]) -> str:
    """A line a relation: the publishable point, and what was read on the held-out articles."""
    read = card["figures"]["held_all"]["relations"]
    nothing = {"precision": 0.0, "recall": 0.0, "found": 0}
    shown = ("threshold", "precision", "recall", "n", "gold")
    return rows(
        (n + " (group)" * v["pooled"], *(v[what] for what in shown), *(read.get(n, nothing)[what] for what in nothing))
        for n, v in sorted(card["relations"].items())
    )


def values(card: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the two texts name."""
    figures = card["figures"]
    dev, held = figures["dev"], figures["held"]
    return {
        "levels": level_rows(figures, LEVELS, 3),
        "short": level_rows(figures, SHORT, 2),
        "relations": relation_rows(card),
        "calibration_dev": dev["calibration_error_all"],
        "calibration_held": held["calibration_error_all"],
        "held_articles": held["articles"],
        "chosen_articles": figures["held_all"]["articles"],
        "further_articles": sum(not held_out(row["id"]) for row in lines(ANNOTATIONS)),
        "invented_articles": sum(1 for _ in lines(INVENTED)),
        "shown": f"{held['publishable_all']['recall']:.0%}",
        "shown_acts": f"{held['publishable_act']['recall']:.0%}",
        "shown_dev": f"{dev['publishable_all']['recall']:.0%}",
        "shown_acts_dev": f"{dev['publishable_act']['recall']:.0%}",
        "ner": "P {precision} R {recall} F1 {f1}".format(**figures["ner"]),
    }


def main() -> None:
    """Write MODEL/README.md and the part of README between its two marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("readme", type=Path)
    args = parser.parse_args()
    found = values(json.loads((args.model / "card.json").read_text(encoding="utf-8")))
    (args.model / "README.md").write_text(fill("card.md", **found), encoding="utf-8")
    before, _, after = args.readme.read_text(encoding="utf-8").split(MARK)
    args.readme.write_text(before + MARK + "\n" + fill("quality.md", **found) + MARK + after, encoding="utf-8")


if __name__ == "__main__":
    main()
