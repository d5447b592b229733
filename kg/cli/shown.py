"""What the user wants to see of a database: the view, and a name of its state by which what is made of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__, pipeline
from kg.cli.options import open_store
from kg.graph.embedded import FORMAT
from kg.ids import digest
from kg.link import decisions
from kg.model import GraphView
from kg.resources import data_folders

if TYPE_CHECKING:
    from kg.out.select import Selection


@dataclass(frozen=True, slots=True)
class Shown:
    """A database with what is wanted of it; `then` is what the options about time ask for (`kg.cli.times`)."""

    db: Path
    min_confidence: float | None
    everything: bool
    verified: bool
    then: Selection | None = None

    def view(self) -> GraphView:
        """The view, made now.

        Raises:
            StoreError: if the database is not there or cannot be used.
            BadData: if the decisions beside it break their format.
        """
        with open_store(self.db) as store:
            view = pipeline.view(store, min_confidence=self.min_confidence, everything=self.everything, verified=self.verified)
        if self.then is None:
            return view
        from kg.out.select import select  # brings the exporters: not for kg --help

        return select(view, self.then)

    def state(self) -> str:
        """Different whenever the graph may differ: the database, the filter, the decisions, the knowledge in data/, the program.

        Raises:
            StoreError: if the database is not there or cannot be used.
        """
        with open_store(self.db) as store:
            revision = store.revision()
        files = [path for root in data_folders() for path in sorted(root.rglob("*")) if path.is_file()]
        facts = [
            (str(path), path.stat().st_size, path.stat().st_mtime_ns)
            for path in (*files, *filter(Path.is_file, [decisions.path_of(self.db)]))
        ]
        wanted = (self.db.resolve(), self.min_confidence, self.everything, self.verified, self.then)
        return digest(__version__, FORMAT, str(revision), *map(str, (*wanted, *facts)))
