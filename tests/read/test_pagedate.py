from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from kg.model import Article
from kg.read import articles
from kg.read.pagedate import page_date
from tests.read.site import page

DATED = "2024-02-19T10:00:00+07:00"
OPEN_GRAPH = '<meta property="article:published_time" content="2024-02-18T10:00:00+07:00">'
TIME = '<time datetime="2024-02-17" class="published">17 Februari 2024</time>'


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


def article_of(**fields: object) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": DATED, **fields}


def dated(head: str, body: str = "") -> tuple[str | None, str | None]:
    return page_date(html.fromstring(f"<html><head><title>x</title>{head}</head><body><p>Berita</p>{body}</body></html>"))


def test_json_ld_goes_before_open_graph_before_htmldate() -> None:
    assert dated(OPEN_GRAPH + ld(article_of()), TIME) == ("2024-02-19", "json-ld")
    assert dated(OPEN_GRAPH, TIME) == ("2024-02-18", "opengraph")
    assert dated("", TIME) == ("2024-02-17", "htmldate")
    assert dated("") == (None, None)


@pytest.mark.parametrize(
    "value",
    [
        article_of(),
        [article_of()],
        {"@graph": [{"@type": "Organization"}, article_of()]},
        {"@type": "WebPage", "mainEntity": article_of()},
        {"@type": "WebPage", "datePublished": "2020-01-01", "@graph": [article_of()]},
        article_of(**{"@type": ["Thing", "ReportageNewsArticle"]}),
        article_of(comment=[{"@type": "Comment", "datePublished": "2024-03-01"}], datePublished=DATED),
        article_of(dateModified="2024-05-01T00:00:00+07:00"),
        article_of(datePublished="2024-02-18T20:00:00Z"),  # in western Indonesia it was the next day
        '{"@type": "NewsArticle", "headline": "a\nb", "datePublished": "2024-02-19"}',
    ],
)
def test_the_day_of_the_article_is_found_in_json_ld(value: object) -> None:
    assert dated(ld(value)) == ("2024-02-19", "json-ld")


@pytest.mark.parametrize(
    "value",
    [
        *("", "{", "[" * 100_000, "null", "5", '"x"', "[[[]]]", '{"@graph": {"@graph": 5}}'),
        *({"@type": "Comment", "datePublished": DATED}, {"datePublished": DATED}, {"@type": 5, "datePublished": DATED}),
        *(article_of(datePublished=None), article_of(datePublished="0001-01-01"), article_of(datePublished={"a": 1})),
        {"@type": "ItemList", "itemListElement": [article_of()]},
    ],
)
def test_json_ld_that_does_not_tell_the_day_of_the_page_is_passed_over(value: object) -> None:
    assert dated(ld(value) + OPEN_GRAPH) == ("2024-02-18", "opengraph")


def one(folder: Path, head: str, url: str) -> Article:
    path = folder / "a.html"
    path.write_bytes(page(head=f'{head}<link rel="canonical" href="{url}">').body)
    [found] = articles([path])
    assert isinstance(found, Article)
    return found


def test_the_url_is_asked_last_and_told(tmp_path: Path) -> None:
    url = "https://kabar.test/2024/02/16/sari"
    first, second = one(tmp_path, OPEN_GRAPH, url), one(tmp_path, "", url)
    assert (first.published, first.date_source) == ("2024-02-18", "opengraph")
    assert (second.published, second.date_source) == ("2024-02-16", "url")
    third = one(tmp_path, "", "https://kabar.test/sari")
    assert (third.published, third.date_source) == (None, None)
