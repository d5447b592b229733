from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import BadInput, Notice, UsageError
from kg.model import Article
from kg.read import READERS, articles
from kg.read import decode as decoding

BODY = (
    "Ketua DPRD Kota Melati, Sari Wulandari, meminta dinas pendidikan membuka data penerima bantuan sekolah. "
    "Menurut dia, data itu sudah lama dijanjikan kepada warga tetapi belum juga diumumkan sampai hari ini."
)
ENGLISH = (
    "The mayor of the city said on Monday that she would ask the council to publish the data, and that it had been promised "
    "to the people for a long time but was not there yet, which is why they will meet with the council after the holidays."
)


def read(*paths: Path, **columns: str) -> tuple[list[Article], list[BadInput]]:
    items = list(articles(paths, columns=columns))
    return [i for i in items if isinstance(i, Article)], [i for i in items if isinstance(i, BadInput)]


def one(path: Path) -> Article:
    found, bad = read(path)
    assert (len(found), bad) == (1, [])
    return found[0]


def cause(path: Path) -> str:
    found, bad = read(path)
    assert (found, len(bad)) == ([], 1)
    assert bad[0].source.startswith(str(path))
    return bad[0].cause


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_record_becomes_title_newline_body_with_its_fields(tmp_path: Path) -> None:
    record = {
        "id": 17,
        "title": "Sari Minta Data Dibuka",
        "body": BODY,
        "url": "https://nasional.kompas.com/read/2024/02/19/1/sari",
        "date": "Senin, 19 Februari 2024",
        "publisher": "nasional.kompas.com",
    }
    article = one(write(tmp_path / "a.jsonl", json.dumps(record)))
    assert article.text == f"Sari Minta Data Dibuka\n{BODY}"
    assert (article.title, article.source_id, article.outlet) == ("Sari Minta Data Dibuka", "17", "Kompas.com")
    assert (article.published, article.date_source) == ("2024-02-19", "field")
    assert (article.noise, article.sentences) == ((), ())


@pytest.mark.parametrize(("record", "text"), [({"title": ""}, "\n" + BODY), ({"title": None}, "\n" + BODY), ({}, BODY)])
def test_an_empty_title_keeps_its_line_and_no_title_has_none(tmp_path: Path, record: dict[str, str], text: str) -> None:
    assert one(write(tmp_path / "a.json", json.dumps({**record, "body": BODY}))).text == text


def test_the_same_url_is_the_same_article_whatever_its_text(tmp_path: Path) -> None:
    lines = [
        json.dumps({"body": BODY + more, "url": "https://contoh.id/a"}) for more in ("", " Koreksi sudah dibuat oleh redaksi.")
    ]
    found, _ = read(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert found[0].id == found[1].id


def test_the_outlet_is_told_by_the_host_where_no_publisher_is_given(tmp_path: Path) -> None:
    record = {"body": BODY, "url": "https://jogja.tribunnews.com/2024/02/19/judul"}
    article = one(write(tmp_path / "a.json", json.dumps(record)))
    assert (article.outlet, article.published, article.date_source) == ("Tribunnews", "2024-02-19", "url")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "contoh", "http://[", "http://"])
def test_what_is_no_web_address_is_no_url(tmp_path: Path, url: str) -> None:
    assert one(write(tmp_path / "a.json", json.dumps({"body": BODY, "url": url}))).url is None


def test_a_json_file_may_hold_a_list_and_one_bad_record_does_not_stop_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", json.dumps([{"body": BODY}, {"title": "Tanpa isi"}, "kata", {"body": BODY + " Sekian."}]))
    found, bad = read(path)
    assert len(found) == 2
    assert [b.source for b in bad] == [f"{path}[2]", f"{path}[3]"]


def test_a_line_that_is_no_json_is_named_by_its_number(tmp_path: Path) -> None:
    good = json.dumps({"body": BODY})
    path = write(tmp_path / "a.jsonl", f"{good}\n\nbukan json\n{good}\n")
    found, bad = read(path)
    assert len(found) == 2
    assert [b.source for b in bad] == [f"{path}:3"]


@pytest.mark.parametrize("line", ["[" * 100_000, "9" * 5000, '{"body": 5}', '{"body": ["a"]}', "null", '{"body": "   "}'])
def test_hostile_json_is_one_bad_input(tmp_path: Path, line: str) -> None:
    assert cause(write(tmp_path / "a.jsonl", line))


def test_lone_surrogates_and_control_characters_never_reach_the_text(tmp_path: Path) -> None:
    line = json.dumps({"title": "Judul \ud800", "body": BODY + " \x00\x1b", "id": "x\udfff"})
    article = one(write(tmp_path / "a.jsonl", line))
    article.text.encode("utf-8")
    assert article.text == f"Judul \ufffd\n{BODY}   "
    assert article.source_id == "x\ufffd"


def test_columns_of_csv_are_found_or_mapped(tmp_path: Path) -> None:
    out = io.StringIO()
    rows = [["judul", "isi", "date_iso"], ["Sari Minta Data", BODY + "\n\nParagraf kedua.", "2024-02-19"], ["Tanpa Isi", "", ""]]
    csv.writer(out, delimiter=";").writerows(rows)
    path = write(tmp_path / "a.csv", "\ufeff" + out.getvalue())
    assert "it has judul, isi, date_iso" in cause(path)
    found, bad = read(path, body="isi", title="judul")
    assert [a.text for a in found] == [f"Sari Minta Data\n{BODY}\n\nParagraf kedua."]
    assert found[0].published == "2024-02-19"
    assert [b.cause for b in bad] == ["an article without a body"]
    assert bad[0].source == f"{path}:5"


def test_a_csv_field_larger_than_python_allows_by_default_is_read(tmp_path: Path) -> None:
    body = f"{BODY} {'y' * 140_000}"
    assert one(write(tmp_path / "a.csv", f'body\n"{body}"\n')).text == body


def test_an_unclosed_quote_in_csv_is_no_crash(tmp_path: Path) -> None:
    items = list(articles([write(tmp_path / "a.csv", "body\n" + f'"{BODY}\n' + "z" * 3_000_000)]))
    assert any(isinstance(item, BadInput) for item in items)


def test_a_column_that_we_do_not_know_is_an_error_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="isi"):
        articles([tmp_path], columns={"isi": "body"})


@pytest.mark.parametrize("suffix", [".json.gz", ".jsonl.gz"])
def test_gzip_is_read_and_a_damaged_one_is_named(tmp_path: Path, suffix: str) -> None:
    packed = gzip.compress(json.dumps({"body": BODY}).encode())
    assert one(write(tmp_path / f"a{suffix}", packed)).text == BODY
    assert "gzip" in cause(write(tmp_path / f"b{suffix}", packed[:-12]))
    assert "gzip" in cause(write(tmp_path / f"c{suffix}", b"bukan gzip sama sekali"))


def test_a_text_has_a_title_only_if_a_short_line_stands_apart(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.txt", f"Sari Minta Data\r\n\r\n{BODY}\r\n")).text == f"Sari Minta Data\n{BODY}"
    assert one(write(tmp_path / "b.txt", f"{BODY}\nBaris kedua.\n")).title == ""
    assert one(write(tmp_path / "c.txt", BODY)).text == BODY


def test_html_gives_article_and_metadata(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{BODY} Alinea nomor {n} menambah keterangan dari rapat itu.</p>" for n in range(4))
    page = f"""<!doctype html><html lang="id"><head><title>Sari Minta Data Dibuka</title>
    <meta property="og:title" content="Sari Minta Data Dibuka"><link rel="canonical" href="https://www.suara.com/sari-minta">
    <meta property="article:published_time" content="2024-02-19T23:30:00+07:00"><meta property="og:site_name" content="suara">
    </head><body><nav><a href="/">Beranda</a></nav><article><h1>Sari Minta Data Dibuka</h1>{paragraphs}</article>
    <footer>Hak cipta</footer></body></html>"""
    article = one(write(tmp_path / "a.html", page))
    assert article.text.startswith(f"Sari Minta Data Dibuka\n{BODY}")
    assert (article.url, article.outlet) == ("https://www.suara.com/sari-minta", "Suara.com")
    assert (article.published, article.date_source) == ("2024-02-19", "opengraph")
    undated = page.replace('content="2024-02-19T23:30:00+07:00"', "").replace("rapat itu", "rapat pada 18 Februari 2024")
    assert one(write(tmp_path / "b.htm", undated)).published is None


@pytest.mark.parametrize("content", ["<html><body><p>rus", "<" * 500, "<html></html>", "<!-- -->", "\ufffd<div><<<>>&&&;"])
def test_broken_html_is_one_bad_input(tmp_path: Path, content: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert "no article found" in cause(write(tmp_path / "a.html", content))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", list(READERS))
def test_empty_and_binary_files_are_refused_in_every_format(tmp_path: Path, suffix: str) -> None:
    assert "empty" in cause(write(tmp_path / f"a{suffix}", b""))
    assert re.match("a binary file|not a (WARC|Parquet)", cause(write(tmp_path / f"b{suffix}", bytes(range(256)) * 50)))


@pytest.mark.parametrize("suffix", [".txt", ".html", ".json"])
def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.truncate(decoding.LIMIT * 40)
    assert "larger than 50 MB" in cause(path)


def test_an_overlong_line_is_refused_and_the_next_one_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LIMIT", 1000)
    path = write(tmp_path / "a.jsonl", '{"body": "' + "x" * 5000 + '"}\n' + json.dumps({"body": BODY}) + "\n")
    found, bad = read(path)
    assert [a.text for a in found] == [BODY]
    assert [b.source for b in bad] == [f"{path}:1"]


def test_an_article_of_too_many_words_is_refused(tmp_path: Path) -> None:
    assert "20,001 words" in cause(write(tmp_path / "a.txt", "yang " * 20_001))


def test_an_article_in_another_language_is_refused_and_says_which(tmp_path: Path) -> None:
    assert cause(write(tmp_path / "a.txt", ENGLISH)) == "looks like English, not Indonesian"
    assert cause(write(tmp_path / "b.txt", "lorem ipsum dolor sit amet consectetur " * 10)) == "not Indonesian"


@pytest.mark.parametrize("text", ["Sari menang.", "KPU: Sari 51,2 persen, Budi 48,8 persen", BODY[:60]])
def test_a_short_article_is_never_taken_for_another_language(tmp_path: Path, text: str) -> None:
    assert one(write(tmp_path / "a.txt", text)).text == text


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.json"])
def test_bytes_that_are_no_utf8_are_read_and_said_where(tmp_path: Path, name: str) -> None:
    text = BODY.replace("data itu", "“data” itu — caf\xe9")
    content = {"a.txt": text, "a.csv": f'body\n"{text}"\n'}.get(name) or json.dumps({"body": text}, ensure_ascii=False)
    found, bad = read(write(tmp_path / name, content.encode("cp1252")))
    assert [a.text for a in found] == [text]
    assert len(bad) == 1
    assert isinstance(bad[0], Notice)
    assert "not UTF-8 at byte" in bad[0].cause


def test_a_file_that_is_mostly_no_utf8_is_refused(tmp_path: Path) -> None:
    assert "not UTF-8" in cause(write(tmp_path / "a.txt", "пример".encode("koi8-r") * 50))


def test_a_folder_is_walked_in_order_without_hidden_unknown_or_looping_ones(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    for name in ("b/2.txt", "a.txt", "c.pdf", ".d.txt", ".git/e.txt"):
        write(tmp_path / name, f"{BODY} {name}")
    write(tmp_path / "z.txt", b"")
    found, bad = read(tmp_path)
    assert [a.text.split()[-1] for a in found] == ["a.txt", "b/2.txt"]
    assert [b.source for b in bad] == [str(tmp_path / "z.txt")]


def test_what_is_missing_unknown_or_no_file_is_named(tmp_path: Path) -> None:
    assert cause(tmp_path / "tidak-ada.txt") == "no such file or directory"
    assert cause(tmp_path / "tidak-ada") == "no such file or folder"
    assert "unknown kind of file" in cause(write(tmp_path / "a.pdf", b"x"))
    (tmp_path / "b.txt").symlink_to(tmp_path / "hilang.txt")
    assert cause(tmp_path / "b.txt")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (f"\n {json.dumps({'title': 'Judul', 'body': BODY})}\n", "Judul"),
        (f"[{json.dumps({'title': 'Judul', 'body': BODY})}]", "Judul"),
        (f"\ufeffJudul\n\n{BODY}", "Judul"),
    ],
)
def test_standard_input_is_told_by_its_first_character(monkeypatch: pytest.MonkeyPatch, content: str, title: str) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(content.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert one(Path("-")).text == f"{title}\n{BODY}"
    assert not stdin.buffer.closed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), suffix=st.sampled_from([*sorted(READERS), ".jsonl.gz"]))
def test_no_bytes_raise_out_of_the_iterator(tmp_path: Path, content: bytes, suffix: str) -> None:
    for item in articles([write(tmp_path / f"a{suffix}", content)]):
        assert isinstance(item, BadInput) or item.text.encode("utf-8")
