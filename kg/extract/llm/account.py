"""What a run with a language model has used and may use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Condition

from kg.errors import KgError, UsageError

_PRICE = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens sent and tokens written by the model."""

    sent: int
    written: int

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.sent + other.sent, self.written + other.written)

    def __mul__(self, times: int) -> Tokens:
        return Tokens(self.sent * times, self.written * times)

    def __str__(self) -> str:
        return f"{self.sent:,} tokens sent and {self.written:,} written"


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens, sent and written."""

    sent: float
    written: float

    @classmethod
    def parse(cls, text: str) -> Price:
        """From "0.15/0.60".

        Raises:
            UsageError: if it is not of this form.
        """
        match = _PRICE.fullmatch(text)
        if match is None:
            raise UsageError(f"--price {text!r}: must be dollars for a million tokens sent and written, as in 0.15/0.60")
        return cls(float(match[1]), float(match[2]))

    def of(self, tokens: Tokens) -> float:
        """What so many tokens cost."""
        return (tokens.sent * self.sent + tokens.written * self.written) / 1e6


class Account:
    """Counts what one run uses, for many threads at once, and lets no request begin that could pass the limit.

    `dropped` counts what the model answered and the text does not bear out, by reason.
    """

    def __init__(self, price: Price | None = None, limit: float | None = None) -> None:
        self.price, self.limit = price, limit
        self.used, self.requests, self.cached = Tokens(0, 0), 0, 0
        self.dropped: Counter[str] = Counter()
        self._reserved = Tokens(0, 0)
        self._changed = Condition()

    def reserve(self, most: Tokens) -> None:
        """Set aside what a request may use at most; where requests under way could use up the rest, wait for them.

        Raises:
            KgError: if the limit does not allow it.
        """
        with self._changed:
            while self._passes(most):
                if self._reserved == Tokens(0, 0):
                    raise KgError(
                        f"--max-cost {self.limit:g}: the next request could pass it ({self.cost(self.used)} used); "
                        "what was answered is kept, and the same command goes on from there"
                    )
                self._changed.wait()
            self._reserved += most

    def settle(self, most: Tokens, used: Tokens) -> None:
        """Give back what was set aside for a request, and count what it used."""
        with self._changed:
            self._reserved += most * -1
            self.used += used
            self.requests += 1
            self._changed.notify_all()

    def found(self) -> None:
        """Count an answer that was there already."""
        with self._changed:
            self.cached += 1

    def drop(self, reasons: Mapping[str, int]) -> None:
        """Count what was not believed."""
        with self._changed:
            self.dropped += Counter(reasons)

    def cost(self, tokens: Tokens) -> str:
        """What tokens cost, as words."""
        return f"{self.price.of(tokens):.4f} US dollars" if self.price else "at an unknown price (--price)"

    def _passes(self, most: Tokens) -> bool:
        if self.limit is None or self.price is None:
            return False
        return self.price.of(self.used + self._reserved + most) > self.limit
