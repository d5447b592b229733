"""`python -m tests.slow ingest …`: the command line with a reader that takes its time, for tests that interrupt it."""

from __future__ import annotations

import signal
import time

from kg import pipeline
from kg.cli import main
from kg.model import Article, Extraction
from tests.fakes import FakeReader


class SlowReader(FakeReader):
    """As the fake reader, but slow enough to be interrupted; at an article that says so it would stay for good."""

    def read(self, article: Article) -> Extraction:
        time.sleep(600 if "LAMA" in article.text else 0.1)
        return super().read(article)


def load(language: str) -> SlowReader:
    """As `kg.extract.load`."""
    return SlowReader()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs tests in the background has it ignored
    from tests import slow  # by its name, so that the processes that read find `load`

    pipeline.ingest.__kwdefaults__["load"] = slow.load  # type: ignore[index]
    main()
