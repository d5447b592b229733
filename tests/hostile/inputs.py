"""Inputs that somebody made to do harm: `hostile(number)` is always the same file, of one of `KINDS` in turn."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

PAYLOADS = (
    "<script>window.pwned=1</script>",
    "</script><img src=x onerror=window.pwned=1>",
    "<!--<script>",
    '"><svg/onload=window.pwned=1>',
    "javascript:window.pwned=1",
    "{{7*7}}{% raw %}${7*7}<%= 7 %>",
    "'}) DETACH DELETE n //",
    "`]->() DELETE r //",
    "\\u0027}) MATCH (n) DETACH DELETE n //",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "$rows {key: 1}; CREATE (:Kg {key: 'pwned'})",
    "'); DROP TABLE article; --",
    '" OR 1=1; ATTACH DATABASE "pwned.db" AS pwned --',
    '=HYPERLINK("https://evil.example","buka")',
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "+1-1\t=1",
    "\r=1+1",
    "$(touch pwned) `touch pwned` ; touch pwned & | touch pwned",
    "../../../pwned",
    "..\\..\\pwned",
    "/etc/passwd",
    "C:\\pwned.txt",
    "file:///etc/passwd",
    "CON",
    "--db=pwned.db",
    "-rf",
    "%s%n%x {0.__class__} {name!r}",
    "__proto__",
    "nol \x00 esc \x1b[31m\x1b]0;pwned\x07 hapus \x7f c1 \x9b31m",
    "kanan \u202e ke kiri \u2066 tutup \u2069 \u200f \u200b\ufeff",
    "baris \u2028 baris \u2029 baris \x85 baris \x0b baris \x0c",
    "setengah \ud800 huruf \udfff",
    "a\u0301" * 200,
    "👩‍👩‍👧‍👦🇮🇩" * 20,
    "\U000e0001\U000e0041 \ufffe \uffff \U0010ffff",
    "]]>&lol;<![CDATA[ &#0; &#x110000; &#xD800;",
    "_x000D__x0041_",
    "PK\x03\x04 %PDF-1.7 \x7fELF",
    "A" * 20_000,
    "(" * 5_000,
    " ",
    '_:kosong <https://kabar.test/> "a"@id ^^<x> . \\',
    "a|b;c,d\te",
    "1e999",
    "NaN",
)
_SENTENCES = (
    "Sari meminta KPU membuka data pemilihan itu kepada warga.",
    "Budi tidak akan bertemu Wati di gedung dewan pada hari Senin.",
    "Menurut Bawaslu, surat dari partai itu belum diterima sampai sore.",
    "Ketua tim itu menyatakan dukungan bagi calon wali kota nomor dua.",
)
FIELDS = ("id", "title", "body", "url", "date", "publisher")


@dataclass(frozen=True, slots=True)
class Input:
    """A file: its name, in which there may be anything that a file system takes, and its bytes."""

    name: str
    data: bytes


def hostile(number: int) -> Input:
    """The input with this number."""
    chance = Random(number)
    kind = list(KINDS)[number % len(KINDS)]
    suffix, make = KINDS[kind]
    return Input(f"{_file_name(chance, number)}{suffix}", make(chance))


def _file_name(chance: Random, number: int) -> str:
    odd = chance.choice(PAYLOADS).replace("/", "_").replace("\0", "_").encode("utf-8", "replace")[:100].decode("utf-8", "ignore")
    return f"{number}{odd}" if chance.random() < 0.5 else str(number)


def _payload(chance: Random) -> str:
    return chance.choice(PAYLOADS)


def _body(chance: Random) -> str:
    """Sentences with payloads between them, or payloads alone."""
    pieces = [_payload(chance) for _ in range(chance.randrange(1, 4))]
    if chance.random() < 0.9:
        pieces += chance.sample(_SENTENCES, 3)
        chance.shuffle(pieces)
    return chance.choice(("\n", "\n\n", " ")).join(pieces)


def _value(chance: Random) -> Any:
    """A value of a type that a field should not have."""
    return chance.choice((None, True, -1, 10**30, 1.5, [], [["a"]], {}, {"a": {"b": _payload(chance)}}, "", _payload(chance)))


def _record(chance: Random) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": _payload(chance),
        "title": _payload(chance),
        "body": _body(chance),
        "url": chance.choice(("https://kabar.test/", "https://", "http://[", "//", "")) + _payload(chance),
        "date": chance.choice(("2024-02-19", "19/02/2024", "99/99/9999", "1708300000", _payload(chance))),
        "publisher": _payload(chance),
        _payload(chance): _payload(chance),
    }
    for field in FIELDS:
        if chance.random() < 0.05:
            record[field] = _value(chance)
        elif chance.random() < 0.05:
            del record[field]
    return record


def _jsonl(chance: Random) -> bytes:
    lines = [json.dumps(_record(chance), ensure_ascii=chance.random() < 0.5) for _ in range(chance.randrange(1, 4))]
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(("", "{", "[]", "null", '{"a":', "NaN", "9" * 5000, "\0")))
    return "\n".join(lines).encode("utf-8", chance.choice(("surrogatepass", "replace")))


def _json(chance: Random) -> bytes:
    content = chance.choice(([_record(chance), _value(chance)], _record(chance), _value(chance)))
    return json.dumps(content).encode(chance.choice(("utf-8", "utf-8", "utf-16", "utf-8-sig")))


def _deep_json(chance: Random) -> bytes:
    depth = chance.choice((1_000, 100_000))
    opening, closing = chance.choice((("[", "]"), ('{"a":', "}")))
    deep = f"{opening * depth}1{closing * depth}"
    return chance.choice((deep, json.dumps(_record(chance))[:-1] + f', "lagi": {deep}}}')).encode()


def _csv(chance: Random) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=chance.choice(",;\t"), quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    writer.writerow(FIELDS)
    for _ in range(chance.randrange(1, 4)):
        writer.writerow([str(_record(chance).get(field, "")) for field in FIELDS][: chance.choice((2, 6, 6, 6))])
    return (out.getvalue() + chance.choice(("", '"', '"tidak ditutup', "\0"))).encode("utf-8", "replace")


def _text(chance: Random) -> bytes:
    return f"{_payload(chance)}\n\n{_body(chance)}".encode(chance.choice(("utf-8", "utf-16", "cp1252", "utf-7")), "replace")


def _html(chance: Random) -> bytes:
    a, b, c, d = (_payload(chance) for _ in range(4))
    escaped = b.replace("&", "&amp;").replace("<", "&lt;")
    charset = chance.choice(("utf-8", "x", "utf-7"))
    paragraphs = "".join(f"<p>{line}</p>" for line in (*_SENTENCES, escaped, c, _body(chance)))
    return (
        f'<html><head><title>{a}</title><meta property="og:title" content="{escaped}"><meta charset={charset}>'
        f'<link rel=canonical href="{d}"><meta property="article:published_time" content="{c}">'
        f'<script type="application/ld+json">{{"datePublished": "{c}", "headline": "{escaped}"}}</script></head>'
        f"<body><article><h1>{escaped}</h1>{paragraphs}</article></body></html>"
    ).encode("utf-8", "replace")


def _broken_html(chance: Random) -> bytes:
    body = "".join(f"<p>{sentence}</p>" for sentence in _SENTENCES)
    tag = chance.choice(
        ("div", "b", "table><tr><td", "ul><li", "form", "font", "svg><math", "template", "select", "p", "a href=x")
    )
    many = chance.choice((500, 5_000, 15_000, 100_000))
    odd = chance.choice(
        (
            f"<{tag}>" * many,
            f"<p {'x=' * many}>",
            f"<p title='{'A' * 1_000_000}'>",
            "&" * many + "&amp" * many + "&#1114112;&#xffffffff;",
            "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>&b;",
            "<!--" + "-" * many,
            "<![CDATA[" * 1_000,
            "</" * min(many, 15_000),
            "<\0p\0>",
            "<" + "a:" * many + ">",
        )
    )
    return f"<html><body>{odd}<article>{body}</article>{odd if chance.random() < 0.2 else ''}".encode()


def _warc(chance: Random) -> bytes:
    page = _html(chance)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + chance.choice(
        (b"", b"", b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Length: 7\r\n", b"\xff: \x00\r\n")
    )
    block = answer + b"\r\n" + page
    length = chance.choice((str(len(block)), str(len(block)), str(len(block)), "0", "-1", "9" * 30, "x"))
    address = chance.choice(("https://kabar.test/", "https://kabar.test/", "")) + _payload(chance)
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Length: {length}\r\n\r\n"
    data = head.encode("utf-8", "replace") + block + b"\r\n\r\n"
    return gzip.compress(data) if chance.random() < 0.5 else data


def _parquet(chance: Random) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{field: str(_record(chance).get(field)).encode("utf-8", "replace").decode() for field in FIELDS} for _ in range(2)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def _packed(chance: Random) -> bytes:
    data = gzip.compress(_jsonl(chance), mtime=0)
    zeros = gzip.compress(bytes(60_000_000), mtime=0, compresslevel=1) if chance.random() < 0.05 else b""
    return chance.choice((data, data[: len(data) // 2], data[:-4] + b"abcd", zeros or data, zlib.compress(b"{}"), b"\x1f\x8b"))


def _long_line(chance: Random) -> bytes:
    size = 10_000_000 if chance.random() < 0.1 else 300_000
    filler = chance.choice(("A", "kata ", "<", '"', "\\u0000", "Sari dan ", ". ", "(", " \\n"))
    return json.dumps({"title": "Panjang", "body": "ISI"}).replace("ISI", filler * (size // len(filler))).encode()


def _other_file(chance: Random) -> bytes:
    heads = (b"PK\x03\x04", b"PAR1", b"%PDF-1.7", b"\x7fELF", b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff", b"SQLite format 3\0", b"")
    return chance.choice(heads) + chance.randbytes(chance.randrange(2000))


def _mutated(make: Callable[[Random], bytes]) -> Callable[[Random], bytes]:
    """What `make` makes, with bytes turned, taken out and doubled."""

    def made(chance: Random) -> bytes:
        data = bytearray(make(chance))
        for _ in range(chance.randrange(1, 20)):
            at = chance.randrange(len(data)) if data else 0
            match chance.randrange(3):
                case 0:
                    data[at : at + 1] = chance.randbytes(1)
                case 1:
                    del data[at : at + chance.randrange(1, 50)]
                case _:
                    data[at:at] = data[at : at + chance.randrange(1, 500)]
        return bytes(data)

    return made


# The suffix of the file, and what makes its bytes.
KINDS: Mapping[str, tuple[str, Callable[[Random], bytes]]] = {
    "records": (".jsonl", _jsonl),
    "one record": (".json", _json),
    "a table": (".csv", _csv),
    "a text": (".txt", _text),
    "a page": (".html", _html),
    "a broken page": (".html", _broken_html),
    "an archive": (".warc", _warc),
    "columns": (".parquet", _parquet),
    "a packed file": (".jsonl.gz", _packed),
    "deep JSON": (".json", _deep_json),
    "a long line": (".jsonl", _long_line),
    "bytes as JSON": (".json", _other_file),
    "bytes as a page": (".html", _other_file),
    "bytes as a table": (".csv", _other_file),
    "bytes as columns": (".parquet", _other_file),
    "bytes as an archive": (".warc", _other_file),
    "turned records": (".jsonl", _mutated(_jsonl)),
    "a turned page": (".html", _mutated(_html)),
    "a turned archive": (".warc", _mutated(_warc)),
    "turned columns": (".parquet", _mutated(_parquet)),
    "a turned table": (".csv", _mutated(_csv)),
    "a turned text": (".txt", _mutated(_text)),
}
