"""A real browser that holds each page to two promises: it asks for nothing, and its console stays empty."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.model import GraphView
from kg.out import html
from tests.conftest import need

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    need(importlib.util.find_spec("playwright"), "playwright")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens the page of a view; at the end no request may have left it and the console must be empty."""
    problems: list[str] = []
    contexts = []

    def open_(view: GraphView, fragment: str = "", *, language: str = "id", **options: Any) -> Page:
        path = tmp_path / "graph.html"
        with path.open("wb") as out:
            html.write(view, out, language=language)
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        contexts.append(context)
        page = context.new_page()
        # What a test does to read pixels is no fault of the page.
        page.on("console", lambda message: "willReadFrequently" in message.text or problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on("dialog", lambda dialog: problems.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: request.url == path.as_uri() or problems.append(f"request: {request.url}"))
        page.goto(path.as_uri() + fragment)
        page.wait_for_function("window.kg")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert problems == []
