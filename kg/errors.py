"""Everything that can go wrong for a reason the user can act on; the command line prints the message as one line."""

from __future__ import annotations


class KgError(Exception):
    """A failure with a message for the user."""


class UsageError(KgError):
    """The command itself is wrong: an unknown name, a missing parameter, a query that does not parse (exit code 2)."""


class BadInput(KgError):
    """One input cannot be read; the rest of the batch goes on (exit code 1 at the end)."""

    def __init__(self, source: str, cause: str) -> None:
        super().__init__(f"{source}: {cause}")
        self.source = source
        self.cause = cause

    def __reduce__(self) -> tuple[type[BadInput], tuple[str, str]]:
        return type(self), (self.source, self.cause)  # it comes back from the processes that read


class Notice(BadInput):
    """An input was read, but not all of it as it stands there; `cause` says what had to be changed."""


class BadData(KgError):
    """A file of knowledge (`data/`, `KG_DATA`) breaks its format; the message names file and key."""


class StoreError(KgError):
    """The database cannot be used: locked, corrupt, or of another version; nothing was changed."""


class EngineError(KgError):
    """A graph engine refused or could not be reached."""
