"""HTML: the article of a page, found by trafilatura, with what the page says about itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from kg.errors import BadInput
from kg.model import Article
from kg.outlets import outlet_name
from kg.read.dates import url_date
from kg.read.decode import decode, read_whole
from kg.read.record import article

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_FEWEST_WORDS = 10  # of an article; a broken page or a frame has less
_HEAD = 4096  # bytes in which a page declares its character set
# The last date is fixed, for by default it is today; the date is not searched for in the text of the article.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it has to say, we say in one line
logging.getLogger("htmldate").addHandler(logging.NullHandler())


def read(stream: BinaryIO, source: str, columns: Mapping[str, str]) -> Iterator[Article | BadInput]:
    """The article of a page; `columns` mean nothing here.

    Raises:
        BadInput: if the file cannot be read, or no article is found in it.
    """
    from trafilatura import bare_extraction  # 0.5 s to import: only for those who read HTML

    data = read_whole(stream, source)
    if not _declares_other_charset(data):
        text, notice = decode(data, source)
        if notice:
            data = text.encode()
            yield notice
    page: Any = bare_extraction(
        data, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=_DATES
    )
    if page is None or len((page.text or "").split()) < _FEWEST_WORDS:
        raise BadInput(source, "no article found in the HTML; the page may be broken or only a frame")
    yield article(
        source,
        title=page.title,
        body=page.text.removeprefix(f"{page.title}\n"),  # pages print their title above the article once more
        url=page.url,
        publisher=outlet_name(None, page.url) or page.sitename,
        date=page.date,
        date_source="url" if page.date and page.date == url_date(page.url) else "meta",
    )


def _declares_other_charset(data: bytes) -> bool:
    found = _CHARSET.search(data[:_HEAD])
    return found is not None and found[1].lower() not in (b"utf-8", b"utf8")
