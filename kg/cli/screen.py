"""What `kg review` shows on the terminal: text only, so that nothing an article says can steer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli.output import plain
from kg.cli.pairs import Pairs
from kg.cli.statements import Row, facts, headline, quote
from kg.link.unsure import Pair
from kg.model import Actor

if TYPE_CHECKING:
    from rich.console import Console

_NAMES, _CONTEXTS = 8, 3


def pair(pairs: Pairs, shown: Pair, number: int, count: int) -> None:
    """Two candidates side by side, with the reasons and the keys."""
    from rich.table import Table  # 0.05 s with the rest of rich: not for kg --help
    from rich.text import Text

    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    columns = [_portrait(pairs, actor) for actor in (shown.one, shown.other)]
    length = max(map(len, columns))
    for left, right in zip(*(column + [""] * (length - len(column)) for column in columns), strict=True):
        table.add_row(Text(plain(left)), Text(plain(right)))
    console = _console()
    console.print(Text(f"\n{number} of {count} · {shown.score.value:.2f}: {plain(shown.score.reason)}", style="bold"))
    console.print(table)
    console.print(Text("s same · d different · u unsure · k skip · q stop", style="dim"))


def statement(row: Row, number: int, count: int) -> None:
    """A quote with its decisive words marked, how it was read, and the keys."""
    from rich.text import Text  # 0.05 s with the rest of rich: not for kg --help

    console = _console()
    console.print(Text(f"\n{number} of {count} · {headline(row)}", style="bold"))
    console.print(Text(f"  {facts(row)}"))
    console.print(quote(row, terminal=console.is_terminal), soft_wrap=not console.is_terminal)
    console.print(Text(f"  {plain(row['url'] or row['article'])}  [{row['statement']}]", style="dim"))
    console.print(Text("v verify · r reject · f fix relation or actor · k skip · q stop", style="dim"))


def _portrait(pairs: Pairs, actor: Actor) -> list[str]:
    names = [alias for alias in actor.aliases if alias != actor.name][:_NAMES]
    return [
        f"{actor.name} ({actor.kind}, {actor.id})",
        f"{pairs.articles(actor)} articles",
        *([f"also: {', '.join(names)}"] if names else []),
        *(f"- {context}" for context in pairs.contexts(actor, _CONTEXTS)),
    ]


def _console() -> Console:
    from rich.console import Console  # 0.05 s: not for kg --help

    return Console(stderr=True, highlight=False)
