"""A small made-up election, so that every query of `queries/` answers something that can be written down by hand."""

from __future__ import annotations

from graph.graphs import claim, support, view
from kg.model import Actor, Claim, GraphView, Kind, Modality, Polarity, Source

ACTORS = (
    Actor("Q1", "Sari Wulandari", Kind.PERSON, ("Sari",), "Q1"),
    Actor("Q2", "Bima Prakoso", Kind.PERSON, ("Bima",), "Q2"),
    Actor("Q3", "Ratna Kusuma", Kind.PERSON, ("Ratna",), "Q3"),
    Actor("Q4", "Yoga Wulandari", Kind.PERSON, (), "Q4"),
    Actor("Q10", "Partai Fajar", Kind.PARTY, ("PF",), "Q10"),
    Actor("Q11", "Partai Senja", Kind.PARTY, ("PS",), "Q11"),
    Actor("Q20", "Komisi Pemilihan", Kind.INSTITUTION, ("KP",), "Q20"),
    Actor("dewi-agus", "Dewi-Agus", Kind.TICKET),
    Actor("sari-bima", "Sari-Bima", Kind.TICKET),
    Actor("tim-sari-bima", "Tim Sari-Bima", Kind.TEAM),
)
SOURCES = (
    Source("a1", "Tim menyurati komisi", "https://koran.example/1", "Koran", "2024-01-10"),
    Source("a2", "Komisi menjawab", "https://harian.example/2", "Harian", "2024-02-12"),
    Source("a3", "Partai bertemu", "https://koran.example/3", "Koran", "2024-02-20"),
    Source("a4", "Tanpa tanggal", None, None, None),
)

_LETTER = support("a1", "Sari dan Bima meminta Komisi Pemilihan membuka data.", start=10)
_PLANNED, _POSSIBLE, _NEGATED = Modality.PLANNED, Modality.POSSIBLE, Polarity.NEGATED

CLAIMS: dict[str, Claim] = {
    "sari asks": claim("Q1", "requests_action_from", "Q20", [_LETTER], first="2024-01-10"),
    "bima asks": claim("Q2", "requests_action_from", "Q20", [_LETTER], first="2024-01-10"),
    "team will ask": claim(
        "tim-sari-bima", "requests_action_from", "Q20", [support("a4", "Tim akan meminta hitung ulang.")], modality=_PLANNED
    ),
    "sari accuses": claim(
        "Q1",
        "accuses",
        "Q20",
        [support("a1", "Sari menuding komisi curang.", start=80), support("a2", "Sari menuduh komisi curang.", start=20)],
        outlets=2,
        first="2024-01-10",
        last="2024-02-12",
    ),
    "komisi rejects": claim("Q20", "rejects", "Q1", [support("a2", "Komisi membantah Sari.", start=60)], first="2024-02-12"),
    "sari accuses, denied": claim(
        "Q1",
        "accuses",
        "Q20",
        [support("a2", "Sari tak pernah menuduh, kata Ratna.", start=90)],
        polarity=_NEGATED,
        speaker="Q3",
        first="2024-02-12",
    ),
    "ratna criticizes": claim("Q3", "criticizes", "Q1", [support("a3", "Ratna menyindir Sari.")], first="2024-02-20"),
    "ratna speaks": claim("Q3", "speaks_for", "Q11", [support("a3", "Juru bicara PS, Ratna.", start=30, role="juru bicara")]),
    "sari leads": claim(
        "Q1", "leads", "Q10", [support("a1", "Ketua Umum PF Sari.", start=120, role="Ketua Umum")], first="2024-01"
    ),
    "yoga left": claim("Q4", "member_of", "Q10", [support("a3", "Yoga keluar dari PF.", start=60)], polarity=_NEGATED),
    "yoga joined": claim("Q4", "member_of", "Q11", [support("a3", "Yoga kini kader PS.", start=90, role="kader")]),
    "family": claim("Q1", "family_of", "Q4", [support("a3", "Yoga, adik Sari.", start=120)]),
    "sari in ticket": claim("Q1", "part_of_ticket", "sari-bima", [support("a1", "Pasangan Sari-Bima.", start=150)]),
    "party nominates": claim("Q10", "nominates", "sari-bima", [support("a1", "PF mengusung Sari-Bima.", start=180)]),
    "parties meet": claim("Q10", "meets", "Q11", [support("a3", "PF bertemu PS.", start=150)], first="2024-02-20"),
    "parties may ally": claim(
        "Q10", "allies_with", "Q11", [support("a3", "PF mungkin berkoalisi dengan PS.", start=180)], modality=_POSSIBLE
    ),
    "parties will ally": claim(
        "Q10",
        "allies_with",
        "Q11",
        [support("a2", "PF akan berkoalisi dengan PS.", start=180)],
        modality=_PLANNED,
        speaker="Q3",
        first="2024-02-12",
    ),
    "yoga backs": claim(
        "Q4", "supports", "sari-bima", [support("a1", "Yoga mendukung Sari-Bima.", start=240)], first="2024-01-10"
    ),
    "yoga changes": claim(
        "Q4", "campaigns_for", "dewi-agus", [support("a3", "Yoga mengampanyekan Dewi-Agus.", start=210)], first="2024-02-20"
    ),
    "forth": claim("Q1", "supports", "Q2", [support("a1", "Sari memuji Bima.", start=210)], first="2024-01-10"),
    "back": claim("Q2", "supports", "Q1", [support("a2", "Bima membela Sari.", start=210)], first="2024-02-12"),
}


def election() -> GraphView:
    """The view."""
    return view(ACTORS, SOURCES, list(CLAIMS.values()))
