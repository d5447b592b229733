"""Which actor a user means by a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.errors import UsageError
from kg.model import Actor

_LISTED = 15


def find(actors: Iterable[Actor], text: str) -> list[Actor]:
    """The actors that `text` may mean, whatever its case: by id or name, else by an alias, else by a part of a name.

    An acronym means the body whose name it abbreviates, before any branch that is called so for short.
    """
    actors, text = list(actors), text.strip().casefold()
    tests: Sequence[Callable[[Actor], bool]] = (
        lambda actor: text in (actor.id.casefold(), actor.name.casefold()),
        lambda actor: text == _initials(actor.name) and text in map(str.casefold, actor.aliases),
        lambda actor: text in map(str.casefold, actor.aliases),
        lambda actor: any(text in name.casefold() for name in (actor.name, *actor.aliases)),
    )
    return next((found for test in tests if text and (found := list(filter(test, actors)))), [])


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.casefold().split())


def pick(actors: Iterable[Actor], text: str) -> Actor:
    """The one actor that `text` means.

    Raises:
        UsageError: if it is none, or several, which are listed.
    """
    found = find(actors, text)
    if not found:
        raise UsageError(f"no actor named {text!r}; kg actors lists them")
    if len(found) > 1:
        lines = [f"  {actor.name} ({actor.kind}, {actor.id})" for actor in found[:_LISTED]]
        more = [f"  and {len(found) - _LISTED} more"] if len(found) > _LISTED else []
        raise UsageError("\n".join([f"{text!r} may mean several actors; give a fuller name or an id:", *lines, *more]))
    return found[0]
