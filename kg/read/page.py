"""The article of a page of HTML, found by trafilatura, with what the page says about itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.errors import BadInput
from kg.model import Article
from kg.outlets import outlet_name
from kg.read.decode import decode
from kg.read.pagedate import page_date
from kg.read.record import article
from kg.read.urls import agreed

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_FEWEST_WORDS = 10  # of an article; a broken page or a frame has less
_MOST_TAGS = 20_000  # a newspaper's page has some thousand; the worst of so many took 11 s, of 50,000 minutes
_HEAD = 4096  # bytes in which a page declares its character set
_DATES = {"extensive_search": False, "max_date": "2100-01-01"}  # what trafilatura finds is not used; by default it asks the clock

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it has to say, we say in one line
logging.getLogger("htmldate").addHandler(logging.NullHandler())


def articles(data: bytes, source: str, *, url: str | None = None) -> Iterator[Article | BadInput]:
    """The article of a page, after a notice where its bytes had to be changed.

    `url` is where it was found: of what the page says about its own address, only another one of that site is then believed.

    Raises:
        BadInput: if no article is found in it, or it is too large for one.
    """
    if data.count(b"<") > _MOST_TAGS:
        raise BadInput(source, f"more than {_MOST_TAGS:,} tags; no page of an article has so many")
    from trafilatura import bare_extraction, load_html  # 0.5 s to import: only for those who read HTML

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
    address = agreed(url, page.url) if url else page.url
    found = article(
        source,
        title=page.title,
        body=page.text.removeprefix(f"{page.title}\n"),  # pages print their title above the article once more
        url=address,
        publisher=outlet_name(None, address) or page.sitename,
    )
    day, where = page_date(load_html(data))
    yield replace(found, published=day, date_source=where) if day else found


def _declares_other_charset(data: bytes) -> bool:
    found = _CHARSET.search(data[:_HEAD])
    return found is not None and found[1].lower() not in (b"utf-8", b"utf8")
