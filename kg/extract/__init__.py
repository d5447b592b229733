"""Article → Extraction: actors and statements as a careful reader finds them.

The reader that comes with kg is a trained network with rules around it: `windows` cuts a cleaned article into what the `encoder`
reads at once; `mentions` finds names, `clusters` joins those of one actor, `pairs` and `statements` find what is said of two
actors, `rules` adds what can be written down; `reader` runs them. `llm` asks a language model instead and checks what it answers;
`both` combines the two. A reader more is a line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.model import Article, Extraction

if TYPE_CHECKING:
    from kg.extract.llm import Connection

__all__ = ["DIFFERENCES", "READERS", "Choice", "Reader", "load"]

# Methods of statements that one of two readers holds for right and the other one does not.
DIFFERENCES = frozenset({"llm-only", "model-only"})


class Reader(Protocol):
    """What extracts: `read` is a pure function of a cleaned article; `version` names it."""

    @property
    def version(self) -> str:
        """A hash of all that `read` depends on besides the article."""

    def read(self, article: Article) -> Extraction:
        """Actors and statements of a cleaned article."""


def _model(language: str, _: Connection | None) -> Reader:
    from kg.extract import reader  # numpy and the network: only for those who read

    return reader.load(language)


def _llm(language: str, connection: Connection | None) -> Reader:
    from kg.extract.llm.reader import LlmReader

    return LlmReader(language, _needed(connection))


def _both(language: str, connection: Connection | None) -> Reader:
    from kg.extract.both import BothReaders
    from kg.extract.llm.reader import LlmReader

    return BothReaders(_model(language, None), LlmReader(language, _needed(connection)))


READERS: Mapping[str, Callable[[str, Connection | None], Reader]] = {"model": _model, "llm": _llm, "both": _both}


@dataclass(frozen=True, slots=True)
class Choice:
    """A reader that was chosen by name, with the connection that one of a language model needs; called, it loads it."""

    name: str = "model"
    connection: Connection | None = None

    def __call__(self, language: str) -> Reader:
        """The reader of a language; raises BadData where its files are missing or broken."""
        return READERS[self.name](language, self.connection)


def load(language: str = "id") -> Reader:
    """The reader that comes with kg, for a language.

    Raises:
        BadData: if there is no model for it.
    """
    return _model(language, None)


def _needed(connection: Connection | None) -> Connection:
    if connection is None:
        raise ValueError("a language model needs a connection")
    return connection
