"""docs/formats.md names every format, with the words of its table."""

from __future__ import annotations

import re
from pathlib import Path

from kg.out import EXPORTERS

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"


def test_the_page_lists_every_format_with_its_title() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.+?) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert rows == {name: exporter.title for name, exporter in EXPORTERS.items()}


def test_the_page_shows_only_links_that_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", PAGE.read_text("utf-8")):
        assert (PAGE.parent / target).exists(), target
