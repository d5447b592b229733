"""Party colours: a party has its own, a person only what the newsroom states or what the person says of itself."""

from __future__ import annotations

from kg.model import Actor, Claim, GraphView, Kind, Modality, Polarity, Source
from kg.out.parties import letters, palette, parties
from kg.out.words import knowledge
from tests.views import claim, support

SARI = Actor("sari", "Sari Wulandari", Kind.PERSON)
GOLKAR = Actor("golkar", "Partai Golkar", Kind.PARTY, ("Golkar",))
PKS = Actor("pks", "Partai Keadilan Sejahtera", Kind.PARTY, ("PKS",))
PPP = Actor("ppp", "PPP", Kind.PARTY)
RIVAL = Actor("budi", "Budi Santoso", Kind.PERSON)
EVIDENCE = support("a", "Sari Wulandari kader Partai Golkar.")


def of_sari(*claims: Claim) -> list[str]:
    view = GraphView((SARI, GOLKAR, PKS, PPP, RIVAL), (Source("a", "Judul"),), claims)
    return parties(view)[0]


def test_a_party_is_known_by_any_of_its_names() -> None:
    view = GraphView((GOLKAR, PKS, PPP, SARI), (), ())
    assert parties(view) == [["Golkar"], ["PKS"], ["PPP"], []]


def test_membership_and_leadership_give_the_colour() -> None:
    assert of_sari(claim("sari", "member_of", "golkar", EVIDENCE)) == ["Golkar"]
    assert of_sari(claim("sari", "leads", "golkar", EVIDENCE, speaker="sari")) == ["Golkar"]


def test_what_a_rival_says_what_is_denied_planned_or_unclear_gives_none() -> None:
    assert of_sari(claim("sari", "member_of", "golkar", EVIDENCE, speaker="budi")) == []
    assert of_sari(claim("sari", "member_of", "golkar", EVIDENCE, polarity=Polarity.NEGATED)) == []
    assert of_sari(claim("sari", "member_of", "golkar", EVIDENCE, modality=Modality.PLANNED)) == []
    assert of_sari(claim("sari", "speaks_for", "golkar", EVIDENCE)) == []
    every = [claim("sari", "member_of", party, EVIDENCE) for party in ("golkar", "pks", "ppp")]
    assert of_sari(*every[:2]) == ["Golkar", "PKS"]
    assert of_sari(*every) == []


def test_bodies_have_letters_and_people_have_none() -> None:
    body = Actor("kpu", "Komisi Pemilihan Umum", Kind.INSTITUTION, ("KPU RI", "KPU", "Komisi"))
    view = GraphView((body, GOLKAR, SARI, Actor("x", "Tim Maju", Kind.TEAM)), (), ())
    assert letters(view) == ["KPU", "Golkar", "", ""]


def test_each_colour_says_where_it_comes_from_and_whether_it_is_confirmed() -> None:
    for entry in knowledge("parties.yml").values():
        assert entry["source"]
        assert isinstance(entry["confirmed"], bool)
    safe = [entry["safe"] for entry in palette().values() if entry["safe"]]
    assert len(set(safe)) == len(safe)
