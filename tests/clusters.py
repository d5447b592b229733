"""Readers that note what they read, die or take their time, and a driver that can be killed: for tests of `kg.cluster`.

`python -m tests.clusters ADDRESS NEWS OUT NOTES` reads slowly, two articles a shard, with two workers.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from kg import pipeline
from kg.model import Article, Extraction
from tests.fakes import FakeReader

SIZE = 2  # articles a shard


@dataclass(frozen=True)
class Noting:
    """Loads a reader that leaves a line in `notes` for each article."""

    notes: Path
    seconds: float = 0.0

    def __call__(self, language: str) -> FakeReader:
        return NotingReader(self.notes, self.seconds)


class NotingReader(FakeReader):
    """As the fake reader, which has the same version."""

    def __init__(self, notes: Path, seconds: float) -> None:
        self._notes, self._seconds = notes, seconds

    def read(self, article: Article) -> Extraction:
        with self._notes.open("a") as out:
            out.write(f"{article.url}\n")
        time.sleep(self._seconds)
        return super().read(article)


@dataclass(frozen=True)
class Deadly:
    """Loads a reader whose process is killed at the word MATI, the first time (`marker`), or each time."""

    marker: Path | None = None

    def __call__(self, language: str) -> FakeReader:
        return DeadlyReader(self.marker)


class DeadlyReader(FakeReader):
    """As the fake reader, for an article that does not kill."""

    def __init__(self, marker: Path | None) -> None:
        self._marker = marker

    def read(self, article: Article) -> Extraction:
        if "MATI" in article.text and not (self._marker and self._marker.exists()):
            if self._marker:
                self._marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(article)


if __name__ == "__main__":
    from tests import clusters  # by its name, so that the workers find it

    ADDRESS, NEWS, OUT, NOTES = sys.argv[1:]
    reader = clusters.Noting(Path(NOTES), 0.5)
    run = pipeline.extract_shards([Path(NEWS)], Path(OUT), address=ADDRESS, jobs=2, load=reader, size=SIZE)
    list(run)
