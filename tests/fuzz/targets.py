"""What must hold for any bytes: readers, the cleaner, the lexer and the builder of Cypher, each a function that raises if not.

`python -m tests.fuzz TARGET` looks for bytes for which it does not; those it found are kept in `tests/fuzz/findings/TARGET/`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import pairwise

from kg.clean import clean
from kg.errors import BadInput, EngineError, UsageError
from kg.graph import cypher, guard
from kg.graph.lexer import lex
from kg.ids import article_id
from kg.model import Article
from kg.outlets import outlets
from kg.read import READERS
from kg.read.feeds import listing

_FORBIDDEN = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # what no stored text may hold
_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_CREATES = re.compile(rf"UNWIND \$rows AS row CREATE \(n(:{_NAME})+ \{{({_NAME}: row\.properties\.{_NAME}(, )?)*\}}\)")


def read(suffix: str, data: bytes) -> None:
    """A file of a format gives articles that can be stored, and one line for each thing that is wrong."""
    try:
        for item in READERS[suffix](io.BytesIO(data), "file", {}):
            if isinstance(item, Article):
                _check_article(item)
            else:
                _check_line(item)
    except BadInput as error:
        _check_line(error)


def feed(data: bytes) -> None:
    """A feed or sitemap gives addresses of the web."""
    found = listing(data, "https://kabar.test/")
    assert found is None or all(one.startswith(("http://", "https://")) for one in (*found.articles, *found.listings))


def cleaned(data: bytes) -> None:
    """Boilerplate and sentences lie within the text, in order, and do not overlap."""
    text = data.decode("utf-8", "replace")
    title, _, _ = text.partition("\n")
    names = sorted(outlets())
    outlet = names[len(data) % len(names)]
    _check_cleaned(Article(article_id(None, text), text, title=title, outlet=outlet or None))


def query(data: bytes) -> None:
    """The lexer loses no character; what is admitted has no comment, and is admitted again as it is."""
    text = data.decode("utf-8", "replace")
    try:
        assert "".join(token.text for token in lex(text)) == text
        checked = guard.check(text)
    except UsageError as error:
        _check_line(error)
        return
    assert guard.check(checked.text).text == checked.text
    assert all(token.kind == "space" or token.text == text[token.at : token.at + len(token.text)] for token in lex(checked.text))


def built(data: bytes) -> None:
    """Whatever is to be a label, a type or a property: the query has our form, or is refused."""
    names = data.decode("utf-8", "surrogateescape").split("\n")
    with suppress(EngineError):
        assert _CREATES.fullmatch(cypher.create_nodes(names[:2], names[2:]))
    try:
        edges = cypher.create_edges(names[0], "Actor", "Actor", names[1:])
    except EngineError:
        return
    assert re.search(rf"CREATE \(a\)-\[:{_NAME} \{{[\w:., ]*\}}\]->\(b\)$", edges, re.ASCII)


def _check_article(article: Article) -> None:
    for text in (article.text, article.title, article.url, article.outlet, article.published, article.source_id):
        assert not _FORBIDDEN.search(text or ""), text
    assert article.id == article_id(article.url, article.text)
    assert article.url is None or article.url.lower().startswith(("http://", "https://"))
    assert article.published is None or re.fullmatch(r"\d{4}-\d\d(-\d\d)?", article.published, re.ASCII)
    _check_cleaned(article)


def _check_cleaned(article: Article) -> None:
    found = clean(article)
    assert found.text == article.text
    for spans in (found.noise, found.sentences):
        assert all(span.stop <= len(article.text) for span in spans)
        assert all(one.stop <= other.start for one, other in pairwise(spans))
    assert not any(span.overlaps(other) for span in found.sentences for other in found.noise)


def _check_line(error: Exception) -> None:
    assert str(error) and len(str(error)) < 2000, error


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    **{suffix[1:]: lambda data, suffix=suffix: read(suffix, data) for suffix in READERS},  # type: ignore[misc]
    "feed": feed,
    "clean": cleaned,
    "cypher": query,
    "builder": built,
}
# Something of each kind, from which fuzzing starts.
_BODY = "Menurut Sari, KPU tidak akan menunda pemilihan itu. Budi meminta Bawaslu bertindak pada 19 Februari 2024, katanya."
SEEDS: Mapping[str, tuple[bytes, ...]] = {
    "txt": (f"Sari dan KPU\n\n{_BODY}\nBaca juga: Budi Pulang".encode(), f"\ufeff{_BODY}".encode("utf-16")),
    "html": (
        f"<html><head><title>Sari</title><meta property='article:published_time' content='2024-02-19T10:00:00+07:00'>"
        f'<script type=\'application/ld+json\'>{{"datePublished": "2024-02-19"}}</script></head>'
        f"<body><article><h1>Sari</h1><p>{_BODY}</p><p>{_BODY}</p></article></body></html>".encode(),
    ),
    "json": (json.dumps([{"title": "Sari", "body": _BODY, "url": "https://kabar.test/1", "date": "19/02/2024"}]).encode(),),
    "jsonl": (json.dumps({"id": 1, "title": "Sari", "content": _BODY, "date_iso": 1708300000}).encode() + b"\n{}",),
    "csv": (f'title;body;date\n"Sari";"{_BODY}";2024-02-19\n'.encode(),),
    "warc": (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://kabar.test/1\r\nContent-Type: application/http\r\n"
        b"Content-Length: 60\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Sari bicara</p>\r\n\r\n",
    ),
    "feed": (
        b"<rss><channel><item><link>https://kabar.test/1</link></item></channel></rss>",
        b"<urlset><url><loc>https://kabar.test/1</loc></url></urlset>",
        b"<feed><entry><link href='/1'/></entry></feed>",
    ),
    "clean": (f"Sari dan KPU\n{_BODY} Baca juga: Budi Pulang\nADVERTISEMENT\nA.M. Sari, S.H. bicara.Ia pergi.".encode(),),
    "cypher": (
        b"MATCH (a:Person {name: $name})-[r]->(b) WHERE a.name CONTAINS 'x' RETURN a.name, count(*) ORDER BY a.name LIMIT 3;",
        b'CALL { MATCH (n) RETURN n } CALL db.labels() YIELD label // end\nRETURN `a b`, "x\\"y", 1.5e3, [x IN [1] | x]',
        b"LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    ),
    "builder": (b"Actor\nKg\nname\nkey", b"Actor\nPerson) DETACH DELETE n //\nx"),
}
