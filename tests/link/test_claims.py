from __future__ import annotations

import pytest

from kg.link import view
from kg.model import Claim, GraphView
from tests.link.build import actor, article, reading, statement

CAST = [actor("Sari Wulandari", key="sari"), actor("KPU", "institution", key="kpu"), actor("Budi Santosa", key="budi")]


def only(graph: GraphView) -> Claim:
    (claim,) = graph.claims
    return claim


def test_the_same_statement_in_two_articles_is_one_claim_with_two_supports() -> None:
    asks = statement("sari", "requests_action_from", "kpu")
    first = reading(article("a1", outlet="satu.test", published="2024-02-20"), CAST, [asks])
    second = reading(article("a2", outlet="dua.test", published="2024-02-19"), CAST, [asks])
    claim = only(view([first, second], thresholds={}))
    assert (claim.subject, claim.relation, claim.object) == ("sari-wulandari", "requests_action_from", "komisi-pemilihan-umum")
    assert (claim.articles, claim.outlets, claim.first, claim.last) == (2, 2, "2024-02-19", "2024-02-20")
    assert [support.article for support in claim.support] == ["a2", "a1"]
    assert len({support.statement for support in claim.support}) == 2


def test_the_best_evidence_comes_first() -> None:
    weak, strong = (
        statement("sari", "meets", "budi", confidence=0.6),
        statement("sari", "meets", "budi", confidence=0.95, start=10),
    )
    claim = only(view([reading("a1", CAST, [weak]), reading("a2", CAST, [strong])], thresholds={}))
    assert [support.confidence for support in claim.support] == [0.95, 0.6]
    assert claim.confidence == 0.95


def test_a_symmetric_relation_read_both_ways_is_one_claim_with_one_piece_of_evidence() -> None:
    both = [statement("sari", "meets", "budi"), statement("budi", "meets", "sari")]
    claim = only(view([reading("a1", CAST, both)], thresholds={}))
    assert (claim.subject, claim.object) == ("budi-santosa", "sari-wulandari")
    assert len(claim.support) == 2 and claim.articles == 1


def test_a_directed_relation_keeps_its_direction() -> None:
    assert only(view([reading("a1", CAST, [statement("sari", "criticizes", "budi")])], thresholds={})).subject == "sari-wulandari"


@pytest.mark.parametrize("other", [{"polarity": "negated"}, {"modality": "planned"}, {"speaker": "budi"}])
def test_a_denial_a_plan_and_somebody_elses_words_are_claims_of_their_own(other: dict[str, str]) -> None:
    plain, differing = statement("sari", "supports", "kpu"), statement("sari", "supports", "kpu", **other)  # type: ignore[arg-type]
    graph = view([reading("a1", CAST, [plain]), reading("a2", CAST, [differing])], thresholds={})
    assert len({claim.id for claim in graph.claims}) == 2
    assert sorted(claim.asserted for claim in graph.claims) == [False, True]


def test_what_would_relate_an_actor_to_itself_is_dropped() -> None:
    cast = [actor("Sari", "person", "Sari Wulandari", key="a"), actor("KPU", "institution", key="b")]
    graph = view([reading("a1", cast, [statement("a", "supports", "a"), statement("a", "supports", "b")])], thresholds={})
    assert [claim.object for claim in graph.claims] == ["komisi-pemilihan-umum"]


def test_statements_below_the_threshold_of_their_relation_are_left_out_and_counted() -> None:
    said = [statement("sari", "meets", "budi", confidence=0.5), statement("sari", "supports", "kpu", confidence=0.5)]
    graph = view([reading("a1", CAST, said)], thresholds={"meets": 0.6})
    assert [claim.relation for claim in graph.claims] == ["supports"]
    assert graph.left_out == 1


def test_when_it_happened_counts_before_when_it_was_published() -> None:
    claim = only(view([reading("a1", CAST, [statement("sari", "meets", "budi", happened="2024-01")])], thresholds={}))
    assert (claim.first, claim.last) == ("2024-01", "2024-01")


def test_a_claim_without_any_date_says_so() -> None:
    claim = only(
        view([reading(article("a1", published=None, outlet=None), CAST, [statement("sari", "meets", "budi")])], thresholds={})
    )
    assert (claim.first, claim.last, claim.outlets) == (None, None, 0)


def test_every_article_is_a_source_in_order_of_ids() -> None:
    graph = view([reading("b", CAST), reading("a", [])], thresholds={})
    assert [source.id for source in graph.sources] == ["a", "b"]


def test_no_readings_give_an_empty_graph() -> None:
    assert view([], thresholds={}) == GraphView((), (), ())
