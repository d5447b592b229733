"""The command line: one file a command; each parses its arguments, calls one function and prints."""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from io import TextIOWrapper
from multiprocessing import active_children

import typer
from typer.main import get_command

from kg.cli import settings
from kg.cli.output import note
from kg.cli.progress import INTERRUPTED
from kg.errors import KgError, UsageError

# In the order of `kg --help`. The command NAME is the function NAME in kg/cli/NAME.py.
COMMANDS = (
    "demo",
    "ingest",
    "watch",
    "query",
    "why",
    "actors",
    "show",
    "contradictions",
    "diff",
    "merge",
    "split",
    "review",
    "verify",
    "reject",
    "view",
    "export",
    "push",
    "stats",
    "log",
    "sample",
    "forget",
    "reread",
    "extract",
    "link",
    "eval",
    "dump",
    "check",
    "config",
)

app = typer.Typer(
    help="Indonesian political news as a knowledge graph. Start with: kg demo",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: it is quicker, and reads well in a pipe
    pretty_exceptions_enable=False,
)

for _name in COMMANDS:
    app.command(_name)(getattr(import_module(f"kg.cli.{_name}"), _name))


@app.callback()
def _root() -> None:
    """Indonesian political news as a knowledge graph. Start with: kg demo."""


def main() -> None:
    """Run the command line; a KgError becomes one line on stderr and exit code 1 (2 where the command itself is wrong)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # Indonesian news has quotes and dashes that a Windows code page lacks
            stream.reconfigure(encoding="utf-8", errors="replace")
    command = get_command(app)
    try:
        found = settings.files(command.commands)  # type: ignore[attr-defined]  # it is a group
        command(default_map=settings.defaults(command.commands, found))  # type: ignore[attr-defined]
    except KgError as error:
        note(f"kg: {error}")
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except SystemExit as ended:
        if ended.code == INTERRUPTED and threading.active_count() > 1:
            _end_at_once()
        raise


def _end_at_once() -> None:
    """Without the wait of Python for threads, which may be far from done with what was interrupted."""
    for process in active_children():
        process.terminate()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)
