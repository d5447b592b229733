"""An address of the web → its article, or the articles that a feed or sitemap there lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.errors import BadInput
from kg.model import Article
from kg.read import page
from kg.read.answer import Answer, unpacked
from kg.read.feeds import Listing, listing
from kg.read.pages import Pages
from kg.read.polite import Polite
from kg.read.urls import canonical, whole

_GZIP = b"\x1f\x8b"
_DEPTH = 3  # of sitemaps within sitemaps


@dataclass(slots=True)
class Fetcher:
    """Fetches articles; `most` is how many listed pages are asked for each address given, and `left_out` counts those beyond.

    `stored` says whether the article with an id is stored.
    """

    polite: Polite
    pages: Pages
    stored: Callable[[str], bool]
    most: int = 100
    left_out: int = 0
    _left: int = 0
    _seen: set[str] = field(default_factory=set)

    def articles(self, address: str) -> Iterator[Article | BadInput]:
        """The article at an address, asked for anew; or those listed there that are not stored yet.

        What cannot be had is yielded as a BadInput among them.
        """
        self._left, self._seen = self.most, set()
        url = canonical(address)
        try:
            answer = self._fetched(url)
            yield from self._listed(url, answer, _DEPTH) or self._read(url, answer)
        except BadInput as bad:
            yield bad

    def _listed(self, url: str, answer: Answer, depth: int) -> Iterator[Article | BadInput] | None:
        """What a feed or sitemap lists; None where the answer is neither."""
        packed = answer.body.startswith(_GZIP)  # a sitemap.xml.gz
        data = unpacked(url, answer.body, self.polite.web.limits.bytes) if packed else answer.body
        found = listing(data, answer.url)
        if found is None:
            return None
        self.pages.keep(url, answer, None)
        return self._all(found, depth)

    def _all(self, found: Listing, depth: int) -> Iterator[Article | BadInput]:
        for link in map(canonical, found.articles):
            if not self._is_done(link) and self._may_ask(link):
                yield from self._page(link)
        for link in map(canonical, found.listings if depth else ()):
            if self._may_ask(link):
                yield from self._nested(link, depth - 1)

    def _page(self, url: str) -> Iterator[Article | BadInput]:
        try:
            yield from self._read(url, self._interrupted(url) or self._fetched(url))
        except BadInput as bad:
            yield bad

    def _nested(self, url: str, depth: int) -> Iterator[Article | BadInput]:
        try:
            listed = self._listed(url, self._fetched(url), depth)
            yield from listed or [BadInput(url, "no sitemap, though a sitemap lists it as one")]
        except BadInput as bad:
            yield bad

    def _is_done(self, url: str) -> bool:
        """Whether nothing new is to be had: the article is stored, was forgotten, or there is none."""
        known = self.pages.known(url)
        return known is not None and (known.forgotten or known.article is None or self.stored(known.article))

    def _may_ask(self, url: str) -> bool:
        """Whether an address was not asked in this run, and one more may be."""
        if url in self._seen:
            return False
        self._seen.add(url)
        if not self._left:
            self.left_out += 1
            return False
        self._left -= 1
        return True

    def _interrupted(self, url: str) -> Answer | None:
        """The page of an article that was fetched in an earlier run and did not come to be stored."""
        known = self.pages.known(url)
        return self.pages.page(url) if known and known.article else None

    def _fetched(self, url: str) -> Answer:
        known, kept = self.pages.known(url), self.pages.page(url)
        answer = self.polite.get(whole(url), known.validators if known and kept else {})
        if answer.status != 304:
            return answer
        if kept is None:
            raise BadInput(url, "the server says that nothing has changed, which was not asked")
        return kept

    def _read(self, url: str, answer: Answer) -> Iterator[Article | BadInput]:
        kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        try:
            if "html" not in kind:
                raise BadInput(url, f"neither a page nor a feed, but {kind}")
            for item in page.articles(answer.body, url, url=answer.url):
                if isinstance(item, Article):
                    self.pages.keep(url, answer, item.id)
                yield item
        except BadInput:
            self.pages.pass_over(url)
            raise
