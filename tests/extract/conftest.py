"""A language model on this machine, and connections to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.extract.llm import Account, Answers, Connection, Endpoint, Limits, Price
from tests.answers import GOOD
from tests.endpoint import Model, serving


@pytest.fixture
def model() -> Iterator[Model]:
    with serving(Model(lambda text: GOOD)) as running:
        yield running


@pytest.fixture
def connect(model: Model, tmp_path: Path) -> Callable[..., Connection]:
    def connection(price: str | None = None, limit: float | None = None, name: str = "cerdas-1", **limits: Any) -> Connection:
        account = Account(Price.parse(price) if price else None, limit)
        chosen = Limits(**({"seconds": 5.0, "retries": 1} | limits))
        return Connection(Endpoint(model.url, "rahasia"), name, Answers(tmp_path), account, chosen)

    return connection
