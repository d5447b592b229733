"""Fields → Article: what all formats have in common, and what no article may be."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg import ids
from kg.errors import BadInput
from kg.model import Article
from kg.outlets import host, outlet_name
from kg.read.dates import published
from kg.read.language import not_indonesian

# Our name of a field, and the names under which it is looked for.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title",),
    "body": ("body", "text", "content"),
    "url": ("url", "source"),  # this and the next "source-" are trafilatura's
    "date": ("date_iso", "date"),
    "publisher": ("publisher", "source-hostname"),
}
MOST_WORDS = 20_000
# Lone halves of a surrogate pair can be stored nowhere, control characters shown nowhere.
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def from_record(record: object, source: str, columns: Mapping[str, str]) -> Article:
    """The article in a record of JSON or CSV; its text is title + newline + body if the record has a title, even an empty one.

    Raises:
        BadInput: if it is no record, has no body, or is no article that we read.
    """
    if not isinstance(record, dict):
        raise BadInput(source, f"not a record with fields, but {type(record).__name__}")
    body = _value(record, "body", columns)
    if body is not None and not isinstance(body, str):
        raise BadInput(source, f"the body is not text, but {type(body).__name__}")
    has_title = any(name in record for name in names("title", columns))
    return article(
        source,
        title=_text(record, "title", columns) or "" if has_title else None,
        body=body or "",
        url=_text(record, "url", columns),
        publisher=_text(record, "publisher", columns),
        date=_value(record, "date", columns),
        source_id=_text(record, "id", columns),
    )


def article(
    source: str,
    *,
    title: str | None,
    body: str,
    url: str | None = None,
    publisher: str | None = None,
    date: object = None,
    date_source: str = "field",
    source_id: str | None = None,
) -> Article:
    """An article from its parts. `date_source` says where `date` stood; where it has none, URL or text may show the day.

    Raises:
        BadInput: if there is no body, it is too long, or not Indonesian.
    """
    title, body = clean_characters(title) if title is not None else None, clean_characters(body)
    _check(source, body)
    text = body if title is None else f"{title}\n{body}"
    url = _web_address(url)
    day, where = published(date, url, body)
    return Article(
        id=ids.article_id(url, text),
        text=text,
        title=title or "",
        url=url,
        outlet=outlet_name(clean_characters(publisher or ""), url),
        published=day,
        date_source=date_source if where == "field" else where,
        source_id=clean_characters(source_id) if source_id else None,
    )


def names(field: str, columns: Mapping[str, str]) -> tuple[str, ...]:
    """The names under which a field is looked for."""
    return (columns[field],) if field in columns else FIELDS[field]


def clean_characters(text: str) -> str:
    """The text with characters that cannot be stored or shown replaced one for one, so that no offset moves."""
    return _CONTROL.sub(" ", _SURROGATE.sub("\ufffd", text))


def _check(source: str, body: str) -> None:
    if not body.strip():
        raise BadInput(source, "an article without a body")
    if (words := len(body.split())) > MOST_WORDS:
        raise BadInput(source, f"{words:,} words; an article of more than {MOST_WORDS:,} is not read")
    if cause := not_indonesian(body):
        raise BadInput(source, cause)


def _value(record: Mapping[str, object], field: str, columns: Mapping[str, str]) -> object:
    """The first value that is not empty of those that may hold the field."""
    return next((record[name] for name in names(field, columns) if record.get(name) not in (None, "")), None)


def _text(record: Mapping[str, object], field: str, columns: Mapping[str, str]) -> str | None:
    value = _value(record, field, columns)
    return str(value) if isinstance(value, str | int) else None


def _web_address(url: str | None) -> str | None:
    """The URL if it is one of the web; "javascript:…" and the like would be a trap where the graph is shown."""
    address = clean_characters(url or "").strip()
    return address if address.lower().startswith(("http://", "https://")) and host(address) else None
