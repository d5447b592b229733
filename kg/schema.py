"""The closed list of relations, read from `data/relations/*.yml`, one file each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.errors import BadData
from kg.model import Kind
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
    if not isinstance(raw, dict):
        raise BadData(f"relations/{name}.yml: not a mapping")
    try:
        return Relation(
            name=name,
            label=raw.pop("label"),
            inverse=raw.pop("inverse"),
            definition=raw.pop("definition"),
            subject=_kinds(raw.pop("subject")),
            object=_kinds(raw.pop("object")),
            symmetric=raw.pop("symmetric", False),
            structural=raw.pop("structural", False),
            plover=raw.pop("plover", None),
            wikidata=raw.pop("wikidata", None),
            group=raw.pop("group"),
            triggers={language: tuple(cues) for language, cues in raw.pop("triggers", {}).items()},
            examples=tuple(_example(example) for example in raw.pop("examples", [])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadData(f"relations/{name}.yml: {type(error).__name__}: {error}") from error
    finally:
        if raw and set(raw) - _KEYS:
            raise BadData(f"relations/{name}.yml: unknown key {', '.join(sorted(set(raw) - _KEYS))}")


_KEYS = frozenset(Relation.__slots__)


def _kinds(value: object) -> frozenset[Kind]:
    return _ANY if value == "any" else frozenset(Kind(kind) for kind in value)  # type: ignore[union-attr]


def _example(raw: dict[str, object]) -> Example:
    expected = tuple((e[0], e[1], e[2] if len(e) > 2 else "affirmed", e[3] if len(e) > 3 else "actual") for e in raw["expect"])  # type: ignore[attr-defined]
    return Example(str(raw["text"]), expected)
