"""Asks servers as they wish to be asked: robots.txt, one request at a time with a pause for each host, and quiet on request."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.errors import BadInput
from kg.read.address import Address, parsed
from kg.read.answer import Answer, Limits
from kg.read.fetch import AGENT, Web, redirect

if TYPE_CHECKING:
    from protego import Protego

_ROBOTS = Limits(bytes=500_000, seconds=15)  # RFC 9309 asks for 500 kibibytes at least
_ROBOTS_HOLD = 24 * 3600.0  # seconds, as RFC 9309 has it
_LONGEST_PAUSE = 60.0  # seconds between two pages, however long a robots.txt asks for
_QUIET = 600.0  # seconds, where a server that is asked too much does not say how many
_LONGEST_QUIET = 24 * 3600.0


@dataclass(slots=True)
class Polite:
    """Asks for pages; `pause` is the number of seconds between two requests to one host, unless its robots.txt wants more."""

    web: Web
    pause: float = 1.0
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _rules: dict[str, tuple[float, Protego]] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _quiet: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer at the end of all redirects, each of which has to be allowed; its status is one of success or 304.

        Raises:
            BadInput: if robots.txt forbids it, the host wants quiet, or the server does not give the page.
        """
        place = url
        for _ in range(self.web.limits.redirects + 1):
            answer = self._hop(place, headers or {})
            target = redirect(answer)
            if target is None:
                return self._accepted(answer)
            place = target
        raise BadInput(url, f"more than {self.web.limits.redirects} redirects")

    def _hop(self, url: str, headers: Mapping[str, str]) -> Answer:
        address = parsed(url, allow_private=self.web.allow_private)
        if self._quiet.get(address.host, 0) > self.now():
            raise BadInput(url, f"not asked: {address.host} wants no requests for a while")
        rules = self._robots(address)
        if not rules.can_fetch(url, AGENT):
            raise BadInput(url, "not asked: robots.txt forbids it")
        self._wait(address.host, max(self.pause, min(rules.crawl_delay(AGENT) or 0, _LONGEST_PAUSE)))
        try:
            return self.web.hop(url, headers, seconds=self.web.limits.seconds)
        finally:
            self._asked[address.host] = self.now()

    def _wait(self, host: str, pause: float) -> None:
        if host in self._asked and (left := self._asked[host] + pause - self.now()) > 0:
            self.sleep(left)

    def _robots(self, address: Address) -> Protego:
        """The rules of a server: none where it has no robots.txt, all forbidden where it does not say (RFC 9309)."""
        from protego import Protego  # only for those who fetch

        asked, rules = self._rules.get(address.origin, (0.0, None))
        if rules is not None and self.now() - asked < _ROBOTS_HOLD:
            return rules
        try:
            answer = replace(self.web, limits=_ROBOTS).get(f"{address.origin}/robots.txt")
        except BadInput as error:
            raise BadInput(address.url, f"not asked: robots.txt cannot be had ({error.cause})") from error
        if answer.status >= 500 or answer.status == 429:
            raise BadInput(address.url, f"not asked: robots.txt cannot be had (status {answer.status})")
        rules = Protego.parse(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")
        self._rules[address.origin] = self.now(), rules
        return rules

    def _accepted(self, answer: Answer) -> Answer:
        if answer.status in (429, 503):
            self._quiet[parsed(answer.url, allow_private=True).host] = self.now() + _seconds(answer.headers.get("retry-after"))
        if answer.status not in (200, 304):
            raise BadInput(answer.url, f"the server gives status {answer.status}")
        return answer


def _seconds(retry_after: str | None) -> float:
    """How long to be quiet; where a server names a time of day instead, our own default."""
    text = (retry_after or "").strip()
    return min(float(text), _LONGEST_QUIET) if text.isascii() and text.isdigit() and len(text) < 10 else _QUIET
