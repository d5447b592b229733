"""What does not fit into memory becomes the same graph as what does, but for copies of one text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import link
from kg.errors import KgError
from kg.link import large
from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Modality, Polarity, Reading, Span, Statement
from kg.out import neo4j_csv
from kg.projection import Shown

TEXT = "Sari meminta KPU membuka"  # too short to be a copy of another one
NAMES = {
    "Sari Wulandari": Kind.PERSON,
    "Hj. Sari Wulandari, S.H.": Kind.PERSON,
    "Budi": Kind.PERSON,
    "Joko Widodo": Kind.PERSON,
    "Jokowi": Kind.PERSON,
    "KPU": Kind.INSTITUTION,
    "Komisi Pemilihan Umum": Kind.INSTITUTION,
    "LAJU": Kind.ORGANIZATION,
    "Lembaga Arah Jalan Umum": Kind.ORGANIZATION,
    "Partai Golkar": Kind.PARTY,
}
DAYS = ["2024-02-19", "2024-03-01", None]
RELATIONS = ("requests_action_from", "leads", "member_of", "meets")  # the last one is symmetric


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    ident = draw(st.sampled_from("abcdef"))
    article = Article(
        ident, TEXT, outlet=draw(st.sampled_from(["a.test", "b.test", None])), published=draw(st.sampled_from(DAYS))
    )
    names = draw(st.lists(st.sampled_from(sorted(NAMES)), unique=True, min_size=1, max_size=5))
    actors = tuple(
        LocalActor(
            name, name, NAMES[name], (Span(0, 4),) * draw(st.integers(1, 3)), tuple(sorted({name, "LAJU"} & {name, *names}))
        )
        for name in names
    )
    key = st.sampled_from(names)
    statements = st.builds(
        Statement,
        key,
        st.sampled_from(RELATIONS),
        key,
        st.just(Evidence.cut(article, Span(0, 10))),
        st.sampled_from(Polarity),
        st.sampled_from(Modality),
        st.none() | key,
        st.sampled_from([None, "ketua"]),
        st.sampled_from([None, "2024-01"]),
        confidence=st.sampled_from([0.2, 0.9]),
    )
    return Reading(article, Extraction(actors, tuple(draw(st.lists(statements, max_size=4)))), "fake-1")


def written(view: Shown) -> bytes:
    out = io.BytesIO()
    neo4j_csv.write(view, out)
    return out.getvalue()


def of_large(given_: Sequence[Reading], thresholds: dict[str, float]) -> tuple[bytes, int]:
    with TemporaryDirectory() as folder:
        found = large.view(lambda: given_, thresholds=thresholds, folder=Path(folder))
        return written(found), found.left_out


@settings(max_examples=40, deadline=None)
@given(st.lists(readings(), max_size=8), st.sampled_from([0.0, 0.5]))
def test_the_graph_is_that_of_the_last_reading_of_each_article(given_: list[Reading], point: float) -> None:
    thresholds = dict.fromkeys(RELATIONS, point)
    last = {reading.article.id: reading for reading in given_}
    expected = link.view(last.values(), thresholds=thresholds)
    assert of_large(given_, thresholds) == (written(expected), expected.left_out)


def test_names_that_must_not_appear_stop_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "suppress.csv").write_text("name\nSari Wulandari\n", "utf-8")
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    with pytest.raises(KgError, match="people who must not appear"):
        large.view(lambda: (), thresholds={}, folder=tmp_path)
