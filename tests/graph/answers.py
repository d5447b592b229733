"""What every file of `queries/` must answer about the made-up election (`scenario.py`), written down by hand."""

from __future__ import annotations

from collections.abc import Mapping

from graph.scenario import CLAIMS

KOMISI, SARI, BIMA, PF, PS = "Komisi Pemilihan", "Sari Wulandari", "Bima Prakoso", "Partai Fajar", "Partai Senja"
YOGA, LETTER = "Yoga Wulandari", "Sari dan Bima meminta Komisi Pemilihan membuka data."

# Parameters, and the first columns of the rows that must come.
EXPECTED: Mapping[str, tuple[Mapping[str, object], list[tuple[object, ...]]]] = {
    "accusations": ({}, [(SARI, KOMISI, "actual", "2024-02-12", 2, "Sari menuding komisi curang.", ["Komisi membantah Sari."])]),
    "article": (
        {"article": "https://harian.example/2"},
        [
            (f"{SARI} — accuses → {KOMISI}", "affirmed"),
            (f"{KOMISI} — rejects → {SARI}", "affirmed"),
            (f"{SARI} — NOT accuses → {KOMISI}", "negated"),
            (f"{PF} — allies with → {PS}", "affirmed"),
            (f"{BIMA} — supports → {SARI}", "affirmed"),
        ],
    ),
    "asks": ({"actor": "Q20", "since": "2024-01-01"}, [(BIMA, "actual", "2024-01-10", 1), (SARI, "actual", "2024-01-10", 1)]),
    "by-month": (
        {},
        [
            (2024, 1, "ACCUSES", 1, 2),
            (2024, 1, "REQUESTS_ACTION_FROM", 2, 2),
            (2024, 1, "SUPPORTS", 2, 2),
            (2024, 2, "ALLIES_WITH", 1, 1),
            (2024, 2, "CAMPAIGNS_FOR", 1, 1),
            (2024, 2, "CRITICIZES", 1, 1),
            (2024, 2, "MEETS", 1, 1),
            (2024, 2, "NOT_ACCUSES", 1, 1),
            (2024, 2, "REJECTS", 1, 1),
            (2024, 2, "SUPPORTS", 1, 1),
        ],
    ),
    "brokers": (
        {},
        [
            (SARI, "person", 0.5417, 6, [PF, "Sari-Bima"]),
            (YOGA, "person", 0.3036, 4, ["Dewi-Agus", PS, "Sari-Bima"]),
            (PF, "party", 0.0536, 3, [PS, "Sari-Bima"]),
        ],
    ),
    "camp-changes": ({}, [(YOGA, "Sari-Bima", "SUPPORTS", "2024-01-10", "Dewi-Agus", "CAMPAIGNS_FOR", "2024-02-20")]),
    "camps-by-month": ({}, [(2024, 2, PF, PS, 1, 1)]),
    "contradictions": (
        {"actor": "Q20"},
        [(SARI, "ACCUSES", KOMISI, None, "Sari menuding komisi curang.", "Ratna Kusuma", "Sari tak pernah menuduh, kata Ratna.")],
    ),
    "criticised-by-month": ({}, [(2024, 1, KOMISI, 1, 1)]),
    "evidence": (
        {"claim": CLAIMS["sari accuses"].id},
        [(f"{SARI} — accuses → {KOMISI}", "actual", "Koran"), (f"{SARI} — accuses → {KOMISI}", "actual", "Harian")],
    ),
    "family-across-parties": ({}, [(SARI, PF, YOGA, PS, "Yoga, adik Sari.")]),
    "joint-requests": ({}, [(BIMA, SARI, KOMISI, "Sari dan Bima meminta Komisi Pemilihan membuka data.")]),
    "most-criticised": ({}, [(SARI, "person", 1, 1, 1), (KOMISI, "institution", 1, 1, 2)]),
    "mutual-support": ({}, [(SARI, BIMA, 1, 1)]),
    "neighbours": (
        {"actor": "Q10"},
        [
            (PS, "party", "ALLIES_WITH", "to", "possible"),
            (PS, "party", "ALLIES_WITH", "to", "planned"),
            (PS, "party", "MEETS", "to", "actual"),
            (SARI, "person", "LEADS", "from", "actual"),
            ("Sari-Bima", "ticket", "NOMINATES", "to", "actual"),
            (YOGA, "person", "NOT_MEMBER_OF", "from", "actual"),
        ],
    ),
    "network-as-of": (
        {"actor": "Q1", "date": "2024-01-31"},
        [
            (BIMA, "person", "SUPPORTS", "to", "2024-01-10"),
            (KOMISI, "institution", "ACCUSES", "to", "2024-01-10"),
            (KOMISI, "institution", "REQUESTS_ACTION_FROM", "to", "2024-01-10"),
        ],
    ),
    "offices": (
        {"person": "Q1"},
        [
            ("LEADS", PF, "party", ["Ketua Umum"], "actual", "2024-01", "2024-01", 1),
            ("PART_OF_TICKET", "Sari-Bima", "ticket", []),
        ],
    ),
    "outlets-differ": (
        {},
        [
            (PF, "allies_with", PS, "affirmed planned", ["Harian"]),
            (PF, "allies_with", PS, "affirmed possible", ["Koran"]),
            (SARI, "accuses", KOMISI, "affirmed actual", ["Harian", "Koran"]),
            (SARI, "accuses", KOMISI, "negated actual", ["Harian"]),
        ],
    ),
    "path": (
        {"from": "Q3", "to": "Q20"},
        [
            (["Ratna Kusuma", SARI, KOMISI], ["CRITICIZES", "REQUESTS_ACTION_FROM"]),
            (["Ratna Kusuma", SARI, KOMISI], ["CRITICIZES", "ACCUSES"]),
            (["Ratna Kusuma", SARI, KOMISI], ["CRITICIZES", "REJECTS"]),
        ],
    ),
    "planned": ({}, [(PF, "ALLIES_WITH", PS, "2024-02-12"), ("Tim Sari-Bima", "REQUESTS_ACTION_FROM", KOMISI, "")]),
    "recent": (
        {"since": "2024-02-20"},
        [
            ("2024-02-20", "Ratna Kusuma", "CRITICIZES", SARI),
            ("2024-02-20", PF, "MEETS", PS),
            ("2024-02-20", YOGA, "CAMPAIGNS_FOR", "Dewi-Agus"),
        ],
    ),
    "requests-answered": (
        {"actor": "Q20"},
        [
            (SARI, "2024-01-10", LETTER, "REJECTS", "2024-02-12", "Komisi membantah Sari."),
            (BIMA, "2024-01-10", LETTER, None, "", None),
        ],
    ),
    "said-about": ({"actor": "Q20"}, [("Ratna Kusuma", f"{SARI} — NOT accuses → {KOMISI}", "actual", "2024-02-12", 1, 1)]),
    "single-source": (
        {"actor": "Q2"},
        [(BIMA, "REQUESTS_ACTION_FROM", KOMISI), (SARI, "SUPPORTS", BIMA), (BIMA, "SUPPORTS", SARI)],
    ),
    "speakers": ({}, [("Ratna Kusuma", "person", 2, 2)]),
    "spokespeople": ({"body": "Q11"}, [("Ratna Kusuma", ["juru bicara"], "actual", 1, 1)]),
    "switchers": ({}, [(YOGA, PF, PS, "actual")]),
    "ticket": (
        {"ticket": "sari-bima"},
        [("NOMINATES", PF, "party"), ("PART_OF_TICKET", SARI, "person"), ("SUPPORTS", YOGA, "person")],
    ),
}
