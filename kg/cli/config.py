"""kg config: what holds where the command line does not say, and where it comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from kg.cli import settings
from kg.cli.options import OutputFormat
from kg.cli.output import Format, note, write_rows

_SECRET = ("NEO4J_PASSWORD", "OPENAI_API_KEY")
_PLAIN = ("KG_DATA", "OPENAI_BASE_URL")
_COLUMNS = ("setting", "value", "from", "commands")


class Action(StrEnum):
    """What `kg config` does."""

    SHOW = "show"


def config(
    context: typer.Context,
    action: Annotated[Action, typer.Argument(help="show: print all settings.")],
    format: OutputFormat = Format.TABLE,
) -> None:
    """Show every setting, its value, and where that comes from.

    From the environment, kg.toml in the current folder, your own kg.toml, or the default, in this order; options on the
    command line go before all of them. Of passwords and keys it only says whether there is one.

    Example: kg config show
    """
    write_rows([*_rows(context), *_environment()], _COLUMNS, format)
    note(f"your own settings: {settings.user_file()}; those of this folder: {settings.HERE}")


def _rows(context: typer.Context) -> Iterator[dict[str, object]]:
    """A row for each setting; commands in which it is the same share one."""
    root = context.find_root()
    commands = root.command.commands  # type: ignore[attr-defined]  # the root is a group
    rows: dict[tuple[str, str, str], list[str]] = {}
    for one in settings.settings(commands, settings.files(commands)):
        rows.setdefault((one.option, _written(one.value), one.source), []).append(one.command)
    for (option, value, source), names in sorted(rows.items()):
        yield dict(zip(_COLUMNS, (option, value, source, ", ".join(names)), strict=True))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(getattr(value, "value", value))


def _environment() -> Iterator[dict[str, object]]:
    """What is taken from the environment alone."""
    for name in sorted((*_SECRET, *_PLAIN)):
        value = os.environ.get(name, "")
        shown = "(set)" if value and name in _SECRET else value
        yield dict(zip(_COLUMNS, (name, shown, "environment" if value else "default", ""), strict=True))
