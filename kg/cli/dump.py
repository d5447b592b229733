"""kg dump: everything, as text."""

from __future__ import annotations

from kg.cli.options import DB, Db, open_store
from kg.link.withhold import hide_record


def dump(db: Db = DB) -> None:
    """Print the whole database as JSON lines.

    Sorted, so that two databases are equal if their dumps are. Only names that must not appear (suppress.csv) are taken out.

    Example: kg dump > kg.jsonl
    """
    with open_store(db) as store:
        for line in store.dump():
            print(hide_record(line))
