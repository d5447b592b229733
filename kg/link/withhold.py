"""Takes people who must not appear (minors, victims, protected witnesses) out of what is shown: names, quotes, addresses."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from kg.errors import BadData
from kg.ids import claim_id
from kg.link.knowledge import load
from kg.link.names import key
from kg.link.profile import Profile
from kg.model import Actor, Claim, GraphView, Kind, LocalActor, Reading, Source, Support
from kg.resources import data_folders
from kg.schema import relations

WITHHELD = "[name withheld]"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Names (as written) and Wikidata ids of people who must not appear."""

    names: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.names or self.ids)

    def hides(self, actor: Actor | LocalActor) -> bool:
        """Whether this is one of them."""
        if isinstance(actor, Actor) and actor.wikidata in self.ids:
            return True
        forms = set(map(key, self.names))
        return actor.kind is Kind.PERSON and any(key(name) in forms for name in (actor.name, *actor.aliases))


def suppressed() -> Suppressed:
    """Who stands in `suppress.csv` of the data folders: columns `name`, and where wanted `aliases` (`A|B`) and `wikidata`.

    Raises:
        BadData: if a file has no column `name`, or a line has no name.
    """
    names: dict[str, None] = {}
    ids: set[str] = set()
    for path in (root / "suppress.csv" for root in data_folders()):
        if path.is_file():
            for number, row in enumerate(csv.DictReader(path.read_text("utf-8-sig").splitlines()), start=2):
                if not key(row.get("name") or ""):
                    raise BadData(f"{path}, line {number}: no name")
                names |= dict.fromkeys(name for name in (row["name"], *(row.get("aliases") or "").split("|")) if key(name))
                if known := load().with_id(row.get("wikidata") or ""):
                    names |= dict.fromkeys((known.name, *known.aliases))
                ids |= {row.get("wikidata") or ""} - {""}
    return Suppressed(tuple(names), frozenset(ids))


def hide(text: str, names: Iterable[str]) -> str:
    """`text` without these names, in whatever case and however their words are joined (also in an address)."""
    pattern = _pattern(frozenset(names))
    return pattern.sub(WITHHELD, text) if pattern else text


def hide_record(line: str) -> str:
    """A JSON object about one article, as `kg dump` and `kg extract` print it, without the names that must not appear.

    Raises:
        BadData: as `suppressed`.
    """
    if not (hidden := suppressed()):
        return line
    record = json.loads(line)
    found = record.get("extraction", record)["actors"]
    names = _local_names(((one["name"], one.get("aliases") or one.get("mentions") or ()) for one in found), hidden)
    return json.dumps(_hidden(record, names), ensure_ascii=False)


def hide_local(text: str, actors: Iterable[tuple[str, Sequence[str]]], hidden: Suppressed) -> str:
    """`text` about one article without the names in `hidden`, nor the other names of the persons who bear them.

    `actors` are the persons of the article, each by name and aliases.
    """
    return hide(text, _local_names(actors, hidden))


def withhold(
    view: GraphView, readings: Sequence[Reading], groups: Mapping[str, Sequence[Profile]], hidden: Suppressed
) -> GraphView:
    """The view without the people whom `hidden` names; what only they are called in one article goes there too."""
    gone = {actor.id for actor in view.actors if hidden.hides(actor)}
    words: dict[str, set[str]] = defaultdict(lambda: set(hidden.names))
    for ident in gone:
        for local in groups[ident]:
            words[local.article].update(_forms(local.actor))
    for reading in readings:
        if hide(reading.article.text, hidden.names) != reading.article.text:
            words[reading.article.id].update(hidden.names)
    return _Veil(view, gone, words, hidden, groups).view()


class _Veil:
    """Lays it over one view: `words` are the names to hide by article, and only in these."""

    def __init__(
        self,
        view: GraphView,
        gone: set[str],
        words: Mapping[str, set[str]],
        hidden: Suppressed,
        groups: Mapping[str, Sequence[Profile]],
    ) -> None:
        self._view, self._gone, self._words, self._hidden, self._groups = view, gone, words, hidden, groups
        self._ids: dict[str, str] = {}

    def view(self) -> GraphView:
        actors = sorted((self._actor(actor) for actor in self._view.actors), key=lambda actor: actor.id)
        claims = sorted((self._claim(claim) for claim in self._view.claims), key=lambda claim: claim.id)
        return replace(
            self._view,
            actors=tuple(actors),
            sources=tuple(self._source(source) for source in self._view.sources),
            claims=tuple(claims),
            unmatched=tuple(hide(text, self._hidden.names) for text in self._view.unmatched),
        )

    def _actor(self, actor: Actor) -> Actor:
        """The actor; who is named after one of them ("Keluarga …") keeps the rest of the name."""
        if actor.id in self._gone:
            return Actor(self._anonymous(actor), WITHHELD, actor.kind)
        names = set(self._hidden.names)
        if actor.kind is not Kind.PERSON:
            names.update(*(self._words[a] for a in {local.article for local in self._groups[actor.id]} & self._words.keys()))
        name, aliases = hide(actor.name, names), {hide(alias, names) for alias in actor.aliases}
        changed = name != actor.name or hide(actor.id, names) != actor.id
        return replace(
            actor,
            id=self._anonymous(actor) if changed else actor.id,
            name=name,
            aliases=tuple(sorted(aliases - {name, WITHHELD})),
        )

    def _anonymous(self, actor: Actor) -> str:
        return self._ids.setdefault(actor.id, f"withheld-{len(self._ids) + 1}")

    def _source(self, source: Source) -> Source:
        if source.id not in self._words:
            return source
        names = self._words[source.id]
        address = source.url and hide(source.url, names) == source.url
        return replace(source, title=hide(source.title, names), url=source.url if address else None)

    def _claim(self, claim: Claim) -> Claim:
        subject, object_ = (self._ids.get(ident, ident) for ident in (claim.subject, claim.object))
        if relations()[claim.relation].symmetric:
            subject, object_ = sorted((subject, object_))
        speaker = claim.speaker and self._ids.get(claim.speaker, claim.speaker)
        ident = claim_id(subject, claim.relation, object_, claim.polarity, claim.modality, speaker)
        support = tuple(self._support(support) for support in claim.support)
        return replace(claim, id=ident, subject=subject, object=object_, speaker=speaker, support=support)

    def _support(self, support: Support) -> Support:
        if support.article not in self._words:
            return support
        names = self._words[support.article]
        quote, role = hide(support.quote, names), support.role and hide(support.role, names)
        trigger = support.trigger if quote == support.quote else None  # its offsets would be wrong
        # A name may be cut in two where the words around the quote begin.
        return replace(support, quote=quote, role=role, trigger=trigger, prefix="", suffix="")


def _local_names(actors: Iterable[tuple[str, Sequence[str]]], hidden: Suppressed) -> set[str]:
    persons = [LocalActor("", name, Kind.PERSON, (), tuple(aliases)) for name, aliases in actors]
    return {*hidden.names, *(form for person in persons if hidden.hides(person) for form in _forms(person))}


def _hidden(value: Any, names: set[str]) -> Any:
    """A JSON value with every text in it without these names."""
    match value:
        case str():
            return hide(value, names)
        case list():
            return [_hidden(item, names) for item in value]
        case dict():
            return {name: _hidden(item, names) for name, item in value.items()}
        case _:
            return value


def _forms(actor: LocalActor) -> set[str]:
    """What names a local actor: not "anak itu", which only its article understands."""
    return {form for form in (actor.name, *actor.aliases) if form[:1].isupper()}


@lru_cache(maxsize=1024)
def _pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    words = [re.findall(r"[^\W_]+", name) for name in sorted(names, key=lambda name: (-len(name), name))]
    forms = [r"[\W_]*".join(map(re.escape, found)) for found in words if found]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])", re.IGNORECASE) if forms else None
