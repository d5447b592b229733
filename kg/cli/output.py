"""How commands print: rows to stdout in one of four formats, remarks to stderr; control characters never reach a terminal."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


# C0 and C1 controls without the line feed: an article must not steer the terminal of its reader.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def plain(value: object) -> str:
    """A cell as text: lists joined by commas, nothing for None, control characters replaced by a blank."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, (dict, bool)):
        return plain(json.dumps(value, ensure_ascii=False, sort_keys=True))
    return _CONTROL.sub(" ", str(value))


def note(text: str) -> None:
    """One remark to stderr."""
    print(plain(text), file=sys.stderr)


def write_rows(rows: Iterable[Mapping[str, object]], columns: Sequence[str], format: Format) -> None:
    """Print rows to stdout; a row lacks no column. `table` is for people, the others are for programs."""
    match format:
        case Format.JSON:
            print(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=1))
        case Format.JSONL:
            for row in rows:
                print(json.dumps(dict(row), ensure_ascii=False))
        case Format.CSV:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([[plain(row[column]) for column in columns] for row in rows])
        case Format.TABLE:
            _write_table(rows, columns)


def _write_table(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> None:
    from rich import box  # 0.05 s with the rest of rich: not for kg --help
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for row in rows:
        table.add_row(*(Text(plain(row[column]).replace("\n", " ")) for column in columns))
    # In a pipe nothing is cut or wrapped, so that grep and awk see whole rows.
    Console(width=None if sys.stdout.isatty() else 100_000, highlight=False).print(table)
