"""Further annotated articles and invented ones: `python -m training.more CORPUS OUT` writes them in the format of the gold.

`annotations.jsonl.gz` beside this file holds offsets only, one article a line: `id`; `actors` as [key, type, name, spans of
its strings]; `statements` as [subject, relation, object, polarity, modality, speaker, role, span of the evidence]. The texts
they refer to (title, newline, body) are those of the news corpus. Made by language-model readers after the annotation guide.
`invented.jsonl.gz` holds whole articles, `title` and `body`, with `actors` and `statements` as in the gold: written by language
models where news has too few examples (acts told in other people's words; planned, possible and denied ones). No person in them
exists, and nothing in them happened.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ANNOTATIONS = Path(__file__).with_name("annotations.jsonl.gz")
INVENTED = Path(__file__).with_name("invented.jsonl.gz")
Row = dict[str, Any]
_STATEMENT = ("subject", "relation", "object", "polarity", "modality", "speaker", "role")


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def unpack(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    """An annotation with strings in place of offsets."""
    actors = [
        {"key": key, "type": kind, "name": name, "mentions": [text[start:stop] for start, stop in spans]}
        for key, kind, name, spans in row["actors"]
    ]
    statements = [
        dict(zip(_STATEMENT, said, strict=True)) | {"evidence": text[start:stop]} for *said, (start, stop) in row["statements"]
    ]
    return {"id": row["id"], "actors": actors, "statements": statements}


def main() -> None:
    """Write `train.jsonl` and `invented.jsonl` to OUT, and beside them the texts (`train.articles.jsonl` …)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name, found in (("train", _further(args.corpus)), ("invented", _invented())):
        with (args.out / f"{name}.articles.jsonl").open("w") as texts, (args.out / f"{name}.jsonl").open("w") as annotations:
            for article, annotation in found:
                texts.write(json.dumps(article) + "\n")
                annotations.write(json.dumps(annotation) + "\n")


def _further(corpus: Path) -> Iterator[tuple[Row, Row]]:
    """Articles of the corpus with their annotation, by id."""
    wanted = {row["id"]: row for row in lines(ANNOTATIONS)}
    articles = {article["id"]: article for article in lines(corpus) if article["id"] in wanted}
    for id_, row in sorted(wanted.items()):
        title, body = articles[id_]["title"] or "", articles[id_]["body"]
        yield {"id": id_, "title": title, "body": body, "url": articles[id_]["url"]}, unpack(row, f"{title}\n{body}")


def _invented() -> Iterator[tuple[Row, Row]]:
    for row in lines(INVENTED):
        article = {"id": row["id"], "title": row["title"], "body": row["body"], "url": None}
        yield article, {name: row[name] for name in ("id", "actors", "statements")}


if __name__ == "__main__":
    main()
