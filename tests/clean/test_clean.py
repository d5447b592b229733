from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.clean import clean
from kg.model import Article
from tests.conftest import need

SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "infosemarang-2024-02-19.txt"
PROSE = "Sari Wulandari meminta KPU Kota Melati membuka data itu."


def article(body: str, *, title: str = "", outlet: str | None = None, url: str | None = None) -> Article:
    return Article("a", f"{title}\n{body}" if title else body, title, url, outlet)


def kept(body: str, *, outlet: str | None = None) -> list[str]:
    cleaned = clean(article(body, outlet=outlet))
    return [cleaned.cut(span) for span in cleaned.sentences]


def cut(body: str, *, outlet: str | None = None) -> list[str]:
    cleaned = clean(article(body, outlet=outlet))
    return [cleaned.cut(span).strip() for span in cleaned.noise]


@pytest.mark.parametrize(
    "line",
    [
        "Baca Juga: Sari Wulandari Kalahkan Budi di Melati",
        "BACA JUGA: Sari Menang Lagi",
        "Baca juga : Sari Wulandari dan Budi sepakat damai",
        "(Baca juga: Sari Menang)",
        "- Baca juga: Sari Menang",
        "Simak Video 'Sari Wulandari Menjawab Kritik Budi':",
        'Tonton juga video "Sari di Melati: Kita Menang" di sini:',
        "Lihat juga Video: Sari Wulandari Menjawab Kritik",
        "[Gambas:Video 20detik]",
        "[ Gambas : Video CNN ]",
        "SCROLL TO CONTINUE WITH CONTENT",
        "ADVERTISEMENT",
        "Advertisement",
        "Halaman Selanjutnya",
        "Halaman: 1 2 3",
        "Baca halaman selanjutnya.",
        "Ikuti berita terbaru dari kami di Google News",
        "Dapatkan update berita pilihan setiap hari dari portal ini",
        "Ikuti Saluran WhatsApp kami untuk berita pilihan.",
        "Foto: Sari Wulandari di kantor KPU (dok. KPU)",
        "(Foto: Sari di Melati/dok. pribadi)",
        "Keterangan foto: Sari Wulandari bersama Budi",
        "Ketua DPRD Melati Sari Wulandari di kantornya, Senin. (ANTARA FOTO/Budi Hartono)",
        "KOMPAS.com/BUDI HARTONO Sari Wulandari saat di kantor KPU",
        "Dok. Humas KPU Sari Wulandari bersama Budi",
        "Penulis: Budi Hartono",
        "Editor: Budi Hartono",
        "Reporter : Budi Hartono",
        "Pewarta: Budi Hartono",
        "(bud/har)",
        "Copyright © ANTARA 2024",
        "Dilarang keras mengambil konten tanpa izin tertulis",
        "Artikel ini telah tayang di portal lain dengan judul Sari Menang",
        "***",
    ],
)
def test_a_line_of_boilerplate_gives_no_sentence(line: str) -> None:
    assert kept(f"{PROSE}\n{line}\n{PROSE}") == [PROSE, PROSE]
    assert kept(f"{PROSE}\n{line}") == [PROSE]


@pytest.mark.parametrize(
    "prefix",
    [
        "INFOSEMARANG.COM-",
        "MELATI, KOMPAS.com - ",
        "KOMPAS.com – ",
        "Liputan6.com, Jakarta - ",
        "Liputan6.com, Jakarta ",
        "Kupang (ANTARA) - ",
        "Melati, Jawa Tengah (ANTARA) - ",
        "REPUBLIKA.CO.ID, JAKARTA -- ",
        "TEMPO.CO, Jakarta - ",
        "TEMPO . CO , Jakarta - ",
        "Jakarta, CNN Indonesia -- ",
        "Jakarta , CNN Indonesia -- ",
        "TRIBUNNEWS.COM, JAKARTA - ",
        "jpnn.com - JAKARTA - ",
        "Bisnis.com, JAKARTA — ",
        "Jakarta - ",
        "Laporan Wartawan Tribunnews.com, Budi Hartono\nTRIBUNNEWS.COM, JAKARTA - ",
    ],
)
def test_of_a_dateline_only_the_prefix_is_noise(prefix: str) -> None:
    assert kept(prefix + PROSE) == [PROSE]


@pytest.mark.parametrize(
    "body",
    [
        "Ia dikutip dari Kompas.com pada Senin.",
        "Sari - Budi menang di Melati.",
        "Foto itu diambil Sari di kantor KPU (Komisi Pemilihan Umum).",
        "Sari meminta warga membaca juga lampirannya.",
        "Mereka menyimak video itu bersama Budi.",
        "Editor buku itu meminta maaf kepada Sari.",
        "Halaman kantor KPU dijaga polisi (TNI/Polri).",
    ],
)
def test_prose_that_looks_like_boilerplate_stays(body: str) -> None:
    assert kept(body) == [body]
    assert cut(body) == []


@pytest.mark.parametrize(
    ("headline", "prose"),
    [
        ("Harga Beras Naik Lagi di Melati ", "Meski begitu, Sari meminta warga tenang."),
        ("Harga Beras Naik Lagi di Melati ", "Ketua DPRD Melati Sari Wulandari mengatakan harga akan turun."),
        ("Harga Beras Naik Lagi di Melati ", '"Harga akan turun minggu depan," kata Budi.'),
        ("Harga Beras Naik Lagi di Melati ", "Wulandari mengatakan harga akan turun."),
        ("Harga Beras Naik Lagi di Melati", "Wulandari mengatakan harga akan turun."),
        ("Harga Beras Naik Lagi, Total Jadi 13", "Wulandari mengatakan harga akan turun."),
        ("Sari Jadi Ketum PSI", "Wulandari mengatakan harga akan turun."),
        ("Kata NasDem soal 'Beras Oplosan' di Melati", '"Harga akan turun," kata Budi.'),
        ("Harga Beras Naik Lagi di Melati ", "Temuan ini juga dibenarkan oleh Budi."),
        ("AHY dan 8 Kepala Daerah Rapat di Melati ", "Wulandari mengatakan harga akan turun."),
    ],
)
def test_a_headline_inside_a_paragraph_ends_where_the_prose_goes_on(headline: str, prose: str) -> None:
    before = "Harga itu dibahas Wulandari kemarin."
    assert kept(f"{before} Baca juga: {headline}{prose}") == [before, prose]


def test_a_link_without_its_headline_takes_nothing_with_it() -> None:
    assert kept(f"{PROSE} Baca Juga {PROSE}") == [PROSE, PROSE]


def test_headlines_in_lower_case_end_before_the_credits() -> None:
    credits = "Pewarta: Budi HartonoEditor: Tono COPYRIGHT © ANTARA 2024"
    body = f"{PROSE}\nBaca juga: Wulandari temui warga Melati bahas harga beras{credits}"
    assert kept(body, outlet="ANTARA") == [PROSE]


def test_rules_of_one_outlet_do_not_touch_another_and_an_unknown_one_has_them_all() -> None:
    body = f"{PROSE} (mcr8/jpnn)"
    assert kept(body, outlet="JPNN") == kept(body) == [PROSE]
    assert kept(body, outlet="Tempo") != [PROSE]
    assert clean(article(body, url="https://www.jpnn.com/news/a")).noise


def test_the_title_is_one_sentence_and_never_noise() -> None:
    title = "Baca Juga: Sari Menang? Ini Kata Budi. Simak!"
    cleaned = clean(article(PROSE, title=title))
    assert [cleaned.cut(span) for span in cleaned.sentences] == [title, PROSE]
    assert cleaned.noise == ()


def test_the_seed_article_loses_its_links_and_its_dateline_only() -> None:
    need(SEED.is_file(), f"the article {SEED.name}")
    text = SEED.read_text(encoding="utf-8").strip()
    found = cut(text)
    assert [piece[:10] for piece in found] == ["INFOSEMARA", "Baca Juga:", "Baca Juga:", "Baca Juga:", "***"]
    lines = [line for line in text.splitlines() if not line.startswith("Baca Juga:")]
    rest = " ".join(kept(text))
    assert rest == " ".join(lines).removeprefix("INFOSEMARANG.COM- ").removesuffix("***")


PARTS = st.sampled_from(
    [
        PROSE,
        "Baca juga: Sari Menang Lagi di Melati",
        "Baca Juga",
        '"Kita menang. Itu pasti," kata Prof. Dr. H. Budi S.H.',
        "JAKARTA, KOMPAS.com - ",
        "(Foto: Budi)",
        "\n",
        " ",
        '"',
        "Simak Video 'X'",
        "Editor: Tono",
        "(abc/def)",
        "1. Satu",
        "...",
        "👍\u200b",
        "İ",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    body=st.one_of(st.lists(PARTS, max_size=12).map("".join), st.text(max_size=120)), title=st.sampled_from(["", "Sari Menang"])
)
def test_sentences_are_ordered_inside_the_text_and_apart_from_noise(body: str, title: str) -> None:
    before = article(body, title=title)
    after = clean(before)
    assert after.text == before.text
    assert clean(after) == after
    edges = [edge for span in after.sentences for edge in (span.start, span.stop)]
    assert edges == sorted(edges)
    assert all(span.stop <= len(body) + len(title) + 1 and after.cut(span).strip() == after.cut(span) for span in after.sentences)
    assert not any(sentence.overlaps(noise) for sentence in after.sentences for noise in after.noise)


@pytest.mark.parametrize(
    "body", ["A " * 50_000, "Baca juga: " * 5_000, "(" * 50_000, '"' * 50_000, "Foto: a" * 5_000, "a.B" * 20_000, "A. " * 20_000]
)
def test_hostile_text_is_cleaned_in_time(body: str) -> None:
    start = time.perf_counter()
    clean(article(body))
    assert time.perf_counter() - start < 5
