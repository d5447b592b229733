"""The page in a real browser: offline, quiet, usable by mouse and keyboard, and deaf to what hostile text tries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.out import html, network
from tests.browser.conftest import Open
from tests.views import HOSTILE, hostile, scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUOTE = "Budi menegaskan partainya tidak berkoordinasi dengan Tim Maju."


def edge_between(page: Page, one: str, two: str) -> dict[str, float]:
    """Where on the screen the line between two actors has its middle."""
    return page.evaluate(
        """([one, two]) => {
          const read = (id) => JSON.parse(document.getElementById(id).textContent);
          const names = read('data').actors.name;
          const edges = read('network').edges;
          const edge = edges.findIndex(({from, to}) => names[from] === one && names[to] === two);
          const {x, y} = kg.middle(edge);
          const box = document.querySelector('#canvas canvas').getBoundingClientRect();
          return {x: x + box.x, y: y + box.y};
        }""",
        [one, two],
    )


def test_it_opens_offline_and_says_what_it_shows(open_page: Open) -> None:
    page = open_page(scene())
    assert page.inner_text("#summary").startswith("Tampak 5 dari 5 aktor, 6 dari 6 klaim dari 3 artikel, 2 media")
    assert page.evaluate("kg.visible()") == {"actors": 5, "claims": 6, "edges": 5}
    colours = page.evaluate("""() => {
      const canvas = document.querySelector('#canvas canvas');
      const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    }""")
    assert colours > 5


def test_a_click_on_a_line_shows_what_is_said_and_its_denial_with_quotes(open_page: Open) -> None:
    page = open_page(scene())
    point = edge_between(page, "Partai Contoh", "Tim Maju")
    page.mouse.click(point["x"], point["y"])
    page.wait_for_selector("#card .claim")
    sentences = page.locator("#card .claim h3").all_inner_texts()
    assert sentences == [
        "Harian Contoh menulis: Partai Contoh berkoordinasi dengan Tim Maju.",
        "Menurut Budi Santoso, Partai Contoh tidak berkoordinasi dengan Tim Maju.",
    ]
    assert QUOTE in page.inner_text("#card")
    assert page.locator("#card mark").all_inner_texts() == ["berkoordinasi", "tidak berkoordinasi"]
    link = page.locator("#card a").last
    assert link.get_attribute("href", timeout=1000).startswith("https://kabar.example/2-b?x=1,2#:~:text=Budi%20menegaskan")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_the_keyboard_alone_reaches_a_quote_and_comes_back(open_page: Open) -> None:
    page = open_page(scene())
    page.focus("#search")
    page.keyboard.type("sukarni")  # an old spelling of an alias
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Sari Wulandari"
    assert "meminta" in page.inner_text("#card")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map"
    page.keyboard.press("e")
    assert page.locator("#card .claim").count() > 0
    page.keyboard.press("t")
    assert page.locator("#table tbody tr").count() == 6


def test_the_table_opens_the_same_card(open_page: Open) -> None:
    page = open_page(scene(), language="en")
    page.click("#show-table")
    page.click("text=According to Budi Santoso")
    assert QUOTE in page.inner_text("#card")
    page.click("#table button:has-text('Actors')")
    assert page.locator("#table tbody tr").count() == 5


@pytest.mark.parametrize(
    ("choice", "claims"),
    [
        ("[data-flag=groups] [value=k]", 3),
        ("[data-flag=kinds] [value=team]", 4),
        ("[data-flag=polarity] [value=negated]", 5),
        ("[data-flag=modality] [value=actual]", 2),
    ],
)
def test_each_filter_removes_and_says_how_many_are_left(open_page: Open, choice: str, claims: int) -> None:
    page = open_page(scene())
    page.uncheck(choice)
    assert page.evaluate("kg.visible().claims") == claims
    assert f"{claims} dari 6 klaim" in page.inner_text("#summary")
    page.click("#clear")
    assert page.evaluate("kg.visible().claims") == 6


def test_a_speaker_can_be_chosen(open_page: Open) -> None:
    page = open_page(scene())
    for choice, claims in (("newsroom", 4), ("somebody", 2)):
        page.select_option("#filters select", choice)
        assert page.evaluate("kg.visible().claims") == claims
    page.select_option("#filters select", label="Budi Santoso")
    assert page.evaluate("kg.visible().claims") == 1


def test_an_address_opens_the_same_view_again(open_page: Open) -> None:
    page = open_page(scene())
    page.uncheck("[data-flag=modality] [value=planned]")
    page.focus("#search")
    page.keyboard.type("KPC")
    page.keyboard.press("Enter")
    page.click("#focus")
    fragment = page.evaluate("location.hash")
    again = open_page(scene(), fragment)
    assert again.evaluate("[kg.state(), kg.visible()]") == page.evaluate("[kg.state(), kg.visible()]")
    assert again.inner_text("#card h2") == "Komisi Pemilihan Contoh"
    assert again.evaluate("kg.visible().claims") == 1
    again.click("#crumbs button")
    assert again.evaluate("kg.visible().claims") == 5


@pytest.mark.parametrize(
    "fragment", ["#s=n:Nobody", "#g=zzz", "#f=%E0%A4%A", "#__proto__=1&constructor=2", "#by=%00", "#s=e:k:Q42>Q42"]
)
def test_a_broken_address_is_said_and_harms_nothing(open_page: Open, fragment: str) -> None:
    page = open_page(scene(), fragment)
    assert page.evaluate("kg.visible().claims") == 6
    assert "tidak dikenal" in page.inner_text("#notice")


@pytest.mark.parametrize("options", [{}, {"viewport": {"width": 375, "height": 667}, "color_scheme": "dark"}])
def test_hostile_text_is_text(open_page: Open, options: dict[str, Any]) -> None:
    page = open_page(hostile(), **options)
    for number in range(len(HOSTILE)):
        page.evaluate("(hash) => { location.hash = hash; }", f"#v=1&t={number % 2}&s=n:{number}")
    page.click("#show-table")
    for row in range(len(HOSTILE)):
        page.locator("#table tbody button").nth(row).click()
        page.wait_for_selector("#card .claim")
        page.click("#card .close")
    page.click("#open-about")
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, svg[onload], #card script, #table script').length") == 0
    assert not [
        link
        for link in page.eval_on_selector_all("a", "(all) => all.map((a) => a.href)")
        if not link.startswith(("http", "file"))
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_about_says_what_a_line_does_not_mean_and_what_is_left_out(open_page: Open) -> None:
    page = open_page(scene(), language="en")
    page.click("#open-about")
    text = page.inner_text("#about")
    assert "does not mean that the statement is true" in text
    assert "3 statements are left out" in text
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('#about').open") is False


def test_the_csv_of_the_page_has_the_visible_claims(open_page: Open) -> None:
    page = open_page(scene())
    page.uncheck("[data-flag=polarity] [value=affirmed]")
    with page.expect_download() as download:
        page.click("#csv")
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith('"Menurut Budi Santoso, Partai Contoh tidak')


def test_no_two_names_on_the_map_overlap(open_page: Open) -> None:
    boxes = open_page(hostile()).evaluate("kg.labels()")
    for index, one in enumerate(boxes):
        for two in boxes[index + 1 :]:
            apart = one["right"] <= two["left"] or two["right"] <= one["left"]
            assert apart or one["bottom"] <= two["top"] or two["bottom"] <= one["top"]


def test_what_was_measured_is_said_in_words_beside_each_claim(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = tmp_path / "own" / "models" / "id" / "card.json"
    card.parent.mkdir(parents=True)
    card.write_text('{"relations": {"coordinates_with": {"precision": 0.874, "recall": 0.6, "threshold": 0.7, "n": 41}}}')
    monkeypatch.setenv("KG_DATA", str(tmp_path / "own"))
    page = open_page(scene(), "#g=k&t=1", language="en")
    page.click("text=According to Budi Santoso")
    assert "Of 100 readings of “coordinates with” about 87 are right." in page.inner_text("#card")
    assert "Negated" in page.inner_text("#card .claim >> nth=1")
    assert "Happened or holds" not in page.inner_text("#card .claim >> nth=1")  # what is denied did not
    assert "1 article, 1 outlet" in page.inner_text("#card")
    page.click("#open-about")
    assert "87 %" in page.inner_text("#about table")


def test_of_a_large_view_the_page_says_what_it_leaves_out(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MOST_CLAIMS", 4)
    page = open_page(scene())
    assert "Dibatasi pada" in page.inner_text("#reduced")
    assert "4 dari 6 klaim" in page.inner_text("#summary")


@pytest.mark.parametrize(
    ("good", "bad"), [('"first":[', '"first":["2024",'), ('{"nodes":', '{"nodes"'), ('"counts":[5,', '"counts":[4,')]
)
def test_a_damaged_file_says_so_and_draws_nothing(browser: Browser, tmp_path: Path, good: str, bad: str) -> None:
    text = html.page(scene(), "en")
    assert text.count(good) == 1
    path = tmp_path / "damaged.html"
    path.write_text(text.replace(good, bad), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert "damaged or incomplete" in page.inner_text("#notice")
    assert page.locator("canvas").count() == 0
    page.close()
