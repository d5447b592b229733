"""kg sample: a sheet of statements to be judged by a person, and the precision that the judgements give."""

from __future__ import annotations

import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DB, Db, Everything, MinConfidence, OutputFormat, Verified, open_view
from kg.cli.output import Format, write_rows
from kg.cli.statements import rows
from kg.errors import BadInput, UsageError
from kg.out.csv import harmless
from kg.schema import relations

_SHEET = (
    *("statement", "relation", "subject", "object", "polarity", "modality", "speaker", "quote", "article", "url", "confidence"),
    *("right", "why"),
)
_RIGHT = ("1", "y", "yes", "ya", "true", "benar")
_WRONG = ("0", "n", "no", "tidak", "false", "salah")
_VERDICTS = dict.fromkeys(_RIGHT, True) | dict.fromkeys(_WRONG, False)
_SCORES = ("relation", "judged", "right", "precision", "low", "high")


def sample(
    size: Annotated[int | None, typer.Argument(help="How many statements.", metavar="N", min=1)] = None,
    *,
    seed: Annotated[int, typer.Option(help="Another seed draws other statements.")] = 0,
    relation: Annotated[str | None, typer.Option(help="Of this relation only.")] = None,
    score: Annotated[Path | None, typer.Option(help="A filled-in sheet: print its precision.", metavar="FILE")] = None,
    format: OutputFormat = Format.TABLE,
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    verified: Verified = False,
    db: Db = DB,
) -> None:
    """Draw statements for people to judge.

    N statements at random as a CSV sheet: fill in its column `right` with y or n, and score it.

    Example: kg sample 100 > sheet.csv; kg sample --score sheet.csv
    """
    if (size is None) == (score is None):
        raise UsageError("kg sample N draws a sheet, kg sample --score FILE scores one")
    if relation is not None and relation not in relations():
        raise UsageError(f"no relation {relation!r}; there are: {', '.join(relations())}")
    if score is not None:
        write_rows(scores(score), _SCORES, format)
        return
    view = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified)
    claims = (claim for claim in view.claims if relation in (None, claim.relation))
    there = sorted(rows(view, claims), key=lambda row: str(row["statement"]))
    drawn = random.Random(seed).sample(there, min(size or 0, len(there)))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_SHEET)
    writer.writerows([harmless(row.get(column)) for column in _SHEET] for row in drawn)


def scores(sheet: Path) -> Iterator[dict[str, object]]:
    """Precision with its 95 % interval over all judged rows of a sheet, then by relation.

    Raises:
        BadInput: if the file cannot be read, or a judgement is not y or n.
    """
    by_relation: dict[str, list[bool]] = defaultdict(list)
    for relation, right in _judgements(sheet):
        by_relation[relation].append(right)
    everything = [right for judged in by_relation.values() for right in judged]
    for name, judged in [("all", everything), *sorted(by_relation.items())]:
        low, high = wilson(sum(judged), len(judged))
        precision = f"{sum(judged) / len(judged):.3f}" if judged else None
        yield dict(zip(_SCORES, (name, len(judged), sum(judged), precision, f"{low:.3f}", f"{high:.3f}"), strict=True))


def wilson(right: int, judged: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), which also holds for few rows and for shares near 0 and 1."""
    if not judged:
        return 0.0, 1.0
    z, share = 1.959964, right / judged
    middle = share + z * z / (2 * judged)
    half = z * sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged))
    scale = 1 + z * z / judged
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def _judgements(sheet: Path) -> Iterator[tuple[str, bool]]:
    try:
        with sheet.open(encoding="utf-8-sig", newline="") as file:  # spreadsheets write a byte order mark
            for number, row in enumerate(csv.DictReader(file), 2):
                word = (row["right"] or "").strip().casefold()
                if word and word not in _VERDICTS:
                    raise BadInput(f"{sheet}, row {number}", f"right must be y or n, not {word!r}")
                if word:
                    yield row["relation"], _VERDICTS[word]
    except KeyError as error:
        raise BadInput(str(sheet), f"no column {error}; draw the sheet with kg sample N") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(str(sheet), str(error)) from error
