"""The file of the page: nothing in it can fetch, and nothing in its data can end a script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from kg.errors import BadData
from kg.model import Actor, GraphView, Kind, Source
from kg.out import html, network
from tests.views import claim, hostile, scene, support


def test_every_script_and_style_is_admitted_by_its_hash_and_nothing_else_is() -> None:
    page = html.page(scene(), "id")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]
    inline = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, flags=re.DOTALL)
    assert len(inline) == 3
    for source in inline:
        assert base64.b64encode(hashlib.sha256(source.encode()).digest()).decode() in policy[1]
        assert "<!--" not in source
        assert "\r" not in source  # a browser would change it before it hashes it
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*\s(?:src|href)=", page)
    assert "Apache 2.0 License" in page  # the licence of vis-network comes with it


def test_data_cannot_end_its_element() -> None:
    text = html.embedded({"x": "</script><!--& \u2028 \ud800"})
    assert not set("<>&\u2028\ud800") & set(text)
    assert json.loads(text) == {"x": "</script><!--& \u2028 \ud800"}
    page = html.page(hostile(), "en")
    elements = re.findall(r"<script[ >].*?</script>", page, flags=re.DOTALL)
    assert len(elements) == page.count("</script>") == 7  # network, data, sentences twice, evidence, vis-network, ours


def test_of_a_huge_view_the_best_supported_claims_are_shown() -> None:
    count = network.MOST_ACTORS + 10
    actors = tuple(Actor(f"a{number:05}", f"Tokoh {number}", Kind.PERSON) for number in range(count + 1))
    evidence = support("s", "Kutipan.")
    claims = tuple(claim(one.id, "meets", two.id, evidence, outlets=1 + (one.id > "a00009")) for one, two in pairwise(actors))
    shown = network.reduced(GraphView(actors, (Source("s", "Judul"),), claims))
    assert len(shown.actors) == network.MOST_ACTORS
    assert network.MOST_ACTORS - 10 < len(shown.claims) < network.MOST_ACTORS
    assert all(one.outlets == 2 for one in shown.claims)


def test_so_many_claims_as_the_page_holds_are_shown() -> None:
    actors = tuple(Actor(f"a{number:03}", f"Tokoh {number}", Kind.PERSON) for number in range(180))
    evidence = support("s", "Kutipan.")
    claims = tuple(claim(one.id, "meets", two.id, evidence) for one, two in combinations(actors, 2))
    assert len(claims) > network.MOST_CLAIMS
    shown = network.reduced(GraphView(actors, (Source("s", "Judul"),), claims))
    assert len(shown.claims) == network.MOST_CLAIMS


def test_around_an_actor_are_those_that_so_many_hops_reach() -> None:
    actors = tuple(Actor(f"a{number}", f"Tokoh {number}", Kind.PERSON) for number in range(5))
    claims = tuple(claim(one.id, "meets", two.id, support("s", "Kutipan.")) for one, two in pairwise(actors))
    view = GraphView(actors, (Source("s", "Judul"),), claims)
    assert [len(network.around(view, "a0", hops).actors) for hops in (1, 2, 3, 9)] == [2, 3, 4, 5]


def test_actors_without_a_claim_are_not_drawn() -> None:
    view = scene()
    alone = GraphView((*view.actors, Actor("z", "Sendiri", Kind.PERSON)), view.sources, view.claims)
    assert network.reduced(alone) == GraphView(view.actors, view.sources, view.claims)


def test_measured_figures_come_from_the_card_of_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    card = tmp_path / "models" / "id" / "card.json"
    card.parent.mkdir(parents=True)
    card.write_text('{"relations": {"meets": {"precision": 0.9, "recall": 0.5, "threshold": 0.6, "n": 40}}}')
    assert html.model_card()["meets"]["precision"] == 0.9
    card.write_text("[]")
    with pytest.raises(BadData, match=r"card\.json"):
        html.model_card()
