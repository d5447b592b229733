"""Copies of one text are one source: found whatever the order, one by one as all at once."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.link import kept, reprints, view
from kg.link.reprints import families
from kg.model import Article, Span
from tests.link.build import actor, article, reading, statement


def _words(text: str) -> list[str]:
    return text.split()


WORDS = _words(
    "ketua komisi pemilihan daerah membuka rapat pleno terbuka di aula kantor bupati dan meminta semua saksi partai hadir tepat "
    "waktu karena penghitungan suara ulang di tiga kecamatan harus selesai sebelum tengah malam menurut jadwal yang disepakati "
    "bersama pengawas pemilu serta perwakilan kepolisian yang menjaga gudang logistik sejak sore hari"
)


def told(ident: str, words: list[str], published: str | None = "2024-02-19", outlet: str | None = "") -> Article:
    """An article of a newspaper of its own, unless `outlet` says otherwise."""
    outlet = f"{ident}.test" if outlet == "" else outlet
    return Article(ident, "Judul\n" + " ".join(words), title="Judul", published=published, outlet=outlet)


def named(*articles: Article) -> dict[str, str]:
    return dict(families(articles)[0])


def other(seed: int) -> list[str]:
    """As many words in another order."""
    return random.Random(seed).sample(WORDS, len(WORDS))


def test_a_copy_bears_the_name_of_the_earliest_article() -> None:
    wire, copy = told("b", WORDS, "2024-02-18"), told("a", WORDS)
    assert named(wire, copy, told("c", other(1))) == {"a": "b", "b": "b"}


@pytest.mark.parametrize(
    "words",
    [
        [*_words("Reporter kami melaporkan dari tempat itu"), *WORDS],
        WORDS[:34],
        [*WORDS[:20], "lusa", *WORDS[21:]],
        [word.upper() + "," for word in WORDS],
        [*WORDS, *other(2)],
    ],
    ids=["a line before it", "shortened", "a word changed", "another spelling", "with more behind it"],
)
def test_edited_versions_are_copies(words: list[str]) -> None:
    assert named(told("a", WORDS), told("b", words)) == {"a": "a", "b": "a"}


@pytest.mark.parametrize(("first", "second"), [("satu.test", "satu.test"), ("Kompas.com", "Tribunnews"), (None, "satu.test")])
def test_what_a_newspaper_repeats_of_its_own_makes_no_copy_unless_it_is_nearly_all(first: str | None, second: str) -> None:
    article = told("a", WORDS, outlet=first)
    assert named(article, told("b", [*WORDS, *other(2)], outlet=second)) == {}
    assert named(article, told("b", [*WORDS, "lagi"], outlet=second)) == {"a": "a", "b": "a"}


@pytest.mark.parametrize("words", [other(3), [*WORDS[:20], *other(4)], WORDS[:3], []], ids=["all", "half", "few", "none"])
def test_another_text_is_no_copy(words: list[str]) -> None:
    assert named(told("a", WORDS), told("b", words)) == {}


def test_a_form_that_is_filled_in_anew_each_day_is_no_copy() -> None:
    daily = [*WORDS, *_words("harga beras kini 14.500 dan gula 17.250 serta cabai 41.000 per kilogram")]
    later = [*WORDS, *_words("harga beras kini 14.900 dan gula 17.100 serta cabai 38.000 per kilogram")]
    assert named(told("a", daily), told("b", later)) == {}
    assert named(told("a", [*WORDS, "kini"]), told("b", WORDS, "2024-03-19")) == {}
    assert named(told("a", WORDS), told("b", WORDS, "2024-03-19")) == {"a": "a", "b": "a"}
    assert named(told("a", [*WORDS, "kini"]), told("b", WORDS, None)) == {"a": "a", "b": "a"}


def test_what_a_newspaper_prints_around_its_articles_makes_no_copy() -> None:
    frame = "Judul\n" + " ".join(WORDS)
    one, two = (
        Article(i, f"{frame} {body}", noise=(Span(0, len(frame)),)) for i, body in (("a", "satu dua"), ("b", "lain lagi"))
    )
    assert named(one, two) == {}


def test_a_copy_of_a_copy_is_one_family_in_any_order() -> None:
    longer = [*WORDS, *other(5)]
    chain = [told("a", WORDS), told("b", longer), told("c", longer[len(WORDS) :])]
    wanted = dict.fromkeys("abc", "a")
    assert all(named(*random.Random(seed).sample(chain, 3)) == wanted for seed in range(6))
    assert named(chain[0], chain[2]) == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=8), st.data())
def test_going_on_gives_what_beginning_anew_gives(made: list[tuple[int, int, bool]], data: st.DataObject) -> None:
    articles = [
        told(f"a{n}", [*other(one), *other(two)] if both else other(one), f"2024-02-{19 + two}")
        for n, (one, two, both) in enumerate(made)
    ]
    known = None
    for _ in range(3):  # articles come, go, and are corrected
        now = [article for article in articles if data.draw(st.booleans())]
        now = [told(a.id, other(0), a.published) if data.draw(st.booleans()) else a for a in now]
        going_on, known = families(now, known)
        assert going_on == families(sorted(now, key=lambda a: a.text))[0]


def test_hostile_texts_are_sketched() -> None:
    texts = ["\ud800" * 9, "\x00" * 9, "satu " * 100_000, "७" * 50, "<" * 5000, "\u202e dua tiga empat lima enam"]
    assert named(*(Article(str(n), text) for n, text in enumerate(texts))) == {}


def test_what_is_kept_gives_the_same_and_may_be_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_WORTH", 1)
    articles = [told("a", WORDS), told("b", WORDS[:30]), told("c", other(1)), Article("d", "")]
    wanted = kept.families(articles, None)
    assert kept.families(articles, tmp_path) == wanted == {"a": "a", "b": "a"}
    (path,) = tmp_path.iterdir()
    monkeypatch.setattr(reprints, "sketch", None)  # nothing is looked at again
    assert kept.families(articles, tmp_path) == wanted
    monkeypatch.undo()
    assert kept.families(articles[1:], tmp_path) == {}
    for damage in (b"", b"PK\x03\x04 rusak", path.read_bytes()[:-200]):
        path.write_bytes(damage)
        assert kept.families(articles, tmp_path) == wanted
    kept.forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_WORTH", 1)
    (tmp_path / "file").touch()
    assert kept.families([told("a", WORDS), told("b", WORDS)], tmp_path / "file") == {"a": "a", "b": "a"}


def test_sketches_are_the_same_on_every_machine() -> None:
    sketch = reprints.sketch(told("a", WORDS))
    assert (sketch.key, len(sketch.runs), sketch.runs.dtype.name) == (reprints.sketch(told("a", WORDS)).key, 46, "uint32")
    assert sketch.bands[:3].tolist() == [1324991980, 3668045259, 275475507]


CAST = [actor("Sari Wulandari", key="sari"), actor("KPU", "institution", key="kpu")]
ASKS = statement("sari", "requests_action_from", "kpu")


@pytest.mark.parametrize(
    ("outlets", "copied", "independent"),
    [
        (["Tempo", "Republika"], False, 2),
        (["Tempo", "Republika"], True, 1),
        (["Kompas.com", "Tribunnews"], False, 1),  # one owner
        ([None, "Tempo"], False, 1),
        ([None], False, 0),
        (["satu.test", "dua.test"], False, 2),
        (["jogja.satu.test", "solo.satu.test"], False, 1),  # one paper
    ],
)
def test_a_claim_counts_its_independent_sources(outlets: list[str | None], copied: bool, independent: int) -> None:
    read = [
        reading(replace(article(f"a{n}", outlet=outlet), text=" ".join(WORDS if copied else other(n))), CAST, [ASKS])
        for n, outlet in enumerate(outlets)
    ]
    graph = view(read, thresholds={})
    (claim,) = graph.claims
    assert (claim.articles, claim.independent) == (len(outlets), independent)
    assert [source.family for source in graph.sources] == (["a0", "a0"] if copied else [None] * len(outlets))
