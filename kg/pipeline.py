"""READ THIS FIRST: the whole way of an article, from bytes to the graph that is shown.

    bytes ── read ──▶ Article ── clean ──▶ Article ── extract ──▶ Extraction ──▶ store
                                                                                   │
                                                       GraphView ◀── link ─────────┘

Reading an article depends on that article and on the reader alone, so it runs in any number of processes and gives the same;
the store is the only truth, and what is shown is worked out from it each time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg import clean, extract, link, parallel, read, resources, schema
from kg.errors import BadData, BadInput, KgError
from kg.extract import Reader
from kg.ids import statement_id
from kg.link import decisions
from kg.model import Article, Claim, GraphView, Reading
from kg.store import Change, Store

if TYPE_CHECKING:
    from kg.link.large import LargeView

Load = Callable[[str], Reader]

_SHARD = 500  # articles: about a minute of work for one processor, which is all that a break can cost


def load_reader(language: str) -> Reader:
    """The reader of a language.

    Raises:
        BadData: if there is no model for it.
    """
    return extract.load(language)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one article. `reading` is None where it was stored already and was not read again."""

    article: str
    change: Change
    reading: Reading | None = None


def ingest(
    store: Store,
    paths: Sequence[Path | str],
    *,
    columns: Mapping[str, str] | None = None,
    fetch: read.Fetch | None = None,
    position: read.Position | None = None,
    language: str = "id",
    jobs: int | None = None,
    load: Load = load_reader,
    threads: bool = False,
) -> Iterator[Stored | BadInput]:
    """Read articles into the store, in the order of the input; yields what became of each one.

    `threads`: a reader that waits for a server needs no processes.

    A `str` among the paths is an address of the web, which `fetch` is asked for. `position` is kept up to date meanwhile.

    Raises:
        StoreError: if the store cannot be written; what was yielded is stored.
    """
    version = _reader(load, language).version
    found = read.articles(paths, columns=columns or {}, fetch=fetch, position=position)
    new = _unless_stored(store, found, version)
    return _put_each(store, parallel.in_order(partial(_read, load, language), new, jobs=jobs, threads=threads), version)


def reread(
    store: Store, *, language: str = "id", jobs: int | None = None, load: Load = load_reader, threads: bool = False
) -> Iterator[Stored | BadInput]:
    """Read again what another reader read; stop it anywhere, and the next call goes on from there."""
    old = stale(store, language=language, load=load)
    work = parallel.in_order(partial(_read, load, language), old, jobs=jobs, threads=threads)
    return _put_each(store, work, _reader(load, language).version)


def stale(store: Store, *, language: str = "id", load: Load = load_reader) -> Iterator[Article]:
    """The stored articles that another reader read."""
    version = _reader(load, language).version
    return (article for id in store.stale(version) if (article := store.article(id)))


def waiting(
    store: Store, articles: Iterable[Article | BadInput], *, language: str = "id", load: Load = load_reader
) -> Iterator[Article]:
    """Those of the articles that are not stored as read by this reader."""
    version = _reader(load, language).version
    return (one for one in articles if isinstance(one, Article) and not store.holds(one, version))


def readings(
    paths: Sequence[Path],
    *,
    columns: Mapping[str, str] | None = None,
    language: str = "id",
    jobs: int | None = None,
    load: Load = load_reader,
    threads: bool = False,
) -> Iterator[Reading | BadInput]:
    """Read articles without storing anything."""
    found = read.articles(paths, columns=columns or {})
    if threads:
        _reader(load, language)  # or each thread would load one
    return parallel.in_order(partial(_read, load, language), found, jobs=jobs, threads=threads)


def forget(store: Store, url_or_id: str) -> str | None:
    """Delete an article, what was read in it, and all that is kept beside the database and was made from it; gives its id.

    None where there is no such article.

    Raises:
        StoreError: if the database, or what is beside it, cannot be written.
    """
    gone = store.forget(url_or_id)
    if gone is not None:
        for purge in _kept(store.path):
            purge(gone)
    return gone


def _kept(database: Path) -> Iterator[Callable[[str], object]]:
    """All that is kept beside a database, each by how it forgets an article: what keeps something more is to be added here."""
    from kg.extract.llm import Answers
    from kg.graph.embedded import sweep  # 0.02 s with the engine's process: not for kg --help
    from kg.read import pages

    folder = cache_of(database)
    yield pages.beside(database).forget
    yield Answers(folder).forget
    yield lambda _: link.forget(folder)
    yield lambda _: sweep(folder)


def extract_shards(
    sources: Sequence[Path | str],
    folder: Path,
    *,
    columns: Mapping[str, str] | None = None,
    language: str = "id",
    address: str | None = None,
    jobs: int | None = None,
    load: Load = load_reader,
    size: int = _SHARD,
) -> Iterator[BadInput | int]:
    """Read articles on the machines of a Ray cluster (`kg.cluster`) into the shards of a folder.

    Yields what cannot be read, and for each shard how many articles are in it. A `str` among the sources is an address of
    `read.remote`, a path is a file (`read.files`). What is finished in the folder is not read
    again, so the same call goes on after a break. `size` articles come into a shard.

    Raises:
        KgError: if there is no cluster, or the folder cannot be written.
    """
    from kg import cluster  # with what follows it brings pydantic: only for those who have shards
    from kg.store import shards

    version = _reader(load, language).version
    out, placed = shards.Output(folder, version), dict[cluster.Place, str]()
    name, reading = partial(shards.name, version), partial(_read_shard, load, language, version)
    task = cluster.Task(partial(_cut, columns or {}), size, name, reading)
    for item in cluster.run(task, sources, there=out.holds, address=address, jobs=jobs):
        if isinstance(item, cluster.Done):
            out.put(item.name, item.content)
            yield from out.told(item.name)
            continue
        yield from item.failed
        if item.name:
            placed[item.place] = item.name
            yield from out.told(item.name) if out.holds(item.name) else ()
    out.finish(placed[place] for place in sorted(placed))


def ingest_shards(store: Store, folder: Path) -> Iterator[Stored | BadInput]:
    """Bring what was read elsewhere (`extract_shards`) into the store, as if it had been read here.

    A shard that is not what its manifest says is yielded as a BadInput, and nothing of it is stored.

    Raises:
        KgError: if the folder holds no finished extraction.
        StoreError: if the store cannot be written; what was yielded is stored.
    """
    from kg.store import shards  # brings pydantic

    manifest, relations = shards.manifest(folder), frozenset(schema.relations())
    for shard in manifest.shards:
        try:
            readings = shards.readings(folder, shard, manifest.reader, relations)
        except BadInput as bad:
            yield bad
        else:
            yield from _put_each(store, readings, manifest.reader)


@contextmanager
def large_view(
    folder: Path, *, min_confidence: float | None = None, everything: bool = False, language: str = "id"
) -> Iterator[LargeView]:
    """What is shown of an extraction (`extract_shards`) that need not fit into memory, as long as the block lasts.

    What it works out lies in that folder meanwhile, and is deleted afterwards.

    Raises:
        KgError: if the folder holds no finished extraction, or one of its shards is not what the manifest says.
    """
    from kg.link import large
    from kg.store import shards

    points = {} if everything else publishable(language)
    if min_confidence is not None:
        points = dict.fromkeys(schema.relations(), min_confidence)
    with TemporaryDirectory(dir=folder, prefix=".view-") as scratch:
        yield large.view(partial(shards.every, folder, frozenset(schema.relations())), thresholds=points, folder=Path(scratch))


def view(
    store: Store, *, min_confidence: float | None = None, everything: bool = False, verified: bool = False, language: str = "id"
) -> GraphView:
    """What is shown: by default what lies above the publishable point of its relation, and never what a person rejected.

    Raises:
        BadData: if the decisions beside the database, or a file of knowledge, break their format.
    """
    decided = decisions.load(decisions.path_of(store.path))
    made = partial(link.view, decisions=decided, verified=verified, cache=cache_of(store.path))
    points = publishable(language)
    if everything:
        return _marked(made(store.readings(), thresholds={}), points)
    if min_confidence is not None:
        return _marked(made(store.readings(), thresholds=dict.fromkeys(schema.relations(), min_confidence)), points)
    return made(store.readings(), thresholds=points)


def cache_of(database: Path) -> Path:
    """The folder for what was derived from the database and may be deleted at any time: `kg.cache` beside `kg.db`."""
    return database.with_suffix(".cache")


def _marked(view: GraphView, points: Mapping[str, float]) -> GraphView:
    """The view in which each statement below the publishable point says so, unless a person verified it."""
    return replace(view, claims=tuple(_marked_claim(claim, points.get(claim.relation, 0.0)) for claim in view.claims))


def _marked_claim(claim: Claim, point: float) -> Claim:
    if all(support.verified or support.confidence >= point for support in claim.support):
        return claim
    marked = (replace(s, publishable=s.verified or s.confidence >= point) for s in claim.support)
    return replace(claim, support=tuple(marked))


def resolution(readings: Iterable[Reading], database: Path) -> link.Resolution:
    """Who is who in the readings of a database, with what people decided about it.

    Raises:
        BadData: if the decisions, or a file of knowledge, break their format.
    """
    return link.resolve(readings, decisions.load(decisions.path_of(database)), cache=cache_of(database))


def said(readings: Iterable[Reading]) -> dict[str, decisions.Said]:
    """How a decision names each statement, by its id."""
    return {
        statement_id(reading.article.id, statement, local[statement.subject], local[statement.object]): decisions.Said.of(
            reading.article, statement, local
        )
        for reading in readings
        for local in ({actor.key: actor for actor in reading.extraction.actors},)
        for statement in reading.extraction.statements
    }


def publishable(language: str = "id") -> Mapping[str, float]:
    """The confidence above which statements of a relation were measured to be right often enough, by relation.

    Raises:
        BadData: if the model card is damaged.
    """
    return {name: figures["threshold"] for name, figures in measured(language).items()}


def measured(language: str = "id") -> Mapping[str, Mapping[str, float]]:
    """What was measured on held-out articles, by relation: `threshold`, and `precision` and `recall` above it.

    Raises:
        BadData: if the model card is damaged.
    """
    card = resources.folder("data") / "models" / language / "card.json"
    try:
        found = json.loads(card.read_text("utf-8"))["relations"]
        return {name: {"threshold": float(entry["threshold"]), **entry} for name, entry in found.items()}
    except FileNotFoundError:  # nothing measured yet, so nothing is held back
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadData(f"{card}: {type(error).__name__}: {error}") from error


def _unless_stored(store: Store, found: Iterable[Article | BadInput], version: str) -> Iterator[Article | BadInput | Stored]:
    """Pass on what must be read. An article that comes twice is read twice: which text stands last shows when it is stored."""
    coming: set[str] = set()
    for item in found:
        if isinstance(item, Article) and item.id not in coming and store.holds(item, version):
            yield Stored(item.id, Change.UNCHANGED)
        else:
            coming.update({item.id} if isinstance(item, Article) else ())
            yield item


def _read(load: Load, language: str, article: Article) -> Reading | BadInput:
    """One article by the reader of this process."""
    try:
        cleaned = clean.clean(article)
        return Reading(cleaned, _reader(load, language).read(cleaned))
    except BadInput as error:
        return error
    except KgError:  # our knowledge is broken, or a model cannot be asked: each article would fail
        raise
    except Exception as error:  # the boundary of the batch, and the only place like it: no article may stop the others
        return BadInput(article.url or article.source_id or article.id, f"could not be read: {type(error).__name__}: {error}")


def _cut(columns: Mapping[str, str], source: Path | str) -> Iterator[Article | BadInput]:
    """The articles of one file, on this machine or on storage."""
    from kg.read import remote

    return read.articles([source], columns=columns, fetch=partial(remote.articles, columns=columns))


def _read_shard(load: Load, language: str, version: str, articles: Iterable[Article]) -> bytes:
    """A shard, on whichever machine this is.

    Raises:
        KgError: if it has another reader.
    """
    from kg.store import shards

    if (here := _reader(load, language).version) != version:
        raise KgError(f"a worker has the reader {here}, and this machine {version}: install one version of kg everywhere")
    return shards.pack((_read(load, language, article) for article in articles), version)


@cache
def _reader(load: Load, language: str) -> Reader:
    return load(language)  # a model takes a second to load: once a process


def _put_each(store: Store, items: Iterable[Reading | BadInput | Stored], version: str) -> Iterator[Stored | BadInput]:
    for item in items:
        if isinstance(item, Reading):
            yield Stored(item.article.id, store.put(item.article, item.extraction, version), item)
        else:
            yield item
