"""Names by rule: short forms, titles, and which names are one actor."""

from itertools import combinations

from kg.extract import clusters, naming, shortforms
from kg.extract.clusters import Name
from kg.extract.mentions import Mention
from kg.extract.rules import Language
from kg.extract.similarity import words
from kg.model import Article, Kind, LocalActor, Span

LANGUAGE = Language.load("id")


def article(text: str) -> Article:
    return Article(id="a", text=text, sentences=(Span(0, len(text)),))


def mention(text: str, name: str, kind: Kind = Kind.INSTITUTION) -> Mention:
    start = text.index(name)
    return Mention(Span(start, start + len(name)), kind, 0.9)


def actor(text: str, kind: Kind, *names: str) -> LocalActor:
    spans = tuple(mention(text, name, kind).span for name in names)
    return LocalActor("k", names[0], kind, spans, tuple(sorted(names)))


def defined(text: str, name: str) -> list[tuple[str, ...]]:
    return [one.names for one in shortforms.definitions(article(text), [mention(text, name)])]


def joined(text: str, kind: Kind, *names: str) -> list[list[str]]:
    """The groups into which names fall by rule alone."""
    found = clusters.names(article(text), [mention(text, name, kind) for name in names])
    groups = clusters.cluster(found, naming.links(article(text), found, {}, LANGUAGE), 0.0)
    return sorted(sorted(" ".join(name.words) for name in group) for group in groups)


def test_a_short_form_in_brackets_is_a_name_inside_the_mention_or_behind_it() -> None:
    text = "Ia melapor ke Badan Pengawas Laut (BPL) kemarin."
    expected = [("Badan Pengawas Laut", "BPL", "Badan Pengawas Laut (BPL)")]
    assert defined(text, "Badan Pengawas Laut") == defined(text, "Badan Pengawas Laut (BPL)") == expected


def test_what_stands_around_the_abbreviated_words_belongs_to_the_short_form_too() -> None:
    team = "Tim Kampanye Nasional (TKN) Satu-Dua"
    assert defined(team, team) == [("TKN Satu-Dua", team)]
    assert defined("Dinas Pekerjaan Umum (PU) hadir", "Dinas Pekerjaan Umum")[0][1] == "Dinas PU"


def test_what_no_letters_join_is_no_short_form() -> None:
    for bracket in ("(45)", "(Kamis)", "(PDIP)", "(x)", "()", "(sic)"):
        assert defined(f"Wahyu Anggoro {bracket} hadir", "Wahyu Anggoro") == []


def test_another_name_in_brackets_behind_a_person_is_that_persons() -> None:
    text = "Wati Arum (Mbak Ayu) menang, Dodi Jaya (Fajar) kalah."
    assert len(joined(text, Kind.PERSON, "Wati Arum", "Mbak Ayu", "Dodi Jaya")) == 2


def test_what_stands_in_brackets_behind_a_person_and_abbreviates_nothing_is_no_part_of_the_name() -> None:
    text = "Calon bupati Wati Arum (Fajar) dan Rahmat Sapta Odi (RSO) hadir."
    named = [mention(text, name, Kind.PERSON) for name in ("Wati Arum (Fajar)", "Rahmat Sapta Odi (RSO)")]
    found = [article(text).cut(one.span) for one in shortforms.completed(article(text), named)]
    assert found == ["Wati Arum", "Rahmat Sapta Odi (RSO)"]


def test_each_place_where_an_introduced_name_is_used_becomes_a_mention() -> None:
    text = "Badan Pengawas Laut (BPL) rapat. Kata BPL, BPLS tidak ikut."
    found = shortforms.completed(article(text), [mention(text, "Badan Pengawas Laut (BPL)")])
    assert [article(text).cut(one.span) for one in found] == ["Badan Pengawas Laut (BPL)", "BPL"]


def test_persons_are_one_with_and_without_title_and_by_a_part_that_is_only_theirs() -> None:
    text = "Jenderal Bima Sakti, Bima Sakti, Bima, Pak Arya, Arya Guna, Arya Wira"
    assert joined(text, Kind.PERSON, "Jenderal Bima Sakti", "Bima Sakti", "Bima") == [
        ["bima", "bima sakti", "jenderal bima sakti"]
    ]
    assert joined(text, Kind.PERSON, "Pak Arya", "Arya Guna", "Arya Wira") == [["arya guna"], ["arya wira"], ["pak arya"]]


def test_bodies_are_one_but_for_words_that_tell_nothing_apart() -> None:
    assert joined("PT Sinar Laut Tbk dan Sinar Laut", Kind.ORGANIZATION, "PT Sinar Laut Tbk", "Sinar Laut") == [
        ["pt sinar laut tbk", "sinar laut"]
    ]
    assert joined("KPU RI, KPU Jawa", Kind.INSTITUTION, "KPU RI", "KPU Jawa") == [["kpu jawa"], ["kpu ri"]]
    assert len(joined("Partai Fajar, Fraksi Fajar", Kind.PARTY, "Partai Fajar", "Fraksi Fajar")) == 2


def test_a_nickname_keeps_its_title_and_a_name_is_never_empty() -> None:
    assert naming.bare(words("Gus Rahmat"), Kind.PERSON, LANGUAGE) == ("gus", "rahmat")
    assert naming.bare(words("Gus Rahmat Hakim"), Kind.PERSON, LANGUAGE) == ("rahmat", "hakim")
    assert naming.bare(words("Pak"), Kind.PERSON, LANGUAGE) == ("pak",)


def test_who_is_named_by_titles_alone_is_nobody() -> None:
    text = "Bapak Presiden bertemu Pak Harun Wijaya."
    found = [actor(text, Kind.PERSON, "Bapak Presiden"), actor(text, Kind.PERSON, "Harun Wijaya")]
    assert [(one.name, one.aliases) for one in naming.completed(article(text), found, LANGUAGE)] == [
        ("Harun Wijaya", ("Harun Wijaya", "Pak Harun Wijaya"))
    ]


def test_a_person_is_called_by_the_name_without_titles() -> None:
    text = "Presiden K.H. Ma'mun Syukri, Prof. Dr. Ir. H. Ma'mun Syukri"
    for name in ("Presiden K.H. Ma'mun Syukri", "Prof. Dr. Ir. H. Ma'mun Syukri"):
        (named,) = naming.named_after(article(text), (actor(text, Kind.PERSON, name),), LANGUAGE)
        assert named.name == "Ma'mun Syukri"


def test_a_ticket_is_called_by_its_pair_and_not_by_a_number_alone() -> None:
    text = "pasangan Wati Arum-Dodi Jaya, pasangan nomor urut 2"
    tickets = [actor(text, Kind.TICKET, "pasangan Wati Arum-Dodi Jaya"), actor(text, Kind.TICKET, "pasangan nomor urut 2")]
    found = naming.named_after(article(text), tuple(naming.completed(article(text), tickets, LANGUAGE)), LANGUAGE)
    assert [one.name for one in found] == ["Wati Arum-Dodi Jaya", "pasangan nomor urut 2"]
    number = naming.named_after(
        article(text), (actor("Paslon Sari-Bima nomor urut", Kind.TICKET, "Paslon Sari-Bima nomor urut"),), LANGUAGE
    )
    assert number[0].name == "Sari-Bima"
    assert found[0].aliases == ("Wati Arum-Dodi Jaya", "pasangan Wati Arum-Dodi Jaya")


def test_tickets_are_one_by_their_members() -> None:
    text = "Wati Arum-Dodi Jaya, Wati-Dodi, pasangan Wati dan Dodi nomor urut 1, Sari-Bima"
    names = ("Wati Arum-Dodi Jaya", "Wati-Dodi", "pasangan Wati dan Dodi nomor urut 1", "Sari-Bima")
    assert sorted(len(group) for group in joined(text, Kind.TICKET, *names)) == [1, 3]


def test_other_members_or_another_party_are_never_joined_whatever_the_network_says() -> None:
    text = "Wati-Dodi, Sari-Bima, Wati, Dodi, Sari, Bima, PFN, Golongan Fajar"
    kinds = (*[Kind.TICKET] * 2, *[Kind.PERSON] * 4, *[Kind.PARTY] * 2)
    mentions = [mention(text, name, kind) for name, kind in zip(text.split(", "), kinds, strict=True)]
    found = clusters.names(article(text), mentions)
    sure = {(a, b): 5.0 for a, b in combinations(found, 2) if a.kind is b.kind and a.kind is not Kind.PERSON}
    assert len(sure) == 2
    assert set(naming.links(article(text), found, sure, LANGUAGE).values()) == {-20.0}


def test_rules_say_nothing_of_names_of_other_kinds() -> None:
    names = {Name(("fajar",), kind): [Mention(Span(0, 5), kind, 0.9)] for kind in (Kind.PERSON, Kind.PARTY)}
    assert naming.links(article("Fajar"), names, {}, LANGUAGE) == {}
