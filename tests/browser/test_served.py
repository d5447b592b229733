"""The served page: the search reaches actors that are not on it, and it asks for nothing but itself."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.out import html, network
from kg.out.serve import Server
from tests.views import scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def render(wanted: Mapping[str, str]) -> str:
    view = scene()
    part = network.restricted(view, {one.id for one in view.claims if one.relation == "speaks_for"})
    return html.page(view if wanted.get("actor") == "sari & co" else part, "en", live=True)


def test_the_search_of_a_served_page_asks_the_whole_database(browser: Browser) -> None:
    with Server(render) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        page = browser.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("request", lambda request: urlsplit(request.url).path == server.path or problems.append(request.url))
        page.goto(server.address)
        page.wait_for_function("window.kg")
        assert page.evaluate("kg.visible().actors") == 2
        page.fill("#search", "sari & co")
        page.click("#hits li:has-text('in the whole database')")
        page.wait_for_function("window.kg && kg.visible().actors === 5")
        page.click("#reduced a")
        page.wait_for_function("window.kg && kg.visible().actors === 2")
        page.close()
        server.shutdown()
    assert problems == []
