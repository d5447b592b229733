"""FollowTheMoney and Popolo: what is a fact there, and that nothing else becomes one."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from kg.model import Claim, GraphView, Modality, Polarity
from kg.out import EXPORTERS
from kg.out.words import printable
from tests.views import HOSTILE, claim, hostile, scene, support, view


def written(name: str, shown: GraphView) -> str:
    out = io.BytesIO()
    EXPORTERS[name].write(shown, out)
    return out.getvalue().decode()


def entities(shown: GraphView) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written("ftm", shown).splitlines()]


def standing(**how: Any) -> GraphView:
    """Sari leads and belongs to a party and a commission, and is kin of Budi; said in the way of `how`."""
    said = [
        claim("Q42", relation, object_, support("a1", f"{relation} {object_}", role=role), **how)
        for relation, object_, role in (
            ("leads", "komisi-pemilihan-contoh", "Ketua"),
            ("member_of", "partai-contoh", "kader"),
            ("family_of", "budi-santoso", "adik"),
            ("criticizes", "partai-contoh", None),
        )
    ]
    base = scene()
    return view(base.actors, base.sources, *said)


def test_every_entity_is_valid() -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="checks entities; a development dependency")
    for shown in (scene(), standing(), hostile()):
        found = entities(shown)
        assert len({entity["id"] for entity in found}) == len(found)
        for entity in found:
            proxy = followthemoney.model.get_proxy(entity)
            proxy.schema.validate(proxy.to_dict())
            assert proxy.to_dict()["properties"].keys() == entity["properties"].keys()


def test_a_link_proves_itself_with_article_quote_and_sentence() -> None:
    found = entities(scene())
    articles = {entity["id"]: entity for entity in found if entity["schema"] == "Article"}
    links = {entity["properties"]["recordId"][0]: entity["properties"] for entity in found if "recordId" in entity["properties"]}
    assert set(links) == {one.id for one in scene().claims}
    asked = next(link for link in links.values() if link["role"] == ["requests action from"])
    assert [articles[proof]["properties"]["publisher"] for proof in asked["proof"]] == [["Harian Contoh"], ["Kabar Contoh"]]
    assert "Permintaan itu diajukan Sari kepada KPC." in asked["description"]
    denied = next(link for link in links.values() if "polarity: negated" in link["summary"][1])
    assert denied["role"] == ["Menurut Budi Santoso, Partai Contoh tidak berkoordinasi dengan Tim Maju."]


def test_standing_facts_have_schemata_of_their_own() -> None:
    found = entities(standing())
    by_schema = {entity["schema"]: entity["properties"] for entity in found}
    assert by_schema["Position"]["name"] == ["Ketua, Komisi Pemilihan Contoh"]
    assert by_schema["Membership"]["role"] == ["kader"]
    assert by_schema["Family"]["relationship"] == ["adik"]
    assert {"Occupancy", "UnknownLink", "PublicBody", "Person"} <= set(by_schema)


def test_a_post_that_several_hold_is_one_entity() -> None:
    base = scene()
    heads = [claim(who, "leads", "partai-contoh", support("a1", f"Ketua {who}", role="Ketua")) for who in ("Q42", "budi-santoso")]
    found = entities(view(base.actors, base.sources, *heads))
    assert [entity["schema"] for entity in found if entity["schema"] in {"Position", "Occupancy"}].count("Position") == 1
    assert len({tuple(entity["properties"]["post"]) for entity in found if entity["schema"] == "Occupancy"}) == 1


@pytest.mark.parametrize(
    "how", [{"polarity": Polarity.NEGATED}, {"modality": Modality.PLANNED}, {"modality": Modality.POSSIBLE}, {"speaker": "Q42"}]
)
def test_what_is_not_simply_a_fact_is_no_membership(how: dict[str, Any]) -> None:
    links = [entity for entity in entities(standing(**how)) if "recordId" in entity["properties"]]
    assert {link["schema"] for link in links} == {"UnknownLink"}
    assert all(link["properties"]["role"] == [link["properties"]["summary"][0]] for link in links)
    assert json.loads(written("popolo", standing(**how))) == {"persons": [], "organizations": [], "memberships": []}


def test_entities_hold_hostile_text() -> None:
    found = entities(hostile())
    quotes = {quote for entity in found for quote in entity["properties"].get("description", ())} | {" "}  # no blank value
    assert quotes == {printable(text) for text in HOSTILE}


def test_popolo_has_persons_bodies_and_memberships_with_their_source() -> None:
    popolo = json.loads(written("popolo", standing()))
    assert [person["name"] for person in popolo["persons"]] == ["Sari Wulandari"]
    assert popolo["persons"][0]["identifiers"] == [{"scheme": "wikidata", "identifier": "Q42"}]
    assert sorted(body["classification"] for body in popolo["organizations"]) == ["institution", "party"]
    assert sorted((one["label"], one["role"]) for one in popolo["memberships"]) == [("leads", "Ketua"), ("member_of", "kader")]
    assert all(one["sources"][0]["url"] == "https://contoh.example/berita/1" for one in popolo["memberships"])
    named = {actor["id"] for group in ("persons", "organizations") for actor in popolo[group]}
    assert all({one["person_id"], one["organization_id"]} <= named for one in popolo["memberships"])


def test_popolo_gives_back_hostile_names() -> None:
    def leads(one: Claim) -> Claim:
        return replace(one, relation="member_of", speaker=None)

    shown = hostile()
    kinds = tuple(replace(actor, kind="party") if int(actor.id[1:]) % 2 else actor for actor in shown.actors)  # type: ignore[arg-type]
    popolo = json.loads(written("popolo", replace(shown, actors=kinds, claims=tuple(map(leads, shown.claims)))))
    names = {actor["name"] for group in ("persons", "organizations") for actor in popolo[group]}
    assert names <= set(HOSTILE)
    assert len(names) > 10
