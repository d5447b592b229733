"""The only truth: articles with what was read in them, in one SQLite file. Whatever is derived is derived from here."""

from kg.store.backup import copies
from kg.store.log import Entry, Event, Lost
from kg.store.sqlite import Change, Counts, Store

__all__ = ["Change", "Counts", "Entry", "Event", "Lost", "Store", "copies"]
