"""Filters, dates and addresses: what they leave equals a count made in Python, and an address opens the same view again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from kg.model import Claim, GraphView, Polarity
from kg.schema import relations
from tests.browser.conftest import Open
from tests.views import crowd, scene

if TYPE_CHECKING:
    from playwright.sync_api import Page

VIEW = crowd(120, 400)
OUTLETS = {source.id: source.outlet or "" for source in VIEW.sources}
KINDS = {actor.id: actor.kind for actor in VIEW.actors}


def disputed(view: GraphView, claim: Claim) -> bool:
    sides = {
        one.polarity
        for one in view.claims
        if (one.subject, one.relation, one.object) == (claim.subject, claim.relation, claim.object)
    }
    return len(sides) == 2


def dated(claim: Claim, first: str, last: str) -> bool:
    return claim.first is not None and claim.last is not None and claim.first <= last + "~" and claim.last >= first


FILTERS: dict[str, Callable[[Claim], bool]] = {
    "g=h,x": lambda claim: relations()[claim.relation].group in "hx",
    "k=person": lambda claim: {KINDS[claim.subject], KINDS[claim.object]} == {"person"},
    "by=newsroom": lambda claim: claim.speaker is None,
    "by=somebody": lambda claim: claim.speaker is not None,
    "pol=negated": lambda claim: claim.polarity is Polarity.NEGATED,
    "mod=planned,possible": lambda claim: claim.modality != "actual",
    "n=2": lambda claim: claim.outlets >= 2,
    "c=0.95": lambda claim: claim.confidence >= 0.95,
    "o=Media%25201,Media%25202,-": lambda claim: bool({OUTLETS[s.article] for s in claim.support} & {"Media 1", "Media 2", ""}),
    "d=2023-02..2023-09": lambda claim: dated(claim, "2023-02", "2023-09"),
    "d=2023-02..2023-09&u=1": lambda claim: claim.first is None or dated(claim, "2023-02", "2023-09"),
    "d=2024-06-15..": lambda claim: dated(claim, "2024-06-15", "9999"),
    "x=1": lambda claim: disputed(VIEW, claim),
}
TOGETHER = ("g=h,x,r", "by=newsroom", "c=0.85", "d=2022..2023")


def shown(page: Page) -> int:
    count: int = page.evaluate("kg.visible().claims")
    return count


def go(page: Page, fragment: str) -> None:
    page.evaluate("(hash) => { history.replaceState(null, '', hash); dispatchEvent(new PopStateEvent('popstate')); }", fragment)


def test_each_filter_alone_and_several_together_leave_what_a_count_in_python_says(open_page: Open) -> None:
    page = open_page(VIEW)
    for fragment, passes in FILTERS.items():
        go(page, f"#{fragment}")
        assert page.evaluate("document.querySelector('#notice').hidden"), page.inner_text("#notice")
        assert shown(page) == sum(map(passes, VIEW.claims)), fragment
        page.click("#show-table")
        rows = page.inner_text("#table caption")
        assert rows == f"Klaim ({shown(page)})"
    go(page, "#" + "&".join(TOGETHER))
    expected = [
        claim
        for claim in VIEW.claims
        if relations()[claim.relation].group in "hxr"
        and claim.speaker is None
        and claim.confidence >= 0.85
        and dated(claim, "2022", "2023")
    ]
    assert shown(page) == len(expected) > 0
    assert len(page.locator("#chips .chip").all()) == 4


def test_a_view_with_everything_chosen_comes_back_from_its_address(open_page: Open) -> None:
    page = open_page(VIEW)
    page.uncheck("[data-flag=groups] [value=r]")
    page.uncheck("[data-flag=outlet] [value='Media 3']")
    page.select_option("#sure", "0.85")
    page.evaluate("(input) => { input.value = 3; input.dispatchEvent(new Event('input')); }", page.query_selector("#from-slider"))
    page.click("#card ol button")
    page.click("#focus")
    page.click("#crumbs .switch button:nth-child(2)")
    page.click("[data-lang=en]")
    page.click("#theme")
    state = page.evaluate("[kg.state(), kg.visible()]")
    again = open_page(VIEW, state[0])
    assert again.evaluate("[kg.state(), kg.visible()]") == state
    assert again.inner_text("#summary") == page.inner_text("#summary")
    assert again.inner_text("#card h2") == page.inner_text("#card h2")
    assert again.evaluate("document.documentElement.dataset.theme") == "dark"
    assert again.inner_text("h1") == "Who did what, according to the news"


def test_the_sliders_and_the_date_fields_say_the_same(open_page: Open) -> None:
    page = open_page(VIEW)
    page.focus("#from-slider")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "from-slider"
    assert page.input_value("#from-date") == "2022-02-01"  # the first bar is the month of the first article
    page.fill("#to-date", "2023-01-15")
    assert "d=2022-02..2023-01-15" in page.evaluate("decodeURIComponent(kg.state())")
    assert page.input_value("#to-slider") == "12"
    page.click("#chips .chip")
    assert shown(page) == len(VIEW.claims)


def test_back_walks_the_way_that_was_gone(open_page: Open) -> None:
    page = open_page(scene())
    ways = [page.evaluate("kg.state()")]
    page.click("#card ol button")
    ways.append(page.evaluate("kg.state()"))
    page.click("#focus")
    ways.append(page.evaluate("kg.state()"))
    page.click("#crumbs .switch button:nth-child(2)")
    for state in reversed(ways):
        page.go_back()
        assert page.evaluate("kg.state()") == state


def test_where_nothing_matches_the_filter_to_give_up_is_offered(open_page: Open) -> None:
    page = open_page(scene(), "#n=9&pol=negated")
    assert shown(page) == 0
    page.click("#chips .chip >> nth=1")
    page.click("[data-flag=polarity] [value=affirmed]")
    go(page, "#g=f")
    page.click("#nothing button")
    assert shown(page) == 6


@pytest.mark.parametrize("fragment", ["#s=c:{}", "#f=institution:KPC&h=1", "#f=person:Sari"])
def test_an_address_with_an_older_name_or_a_number_of_a_quote_still_finds_it(open_page: Open, fragment: str) -> None:
    view = scene()
    denial = next(claim for claim in view.claims if claim.polarity is Polarity.NEGATED)
    page = open_page(view, fragment.format(denial.support[0].statement))
    assert page.is_hidden("#notice")
    if "c:" in fragment:
        assert page.inner_text("#card .target mark") == "tidak berkoordinasi"
    else:
        assert page.inner_text("#crumbs strong") in ("Komisi Pemilihan Contoh", "Sari Wulandari")


def test_no_address_breaks_the_page(open_page: Open) -> None:
    page = open_page(scene())
    random = Random(5)
    keys = (
        "v",
        "g",
        "k",
        "pol",
        "o",
        "by",
        "n",
        "c",
        "d",
        "f",
        "h",
        "s",
        "t",
        "lang",
        "th",
        "cb",
        "x",
        "__proto__",
        "constructor",
    )
    values = [
        "1",
        "",
        "%",
        "%00",
        "%E0%A4%A",
        "-",
        "..",
        "2024-99..",
        "x" * 500,
        "n:",
        "e:r:>",
        "c:1",
        "person:",
        "<b>",
        "0",
        "9e9",
    ]
    for _ in range(200):
        parts = (f"{random.choice(keys)}={random.choice(values)}" for _ in range(random.randrange(1, 5)))
        go(page, "#" + "&".join(parts))
        assert page.evaluate("kg.visible().claims >= 0 && document.querySelector('#summary').textContent.length > 20")


def test_the_csv_file_holds_exactly_the_visible_claims(open_page: Open) -> None:
    page = open_page(VIEW, "#g=x")
    with page.expect_download() as download:
        page.click("#csv")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(rows) == shown(page)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert {row["relation"] for row in rows} <= {name for name, relation in relations().items() if relation.group == "x"}
