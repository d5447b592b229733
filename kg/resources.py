"""Finds the folders `data/` and `queries/`, in a checkout as in an installed package."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import yaml

from kg.errors import BadData

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `name` ("data", "queries"): inside the package when installed, beside it in a checkout."""
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


def data_folders() -> list[Path]:
    """Our `data/`, then the user's (`KG_DATA`), whose files are laid over ours."""
    own = os.environ.get("KG_DATA")
    return [folder("data"), *([Path(own)] if own else [])]


@cache
def read_yaml(path: Path) -> object:
    """The content of a YAML file.

    Raises:
        BadData: if it cannot be read or is no YAML; the message names the file.
    """
    try:
        # The C loader is ten times faster, and start-up time is seen by the user.
        return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadData(f"{path}: {error}".replace("\n", " ")) from error


def reading_rules(language: str) -> list[Path]:
    """Our files that decide how an article is read, beside a model or a prompt: words, outlets, relations; in a fixed order."""
    data = folder("data")
    return [path for name in (f"languages/{language}", "outlets", "relations") for path in sorted((data / name).iterdir())]
