"""The only truth: articles with what was read in them, in one SQLite file. Whatever is derived is derived from here."""

from kg.store.sqlite import Change, Counts, Store

__all__ = ["Change", "Counts", "Store"]
