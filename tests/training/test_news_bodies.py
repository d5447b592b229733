from __future__ import annotations

import gzip
import json
from pathlib import Path

from training.news_bodies import news_bodies


def _news(folder: Path, *bodies: str) -> Path:
    path = folder / "news.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for number, body in enumerate(bodies):
            article = {"id": f"n{number}", "publisher": f"kabar{number % 2}", "date_iso": f"2024-01-0{number + 1}", "body": body}
            lines.write(json.dumps(article) + "\n")
    return path


def test_a_short_name_that_several_articles_explain_is_the_bodys(tmp_path: Path) -> None:
    found = news_bodies(
        _news(tmp_path, *["Kepala Badan Ekonomi Desa Maju (BEDM), Sari, hadir.", "Badan Ekonomi Laut (BEL) hadir."] * 4)
    )
    assert [
        (entry.name, entry.kind, entry.aliases) for entry in found
    ] == []  # the first is of a village, the second of one outlet
    found = news_bodies(_news(tmp_path, *["Warga menemui Badan Ekonomi Laut (BEL) kemarin."] * 3))
    assert [(entry.name, entry.kind, entry.aliases) for entry in found] == [("Badan Ekonomi Laut", "institution", {"BEL"})]
    assert found[0].sources == ["news:n0,n1,n2"]


def test_a_name_on_the_stock_exchange_joins_the_long_names_of_a_company(tmp_path: Path) -> None:
    texts = ["Saham PT Sinar Jaya (Persero) Tbk (SIJA) naik."] * 3 + ["Laba PT Sinar Jaya Indonesia Tbk (SIJA) turun."] * 2
    found = news_bodies(_news(tmp_path, *texts))
    assert [(entry.name, entry.aliases) for entry in found] == [("Sinar Jaya", {"SIJA", "Sinar Jaya Indonesia"})]


def test_a_short_name_of_two_things_is_nobodys(tmp_path: Path) -> None:
    texts = ["Sidang Badan Ekonomi Laut (BEL) usai."] * 3 + ["Baca Buku Etika Lokal (BEL) itu."] * 3
    assert news_bodies(_news(tmp_path, *texts)) == []


def test_a_place_in_brackets_is_no_short_name(tmp_path: Path) -> None:
    assert news_bodies(_news(tmp_path, *["Pabrik PT Sinar Jaya (Bandung) tutup."] * 4)) == []
