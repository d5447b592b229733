from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from training.news_roles import news_roles


@pytest.fixture
def train(tmp_path: Path) -> Path:
    """Annotated articles that name one person who is in no list."""
    actors = [{"key": "sari", "name": "Sari Wulandari Kusumaningrat", "type": "person", "mentions": []}]
    (tmp_path / "train.jsonl").write_text(json.dumps({"id": "t1", "actors": actors, "statements": []}) + "\n", "utf-8")
    return tmp_path


def _roles(train: Path, *bodies: str) -> list[tuple[str, str, str, str]]:
    path = train / "news.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for number, body in enumerate(bodies):
            article = {"id": f"n{number}", "publisher": f"kabar{number % 2}", "date_iso": f"2024-01-0{number + 1}", "body": body}
            lines.write(json.dumps(article) + "\n")
    return [(row["name"], row["role"], row["start"], row["end"]) for row in news_roles(path, train)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Menurut Ketua KPU RI Sari Wulandari Kusumaningrat, logistik siap.", "Ketua Komisi Pemilihan Umum"),
        ("Menurut anggota Bawaslu, Sari Wulandari Kusumaningrat, laporan lengkap.", "Anggota Badan Pengawas Pemilu"),
        ("Menurut Sari Wulandari Kusumaningrat, Anggota DKPP, sidang usai.", "Anggota Dewan Kehormatan Penyelenggara Pemilu"),
        ("Menurut Sari Wulandari Kusumaningrat selaku komisioner KPU RI, data aman.", "Anggota Komisi Pemilihan Umum"),
        ("Menurut hakim konstitusi Sari Wulandari Kusumaningrat, dalil lemah.", "Hakim Mahkamah Konstitusi"),
        ("Menurut Hakim MK Sari Wulandari Kusumaningrat, dalil lemah.", "Hakim Mahkamah Konstitusi"),
    ],
)
def test_an_office_counts_where_several_articles_say_it(train: Path, text: str, role: str) -> None:
    assert _roles(train, text, text, text) == [("Sari Wulandari Kusumaningrat", role, "2024-01-01", "2024-01-03")]
    assert _roles(train, text, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Menurut mantan Ketua KPU Sari Wulandari Kusumaningrat, logistik siap.",
        "Menurut Ketua KPU Kota Semarang Sari Wulandari Kusumaningrat, logistik siap.",
        "Menurut Ketua KPU Jawa Barat, logistik siap.",
        "Hadir Sari Wulandari Kusumaningrat, Ketua KPU Rahmadi Tirtonegoro, dan wartawan.",
    ],
)
def test_no_office_comes_from_what_does_not_say_it(train: Path, text: str) -> None:
    assert _roles(train, text, text, text) == []
