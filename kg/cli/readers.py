"""Options of the commands that read, for those who choose another reader; what a language model will cost and has cost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from kg.cli.output import note
from kg.errors import BadInput, UsageError
from kg.extract import READERS, Choice
from kg.model import Article
from kg.pipeline import Load, cache_of

if TYPE_CHECKING:
    from kg.extract.llm import Connection, Tokens

Reader = Annotated[str, typer.Option("--reader", help=f"Who reads: {', '.join(READERS)}.", metavar="NAME")]
Model = Annotated[str | None, typer.Option("--model", help="The language model, as its server names it.", metavar="NAME")]
PriceOption = Annotated[
    str | None, typer.Option("--price", help="Dollars for a million tokens sent and written: 0.15/0.60.", metavar="IN/OUT")
]
MaxCost = Annotated[float | None, typer.Option("--max-cost", min=0, help="Stop before it costs more dollars.", metavar="DOLLARS")]

MODEL = "model"
_AT_ONCE, _MOST_AT_ONCE = 4, 32  # requests


class How(TypedDict, total=False):
    """What the functions of the pipeline are told about the reader; nothing for the one that comes with kg."""

    load: Load
    threads: bool


class Chosen:
    """The reader that the options name: `how` and `jobs` are for the pipeline."""

    def __init__(self, jobs: int | None, choice: Choice | None, *, quiet: bool) -> None:
        self._choice, self._quiet = choice, quiet
        self.how: How = {"load": choice, "threads": True} if choice else {}
        self.jobs = min(jobs or _AT_ONCE, _MOST_AT_ONCE) if choice else jobs

    @property
    def _connection(self) -> Connection | None:
        return self._choice.connection if self._choice else None

    def announce(self, articles: Callable[[Load], Iterable[Article | BadInput]]) -> None:
        """Say what the articles that a reader has to read will use; they are only looked at where somebody may have to pay."""
        connection = self._connection
        if self._choice is None or connection is None or self._quiet:
            return
        from kg.clean import clean
        from kg.extract.llm.reader import LlmReader

        reader = LlmReader("id", connection)
        found = [reader.estimate(clean(article)) for article in articles(self._choice) if isinstance(article, Article)]
        asked = [tokens for tokens in found if tokens]
        where = f"{connection.model} at {connection.endpoint.name}"
        note(f"{len(found)} articles to read, {len(found) - len(asked)} of them at no cost; {len(asked)} requests to {where}")
        if asked:
            note(f"about {_usage(connection, sum(asked[1:], asked[0]))}")

    def report(self) -> None:
        """Say what was used, and what was not believed."""
        connection = self._connection
        if connection is None or self._quiet:
            return
        account = connection.account
        note(f"{account.requests} requests, {account.cached} answers from {connection.answers.path}")
        note(_usage(connection, account.used))
        for reason, count in sorted(account.dropped.items()):
            note(f"{count} dropped: {reason}")


@contextmanager
def chosen(
    reader: str,
    model: str | None,
    price: str | None,
    max_cost: float | None,
    *,
    jobs: int | None,
    quiet: bool,
    db: Path | None = None,
) -> Iterator[Chosen]:
    """The reader of a command; at the end, however it comes, what it has cost is said. Answers are kept beside `db`.

    Raises:
        UsageError: if there is no such reader, or it lacks a model, an endpoint or a key.
    """
    if reader not in READERS:
        raise UsageError(f"no reader {reader!r}; there are: {', '.join(READERS)}")
    if reader == MODEL:
        if given := [f"--{name}" for name, value in {"model": model, "price": price, "max-cost": max_cost}.items() if value]:
            raise UsageError(f"{', '.join(given)}: only with --reader llm or both")
        yield Chosen(jobs, None, quiet=quiet)
        return
    made = Chosen(jobs, Choice(reader, _connection(model, price, max_cost, db)), quiet=quiet)
    try:
        yield made
    finally:
        made.report()


def _connection(model: str | None, price: str | None, max_cost: float | None, db: Path | None) -> Connection:
    from kg.extract.llm import Account, Answers, Connection, Endpoint, Price

    if not model:
        raise UsageError("which language model? --model NAME, as its server names it")
    if max_cost is not None and not price:
        raise UsageError("--max-cost needs --price IN/OUT: what the model costs is not known")
    account = Account(Price.parse(price) if price else None, max_cost)
    folder = cache_of(db or Path(os.environ.get("KG_DB") or "kg.db"))
    return Connection(Endpoint.from_environment(), model, Answers(folder), account)


def _usage(connection: Connection, tokens: Tokens) -> str:
    return f"{tokens}: {connection.account.cost(tokens)}"
