"""The closed list of relations, read from `data/relations/*.yml`, one file each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import BadData
from kg.model import Kind, Modality, Polarity
from kg.resources import data_folders, read_yaml

_ANY = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of our own and the statements that it must give: (subject, object, polarity, modality) by name."""

    text: str
    expect: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the guide. `label` and `inverse` are by interface language, `triggers` by language of the text.

    `group` names the colour and filter group; `structural` tells a standing relation (an office, a ticket, kin) from an act.
    """

    name: str
    label: Mapping[str, str]
    inverse: Mapping[str, str]
    definition: Mapping[str, str]
    subject: frozenset[Kind]
    object: frozenset[Kind]
    symmetric: bool
    structural: bool
    plover: str | None
    wikidata: str | None
    group: str
    triggers: Mapping[str, tuple[str, ...]]
    examples: tuple[Example, ...]

    @property
    def type(self) -> str:
        """The relationship type in a property graph."""
        return self.name.upper()

    def admits(self, subject: Kind, object_: Kind) -> bool:
        """Whether the relation can hold between actors of these kinds."""
        forward = subject in self.subject and object_ in self.object
        return forward or (self.symmetric and object_ in self.subject and subject in self.object)


@cache
def relations() -> Mapping[str, Relation]:
    """All relations by name, in alphabetical order; a file in the user's data folder replaces ours of the same name.

    Raises:
        BadData: if a file lacks a key or has an unknown one.
    """
    files = {path.stem: path for root in data_folders() for path in sorted((root / "relations").glob("*.yml"))}
    return {name: _relation(name, read_yaml(files[name])) for name in sorted(files)}


def _relation(name: str, raw: object) -> Relation:
    """Check the content of one file and turn it into a value; what is wrong is said with file and key."""
    source = f"relations/{name}.yml"
    if not isinstance(raw, dict):
        raise BadData(f"{source}: not a mapping")
    if missing := sorted(_REQUIRED - set(raw)):
        raise BadData(f"{source}: lacks {', '.join(missing)}")
    if unknown := sorted(set(map(str, raw)) - _KEYS):
        raise BadData(f"{source}: unknown key {', '.join(unknown)}")
    try:
        return Relation(
            name=name,
            label=_texts(raw["label"]),
            inverse=_texts(raw["inverse"]),
            definition=_texts(raw["definition"]),
            subject=_kinds(raw["subject"]),
            object=_kinds(raw["object"]),
            symmetric=bool(raw.get("symmetric", False)),
            structural=bool(raw.get("structural", False)),
            plover=raw.get("plover"),
            wikidata=raw.get("wikidata"),
            group=str(raw["group"]),
            triggers={language: _cues(cues) for language, cues in raw.get("triggers", {}).items()},
            examples=tuple(_example(example) for example in raw.get("examples", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadData(f"{source}: {type(error).__name__}: {error}") from error


_REQUIRED = frozenset({"label", "inverse", "definition", "subject", "object", "group"})
_KEYS = frozenset(Relation.__slots__) - {"name"}  # the name is that of the file


def _texts(value: Mapping[str, object]) -> dict[str, str]:
    return {language: str(text) for language, text in value.items()}


def _cues(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"triggers: {value!r} is no list")
    return tuple(map(str, value))


def _kinds(value: str | list[str]) -> frozenset[Kind]:
    return _ANY if value == "any" else frozenset(Kind(kind) for kind in value)


def _example(raw: Mapping[str, Any]) -> Example:
    return Example(str(raw["text"]), tuple(_expected(*names) for names in raw["expect"]))


def _expected(subject: str, object_: str, polarity: str = "affirmed", modality: str = "actual") -> tuple[str, str, str, str]:
    return subject, object_, Polarity(polarity).value, Modality(modality).value
