"""The names of tickets: the names of two candidates, joined."""

from __future__ import annotations

import re

_JOINED = re.compile(r"\s*(?:[-–—/&]|\bdan\b|\bbersama\b)\s*", re.IGNORECASE)


def halves(ticket: str) -> tuple[str, str] | None:
    """The names of the two candidates in the name of a ticket ("Prabowo-Gibran"); None where it has no two."""
    parts = [part for part in _JOINED.split(ticket.strip()) if part]
    return (parts[0], parts[1]) if len(parts) == 2 else None
