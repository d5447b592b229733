"""How fast the page opens: `python -m benchmarks.page [--sizes 200 1000 5000 20000] [--runs 5] [--pyvis-limit 240]`.

Prints, for made-up graphs with three claims an actor: seconds to write the page, megabytes, seconds to the first drawn map
(median of the runs, offline, from `file://`), to the frame after a filter, a card and a letter typed into the search. Beside it,
from the same data in the same run, the default page of pyvis (its own file, physics and all): the time until its network has come
to rest, which is when its "Loading" bar goes away. Needs chromium and playwright.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.model import GraphView
from kg.out import html
from tests.views import crowd

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_DRAWN = "performance.getEntriesByName('kg:drawn')[0].startTime"
_ACTS = {
    "filter": "document.querySelector('[data-flag=groups] input').click()",
    "card": "document.querySelector('#card ol button').click()",
    "search": "const i = document.querySelector('#search'); i.value = 'tokoh 12'; i.dispatchEvent(new Event('input'))",
}


def ours(browser: Browser, view: GraphView, folder: Path, runs: int) -> dict[str, float]:
    """Figures of our page."""
    path = folder / "ours.html"
    began = time.perf_counter()
    with path.open("wb") as out:
        html.write(view, out)
    figures = {"write": time.perf_counter() - began, "megabytes": path.stat().st_size / 1e6}
    opened = [opened_in(browser, path) for _ in range(runs)]
    for name in opened[0]:
        figures[name] = statistics.median(one[name] for one in opened)
    return figures


def opened_in(browser: Browser, path: Path) -> dict[str, float]:
    """Seconds to the first drawn map, and of what a reader does next, until the browser has painted it."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri())
    page.wait_for_function("window.kg")
    page.wait_for_function("performance.getEntriesByName('kg:drawn').length")
    found = {"drawn": page.evaluate(_DRAWN) / 1000} | {name: acted(page, act) for name, act in _ACTS.items()}
    page.close()
    return found


def acted(page: Page, act: str) -> float:
    """Seconds until the frame after an act."""
    script = f"""() => new Promise((done) => {{
      const began = performance.now();
      {act};
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    }})"""
    return float(page.evaluate(script)) / 1000


def default_of_pyvis(browser: Browser, view: GraphView, folder: Path, limit: float) -> float | None:
    """Seconds until the default page of pyvis stands still; None where it takes longer than `limit`."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    names = {actor.id: actor.name for actor in view.actors}
    net.add_nodes(list(names), label=list(names.values()))
    for claim in view.claims:
        net.add_edge(claim.subject, claim.object, title=claim.relation)
    path = folder / "pyvis.html"
    path.write_text(net.generate_html(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.route("http**", lambda route: route.abort())  # what it fetches from elsewhere counts neither for nor against it
    return settled(page, path, limit)


def settled(page: Page, path: Path, limit: float) -> float | None:
    """Seconds from the start of the page until the bar is gone and the network is drawn."""
    from playwright.sync_api import Error

    began = time.perf_counter()
    try:
        page.goto(path.as_uri(), wait_until="commit", timeout=limit * 1000)
        page.wait_for_function(
            "document.readyState === 'complete' && (document.querySelector('#loadingBar')?.style.display ?? 'none') === 'none'",
            timeout=limit * 1000,
            polling=100,
        )
        found: float | None = time.perf_counter() - began
    except Error:
        found = None
    page.close()
    return found


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1_000, 5_000, 20_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pyvis-largest", type=int, default=1_000, help="the default page of pyvis is tried up to this size")
    parser.add_argument("--pyvis-limit", type=float, default=240)
    args = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for size in args.sizes:
            view = crowd(size, 3 * size)
            print(f"{size} actors, {3 * size} claims: {told(ours(browser, view, Path(folder), args.runs))}", flush=True)
            if size <= args.pyvis_largest:
                seconds = default_of_pyvis(browser, view, Path(folder), args.pyvis_limit)
                print(f"  pyvis's default: {f'{seconds:.1f} s' if seconds else f'not in {args.pyvis_limit:.0f} s'}", flush=True)
        browser.close()


def told(figures: dict[str, Any]) -> str:
    """The figures on a line."""
    return ", ".join(f"{name} {value:.2f}" for name, value in figures.items())


if __name__ == "__main__":
    main()
