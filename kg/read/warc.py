"""WARC, the format of web archives: its pages as articles, and an answer of a server as an archive of one page."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from kg.errors import BadInput, Notice
from kg.model import Article
from kg.read import page
from kg.read.answer import Answer, Limits, too_large

_KEPT = ("content-type", "etag", "last-modified")  # headers that say something about the page itself
_BLOCK = 65_536

logging.getLogger("warcio").addHandler(logging.NullHandler())  # it would print addresses as they stand in the archive


def read(stream: BinaryIO, source: str, columns: Mapping[str, str]) -> Iterator[Article | BadInput]:
    """The articles of the pages in an archive; what is no page of HTML is passed over. `columns` mean nothing here.

    Raises:
        BadInput: if it is empty or no WARC.
    """
    found, archive = False, _archive(stream, source)
    for number, record in _records(archive, source):
        found = True
        if _is_page(record):
            yield from _articles(record, f"{source}[{number}]")
    if not found:
        raise BadInput(source, "the file is empty")
    if archive.err_count:
        yield Notice(source, f"records that do not end where they say: {archive.err_count}; what follows them may be missing")


def answer(stream: BinaryIO, source: str) -> Answer:
    """The answer that `write` wrote.

    Raises:
        BadInput: if it is not there.
    """
    for _, record in _records(_archive(stream, source), source):
        if record.rec_type == "response":
            headers = {name.lower(): value for name, value in record.http_headers.headers}
            return Answer(_address(record), 200, headers, _body(record, source))
    raise BadInput(source, "no page in it")


def write(out: BinaryIO, answer: Answer, fetched: str) -> None:
    """Write an answer as a gzipped WARC of one record; `fetched` is the time (`2024-02-19T10:00:00Z`)."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    headers = [(name, answer.headers[name]) for name in _KEPT if name in answer.headers]
    writer = WARCWriter(out, gzip=True)
    writer.write_record(
        writer.create_warc_record(
            answer.url,
            "response",
            payload=io.BytesIO(answer.body),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": fetched},
        )
    )


def _archive(stream: BinaryIO, source: str) -> Any:
    """Iterates over the records; tells the terminal nothing of what stands in them, and counts faults in `err_count`."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # an extra
    except ImportError as error:
        raise BadInput(source, "WARC needs warcio: pip install 'kabar-graph[web]'") from error
    archive = ArchiveIterator(stream)
    archive.INC_RECORD = ""
    return archive


def _records(archive: Any, source: str) -> Iterator[tuple[int, Any]]:
    try:
        yield from enumerate(archive, 1)
    except _faults() as error:
        raise BadInput(source, "not a WARC, or a damaged one") from error


def _faults() -> tuple[type[Exception], ...]:
    """What warcio raises where an archive is damaged: its own errors, and those of a missing address or an endless length."""
    from warcio.bufferedreaders import ChunkedDataException
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    return ArchiveLoadFailed, StatusAndHeadersParserException, ChunkedDataException, ValueError, AttributeError, OverflowError


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
        return False
    return "html" in (headers.get_header("content-type") or "").lower()


def _articles(record: Any, source: str) -> Iterator[Article | BadInput]:
    try:
        yield from page.articles(_body(record, source), source, url=_address(record))
    except BadInput as bad:
        yield bad


def _address(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _body(record: Any, source: str) -> bytes:
    """What the server sent, unpacked.

    Raises:
        BadInput: if it is too large, or damaged.
    """
    limit, parts, size = Limits().bytes, [], 0
    try:
        stream = record.content_stream()
        while part := stream.read(_BLOCK):
            parts.append(part)
            size += len(part)
            if size > limit:
                raise too_large(source, limit)
    except _faults() as error:
        raise BadInput(source, "a damaged page") from error
    return b"".join(parts)
