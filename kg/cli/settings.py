"""Settings: what an option is where the command line does not say, from `kg.toml` here and from that of the user.

The order is: command line, environment, `kg.toml` in the current folder, `kg.toml` of the user, default.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from kg.errors import UsageError

HERE = Path("kg.toml")
# Not from the current folder, which may be a download of somebody else's: who receives the password of the environment, and
# whether this machine's own network is asked.
_ONLY_OF_THE_USER = frozenset({"uri", "allow-private"})
_ALONE = frozenset({"demo"})  # makes a database of its own: what holds for all commands does not hold for it

Values = Mapping[str, Mapping[str, object]]  # by command and option


@dataclass(frozen=True, slots=True)
class File:
    """The settings of one file."""

    path: Path
    values: Values


@dataclass(frozen=True, slots=True)
class Setting:
    """What an option of a command is, and where that comes from."""

    command: str
    option: str
    value: object
    source: str


def user_file() -> Path:
    """Where the user's own `kg.toml` is looked for: ~/.config/kg on Linux."""
    return Path(typer.get_app_dir("kg")) / "kg.toml"


def files(commands: Mapping[str, Any]) -> list[File]:
    """The files that are there, first the one that goes before the other.

    Raises:
        UsageError: if one is no TOML, names an unknown command or option, or sets what it must not.
    """
    return [File(path, _read(path, commands)) for path in (HERE, user_file()) if path.is_file()]


def defaults(commands: Mapping[str, Any], found: Sequence[File]) -> dict[str, dict[str, object]]:
    """What the files say, as click wants it: by command and name of a parameter."""
    return {
        name: {
            parameter.name: value
            for option, parameter in _options(command).items()
            if (value := _first(found, name, option)[0]) is not None
        }
        for name, command in commands.items()
    }


def settings(commands: Mapping[str, Any], found: Sequence[File]) -> Iterator[Setting]:
    """Every option of every command, as it is where the command line does not say."""
    for name, command in commands.items():
        for option, parameter in _options(command).items():
            value, source = _first(found, name, option)
            if said := os.environ.get(parameter.envvar or ""):
                yield Setting(name, option, said, f"environment {parameter.envvar}")
            elif source is not None:
                yield Setting(name, option, value, str(source))
            else:
                yield Setting(name, option, parameter.default, "default")


def _first(found: Sequence[File], command: str, option: str) -> tuple[object, Path | None]:
    said = ((file.values[command][option], file.path) for file in found if option in file.values[command])
    return next(said, (None, None))


def _options(command: Any) -> dict[str, Any]:
    """The parameters of a command by the long name of their option, without the dashes."""
    options = (parameter for parameter in command.params if parameter.param_type_name == "option")
    named = {name[2:]: parameter for parameter in options for name in parameter.opts if name.startswith("--")}
    return {name: parameter for name, parameter in named.items() if name != "help"}


def _read(path: Path, commands: Mapping[str, Any]) -> Values:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    tables = {name: _named(table) for name, table in raw.items() if isinstance(table, dict)}
    shared = _named({name: value for name, value in raw.items() if name not in tables})
    options = {name: set(_options(command)) for name, command in commands.items()}
    _check(path, shared, tables, options)
    return {
        name: {o: v for o, v in shared.items() if o in known and name not in _ALONE} | tables.get(name, {})
        for name, known in options.items()
    }


def _named(values: Mapping[str, object]) -> dict[str, object]:
    return {name.replace("_", "-"): value for name, value in values.items()}


def _check(
    path: Path, shared: Mapping[str, object], tables: Mapping[str, Mapping[str, object]], options: Mapping[str, set[str]]
) -> None:
    if unknown := sorted(set(tables) - set(options)):
        raise UsageError(f"{path}: no command named {', '.join(unknown)}")
    if wrong := sorted(set(shared) - set().union(*options.values())):
        raise UsageError(f"{path}: no command has an option --{wrong[0]}")
    for name, table in sorted(tables.items()):
        if wrong := sorted(set(table) - options[name]):
            raise UsageError(f"{path}: kg {name} has no option --{wrong[0]}")
    everywhere = set(shared).union(*tables.values())
    if path == HERE and (wrong := sorted(_ONLY_OF_THE_USER & everywhere)):
        remedy = f"use the command line or {user_file()}"
        raise UsageError(f"{path}: --{wrong[0]} cannot be set by a file in the current folder; {remedy}")
