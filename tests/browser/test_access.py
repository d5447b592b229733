"""The page for everybody: keyboard, screen reader, phone, paper, both languages; and what is drawn means what it should."""

from __future__ import annotations

import importlib.util
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from kg.model import Modality, Polarity
from kg.out.words import knowledge
from tests.browser.conftest import Open
from tests.conftest import need
from tests.views import claim, crowd, scene, support, view

if TYPE_CHECKING:
    from playwright.sync_api import Page

VIEW = crowd(120, 400)
STEPS = {
    "map": "() => null",
    "actor": "() => document.querySelector('#card ol button').click()",
    "table": "() => document.querySelector('#show-table').click()",
    "claim": "() => document.querySelector('#table td button').click()",
    "about": "() => document.querySelector('#open-about').click()",
    "keys": "() => { document.querySelector('#about').close(); document.querySelector('#open-keys').click(); }",
    "nothing": "() => { document.querySelector('#keys').close(); location.hash = '#n=9&pol=negated&g=f'; }",
}


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    spec = importlib.util.find_spec("axe_playwright_python")
    need(spec, "axe-playwright-python (which brings axe-core)")
    assert spec
    assert spec.origin
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "language"), [("light", "id"), ("dark", "en")])
def test_axe_finds_nothing_serious_anywhere(open_page: Open, axe: str, scheme: str, language: str) -> None:
    page = open_page(scene(), language=language, color_scheme=scheme)
    page.evaluate(axe)
    for step, act in STEPS.items():
        page.evaluate(act)
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
        bad = [
            (one["id"], [node["target"] for node in one["nodes"]])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert bad == [], step


def test_the_keys_do_what_the_help_says_and_the_focus_is_never_lost(open_page: Open) -> None:
    page = open_page(scene())
    page.focus("#map")
    active = "document.activeElement.id || document.activeElement.tagName"
    for key, then in (
        ("ArrowLeft", "map"),
        ("e", "map"),
        ("Escape", "map"),
        ("f", "map"),
        ("Shift+ArrowUp", "map"),
        ("+", "map"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(active) == then, key
    assert page.is_visible("#crumbs")
    page.keyboard.press("Backspace")
    assert page.is_hidden("#crumbs")
    page.keyboard.press("?")
    assert page.evaluate(active) == "keys-title"
    page.keyboard.press("Escape")
    assert page.evaluate(active) == "map"
    page.keyboard.press("Enter")
    assert page.evaluate(active) == "H2"
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate(active) == "search"
    assert page.evaluate("document.querySelectorAll('#map [tabindex=\"0\"], #map button').length") == 0  # one stop for the map


def test_search_knows_every_name_whatever_its_spelling_and_says_when_nobody_has_it(open_page: Open) -> None:
    page = open_page(scene())
    for typed, name in (
        ("kpc", "Komisi"),
        ("Soekarni", "Sari"),
        ("SUKARNI", "Sari"),
        ("wulandari sari", "Sari"),
        ("contoh pem", "Komisi"),
    ):
        page.fill("#search", typed)
        assert page.inner_text("#hit-0").startswith(name), typed
    page.fill("#search", "sary wulandary")
    assert page.inner_text("#hit-0").startswith("Sari")
    page.fill("#search", "zzzz")
    assert "Tidak ada aktor" in page.inner_text("#hits")
    assert "Tidak ada aktor" in page.inner_text("#spoken")


def test_links_lead_to_the_words_of_the_quote(open_page: Open) -> None:
    quote = "Ketua-ketua daerah, kata Sari & Budi, meminta KPU-nya membuka data."
    long = " ".join(["awal-awal", "kata,", *["isi"] * 30, "akhir", "kata"])
    actors, sources = scene().actors, scene().sources
    claims = [claim("Q42", "meets", "budi-santoso", support("a1", quote, "meminta"), support("a2", long))]
    page = open_page(view(actors, sources, *claims), "#s=e:k:Q42>person:Budi Santoso")
    for href, text in zip(page.eval_on_selector_all("#card figure a", "all => all.map(a => a.href)"), (quote, long), strict=True):
        assert urlsplit(href).hostname in ("contoh.example", "kabar.example")
        target = href.partition("#:~:text=")[2]
        assert "-" not in target
        parts = list(map(unquote, target.split(",")))
        assert text.startswith(parts[0])
        assert text.endswith(parts[-1])


def test_whoever_speaks_stands_first_in_card_table_speech_and_print(open_page: Open) -> None:
    page = open_page(scene())
    sentence = "Menurut Budi Santoso, Partai Contoh tidak berkoordinasi dengan Tim Maju."
    page.click("#show-table")
    page.click(f"#table button:has-text('{sentence}')")
    assert sentence in page.locator("#card h3").all_inner_texts()
    assert sentence in page.inner_text("#spoken")
    assert sentence in page.inner_text("#card .opposed >> nth=0")  # beside what it denies, without a click
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert sentence in page.evaluate("document.querySelector('#print').textContent")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.click("[data-lang=en]")
    said = page.evaluate("document.body.innerText")
    assert "According to Budi Santoso, Partai Contoh does not coordinate with Tim Maju." in said
    assert sentence not in said


def test_the_table_holds_what_the_map_shows_whatever_is_filtered(open_page: Open) -> None:
    page = open_page(VIEW, "#t=1&g=h,x")
    for fragment in ("g=h", "g=x&k=person", "by=somebody", "c=0.95&g=c", "n=2"):
        page.evaluate("(hash) => { location.hash = hash; }", f"#t=1&{fragment}")
        page.wait_for_function(
            "(n) => document.querySelector('caption').textContent.includes(`(${n})`)", arg=page.evaluate("kg.visible().claims")
        )
        assert page.locator("#table tbody tr").count() == min(100, page.evaluate("kg.visible().claims"))
    page.click("#table th button >> nth=0")
    assert page.get_attribute("#table th >> nth=0", "aria-sort") == "ascending"
    assert page.locator("#table th[scope=col]").count() == 8


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_word_is_in_the_language_that_was_chosen(open_page: Open, language: str) -> None:
    other = {"id": "en", "en": "id"}[language]
    page = open_page(scene(), language=other, viewport={"width": 320, "height": 640})
    page.click(f"[data-lang={language}]")
    page.click("#open-about")
    text = page.evaluate("[...document.querySelectorAll('body > :not(script, noscript)')].map((e) => e.textContent).join(' ')")
    words = knowledge("page/words.yml")
    own = {word for word in words[language].values() if isinstance(word, str)}
    foreign = [
        word for word in words[other].values() if isinstance(word, str) and len(word) > 9 and "{" not in word and word not in own
    ]
    assert [word for word in foreign if word in text] == []
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_one_finger_scrolls_the_page_and_the_sheet_opens_and_closes(open_page: Open) -> None:
    page = open_page(scene(), viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True)
    box = page.locator("#canvas").bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    touches = [{"x": box["x"] + 100, "y": box["y"] + 300 - 20 * step} for step in range(10)]
    for kind, points in (("touchStart", touches[:1]), *(("touchMove", [touch]) for touch in touches), ("touchEnd", [])):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("scrollY > 50")
    # The finger's momentum may scroll on for a while: go back until it has ended.
    page.wait_for_function("() => { scrollTo(0, 0); return new Promise((done) => setTimeout(() => done(scrollY === 0), 200)); }")
    for _ in range(20):  # on a busy machine the drawing may move between the question where an actor is and the tap
        place = page.evaluate("kg.place(0)")
        page.touchscreen.tap(box["x"] + place["x"], box["y"] + place["y"])
        page.wait_for_timeout(300)
        if page.is_visible("#card"):
            break
    assert page.is_visible("#card")
    page.click("#card .close")
    assert page.is_hidden("#card")
    small = page.evaluate("""[...document.querySelectorAll('button, select, input, summary')].filter((e) => e.offsetParent)
        .map((e) => [e.closest('label')?.getBoundingClientRect() ?? e.getBoundingClientRect(), e.id || e.className || e.tagName])
        .filter(([{width, height}]) => width < 24 || height < 24).map(([, name]) => name)""")
    assert small == []
    page.click("#open-map")
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().height") == 667


def test_on_paper_are_the_quotes_and_full_addresses_in_light_colours(open_page: Open) -> None:
    page = open_page(scene(), "#pol=negated", color_scheme="dark")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    text = page.evaluate("document.body.innerText")
    assert "Budi menegaskan partainya tidak berkoordinasi dengan Tim Maju." in text
    assert "https://kabar.example/2-b?x=1,2" in text
    assert "Ya atau tidak: Menyatakan tidak" in text  # the filter, in words
    assert page.is_hidden("#card")
    assert page.is_hidden("#filters")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def looks(page: Page, one: str, two: str) -> list[bool]:
    """Whether there is ink at each step of the line between two actors, away from its ends and middle."""
    found: list[bool] = page.evaluate(
        """([one, two]) => {
          const {name} = JSON.parse(document.getElementById('data').textContent).actors;
          const [a, b] = [one, two].map((n) => kg.place(name.indexOf(n)));
          const canvas = document.querySelector('#canvas canvas');
          const ratio = canvas.width / canvas.clientWidth;
          const context = canvas.getContext('2d');
          return Array.from({length: 120}, (_, i) => 0.2 + i * 0.0018).map((t) => {
            const {data} = context.getImageData((a.x + (b.x - a.x) * t) * ratio - 1, (a.y + (b.y - a.y) * t) * ratio - 1, 3, 3);
            return data.some((value, i) => i % 4 === 3 ? false : value < 180 && data[i - (i % 4) + 3] > 120);
          });
        }""",
        [one, two],
    )
    return found


def test_plan_possibility_denial_and_fact_look_different_at_every_zoom(open_page: Open) -> None:
    actors = scene().actors
    evidence = support("a1", "Kutipan.")
    pairs: list[tuple[str, str, dict[str, Any]]] = [
        ("Q42", "budi-santoso", {}),
        ("Q42", "tim-maju", {"modality": Modality.PLANNED}),
        ("Q42", "partai-contoh", {"polarity": Polarity.NEGATED}),
        ("Q42", "komisi-pemilihan-contoh", {"modality": Modality.POSSIBLE}),
    ]
    page = open_page(view(actors, scene().sources, *(claim(one, "criticizes", two, evidence, **how) for one, two, how in pairs)))
    page.wait_for_timeout(400)
    names = {actor.id: actor.name for actor in actors}
    ink = [sum(looks(page, names[one], names[two])) / 120 for one, two, _ in pairs]
    fact, plan, denial, possible = ink
    assert fact > 0.9
    assert plan < fact
    assert denial < fact
    assert possible < fact
    middle = """(edge) => {
      const canvas = document.querySelector('#canvas canvas');
      const ratio = canvas.width / canvas.clientWidth;
      const {x, y} = kg.middle(edge);
      const {data} = canvas.getContext('2d').getImageData((x - 8) * ratio, (y - 8) * ratio, 16 * ratio, 16 * ratio);
      return data.filter((value, i) => i % 4 === 0 && value > 100 && value < 200 && data[i + 2] < 90).length;
    }"""
    denials = page.evaluate(
        "JSON.parse(document.getElementById('network').textContent).edges.map((e) => e.claims.some((c) =>"
        " JSON.parse(document.getElementById('data').textContent).claims.polarity[c] === 'negated'))"
    )
    for _ in range(3):
        assert page.evaluate(middle, denials.index(True)) > 40
        for _ in range(4):
            page.click("#zoom-out")
        page.wait_for_timeout(400)


def test_parallel_lines_can_each_be_picked_and_names_never_overlap_at_any_zoom(open_page: Open) -> None:
    actors, sources = scene().actors, scene().sources
    many = ("meets", "criticizes", "investigates", "family_of", "supports")
    claims = [claim("Q42", relation, "budi-santoso", support("a1", "Kutipan.")) for relation in many]
    page = open_page(view(actors, sources, *claims))
    picked = [
        page.evaluate("(edge) => { const {x, y} = kg.middle(edge); return kg.pick(x, y); }", edge) for edge in range(len(many))
    ]
    assert [one["edge"] for one in picked] == list(range(len(many)))
    page = open_page(VIEW)
    for clicks in (0, 3, 6):
        for _ in range(clicks):
            page.click("#zoom-in")
        page.wait_for_timeout(350)
        boxes = page.evaluate("kg.labels()")
        for one, two in combinations(boxes, 2):
            assert (
                one["right"] <= two["left"]
                or two["right"] <= one["left"]
                or one["bottom"] <= two["top"]
                or two["bottom"] <= one["top"]
            ), (one, two)


def test_two_loads_give_the_same_picture_and_a_focus_its_own_small_one(open_page: Open) -> None:
    picture = "document.querySelector('#canvas canvas').toDataURL()"
    pages = [open_page(VIEW, reduced_motion="reduce") for _ in range(2)]
    assert pages[0].evaluate(picture) == pages[1].evaluate(picture)
    for page in pages:
        page.click("#card ol button")
        page.click("#focus")
        page.wait_for_timeout(200)
    assert pages[0].evaluate(picture) == pages[1].evaluate(picture)
    boxes = pages[0].evaluate("kg.labels()")
    assert len(boxes) >= 20  # of some fifty: room for names
    pages[0].click("#crumbs button")
    assert pages[0].evaluate("kg.visible().actors") > 100
