"""Another reader on the command line: a language model on a server of this machine, alone and beside the reader of kg."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import extract
from tests import fakes
from tests.cli.conftest import Kg
from tests.endpoint import Answer, Model, error, serving

LLM = ("--reader", "llm", "--model", "cerdas-1")
TAIL = "Ini sebuah berita tentang pemilihan umum yang akan datang di daerah itu."


def says(text: str) -> Answer:
    """KPU is an institution that somebody asks; and whoever opposes whom was invented."""
    names = [name for name in ("Sari", "Budi", "KPU", "Bawaslu") if name in text]
    actors = [{"key": n, "name": n, "type": "institution", "mentions": [n]} for n in names]
    quote = next(line for line in text.splitlines() if "meminta" in line)
    rest = {"polarity": "affirmed", "modality": "actual", "speaker": None, "role": None}
    asks = {"subject": names[0], "relation": "requests_action_from", "object": names[-1], "evidence": quote} | rest
    return {"actors": actors, "statements": [asks, asks | {"relation": "accuses", "evidence": "Sari menuduh KPU."}]}


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    with serving(Model(says)) as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", "rahasia")
        monkeypatch.setitem(extract.READERS, "both", _both)  # type: ignore[index]
        yield running


def _both(language: str, connection: object) -> extract.Reader:
    from kg.extract.both import BothReaders
    from kg.extract.llm.reader import LlmReader

    return BothReaders(fakes.FakeReader(), LlmReader(language, connection))  # type: ignore[arg-type]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    bodies = ("Sari meminta KPU membuka data.", "Budi meminta Bawaslu bertindak.", "Sari meminta Bawaslu diam.")
    rows = [{"title": f"Berita {n}", "body": f"{b} {TAIL}", "url": f"https://k.test/{n}"} for n, b in enumerate(bodies)]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path / "news.jsonl"


def relations(kg: Kg) -> list[tuple[str, str, float]]:
    lines = map(json.loads, kg("dump").out.splitlines())
    return [(s["relation"], s["method"], s["confidence"]) for line in lines for s in line["extraction"]["statements"]]


def test_ingest_says_what_it_will_use_and_has_used_and_a_rerun_uses_nothing(kg: Kg, model: Model, news: Path) -> None:
    ran = kg("ingest", "news.jsonl", *LLM, "--price", "1/10")
    assert ran.code == 0, ran.err
    assert f"3 articles to read, 0 of them at no cost; 3 requests to cerdas-1 at {model.url}\nabout " in ran.err
    assert "3 requests, 0 answers from kg.cache/answers.db\n3,000 tokens sent and 300 written: 0.0060 US dollars\n" in ran.err
    assert "3 dropped: statement: the quote does not stand in the text" in ran.err
    assert relations(kg) == [("requests_action_from", "llm", 0.5)] * 3
    again = kg("ingest", "news.jsonl", *LLM)
    assert "0 articles to read" in again.err
    assert "3 unchanged" in again.err
    Path("kg.db").unlink()
    anew = kg("ingest", "news.jsonl", *LLM)
    assert "3 articles to read, 3 of them at no cost; 0 requests" in anew.err
    assert len(model.asked) == 3


def test_forgetting_takes_the_answer_too(kg: Kg, model: Model, news: Path) -> None:
    kg("ingest", "news.jsonl", *LLM)
    assert b"Budi" in Path("kg.cache/answers.db").read_bytes()
    assert kg("forget", "https://k.test/1").code == 0
    assert b"Budi" not in Path("kg.cache/answers.db").read_bytes()
    assert b"Sari" in Path("kg.cache/answers.db").read_bytes()


def test_many_articles_are_asked_about_at_once_and_no_more_than_jobs(kg: Kg, model: Model, tmp_path: Path) -> None:
    rows = [{"body": f"Sari meminta KPU membuka data ke-{n}. {TAIL}", "url": f"https://k.test/{n}"} for n in range(12)]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, rows)))
    model.slow = 0.05
    assert kg("ingest", "many.jsonl", *LLM, "--jobs", "3", "--quiet").err == ""
    assert 1 < model.most <= 3
    dump = kg("dump").out
    Path("kg.db").unlink()
    assert kg("ingest", "many.jsonl", *LLM, "--jobs", "1", "--quiet").err == ""
    assert kg("dump").out == dump


def test_max_cost_stops_with_one_line_and_the_same_command_goes_on(kg: Kg, model: Model, news: Path) -> None:
    price = ("--price", "0/1000")  # 0.10 a request, up to 12 before it is answered
    ran = kg("ingest", "news.jsonl", *LLM, *price, "--max-cost", "12.15", "--jobs", "1")
    assert ran.code == 1
    assert ran.err.splitlines()[-1].startswith("kg: --max-cost 12.15: the next request could pass it (0.2000 US dollars used)")
    assert len(model.asked) == 2
    assert kg("dump").out.count("\n") == 2
    assert kg("ingest", "news.jsonl", *LLM, *price, "--max-cost", "12.15").code == 0
    assert len(model.asked) == 3


def test_one_article_without_answer_does_not_stop_the_others(kg: Kg, model: Model, news: Path) -> None:
    model.say = lambda text: "{" if "Budi" in text else says(text)
    ran = kg("ingest", "news.jsonl", *LLM)
    assert ran.code == 1
    assert "https://k.test/1: the model's answer is not in the form asked for" in ran.err
    assert "3 read: 2 new, 0 unchanged, 0 updated, 1 failed" in ran.err


@pytest.mark.parametrize("command", [("ingest", "news.jsonl"), ("extract", "news.jsonl"), ("reread",)])
def test_a_refused_key_or_an_unknown_model_is_one_line(kg: Kg, model: Model, news: Path, command: tuple[str, ...]) -> None:
    kg("ingest", "news.jsonl", "--quiet")
    model.before = [(401, error("Incorrect API key provided"))] * 9
    ran = kg(*command, *LLM, "--quiet")
    assert ran.code == 1
    assert ran.err.startswith(f"kg: {model.url} refuses the key in OPENAI_API_KEY: ")
    assert ran.err.count("\n") == 1
    model.before = []
    ran = kg(*command, "--reader", "llm", "--model", "tiada", "--quiet")
    assert ran.code == 1
    assert ran.err.startswith(f"kg: {model.url} has no model 'tiada'")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--reader", "oracle"), "no reader 'oracle'; there are: model, llm, both"),
        (("--reader", "llm"), "which language model? --model NAME"),
        (("--model", "m"), "--model: only with --reader llm or both"),
        ((*LLM, "--max-cost", "1"), "--max-cost needs --price"),
        ((*LLM, "--price", "cheap"), "--price 'cheap'"),
    ],
)
def test_options_that_do_not_fit_are_said(kg: Kg, model: Model, news: Path, options: tuple[str, ...], says: str) -> None:
    ran = kg("ingest", "news.jsonl", *options)
    assert ran.code == 2
    assert says in ran.err
    assert not model.asked


def test_no_file_of_the_folder_can_set_the_endpoint(kg: Kg, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "rahasia")
    for name in ("base_url", "openai_base_url", "OPENAI_BASE_URL"):
        Path("kg.toml").write_text(f'{name} = "http://evil.test"')
        assert kg("ingest", "news.jsonl", *LLM).code == 2
    Path("kg.toml").write_text('[ingest]\nreader = "llm"\nmodel = "m"')
    ran = kg("ingest", "news.jsonl")
    assert ran.code == 2
    assert ran.err == "kg: no endpoint: set OPENAI_BASE_URL, for example to http://localhost:11434/v1 (Ollama)\n"


def test_extract_and_eval_work_with_it(kg: Kg, model: Model, news: Path) -> None:
    ran = kg("extract", "news.jsonl", *LLM)
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [s["relation"] for row in rows for s in row["statements"]] == ["requests_action_from"] * 3
    Path("gold.jsonl").write_text(ran.out)
    measured = kg("eval", "gold.jsonl", "--articles", "news.jsonl", *LLM, "--format", "json")
    assert {row["f1"] for row in json.loads(measured.out) if row["level"] in ("statement", "act", "actor")} == {"1.000"}
    assert "3 of them at no cost; 0 requests" in measured.err
    assert len(model.asked) == 3


def test_two_readers_agree_or_are_reviewed(kg: Kg, model: Model, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def differs(text: str) -> Answer:
        answer = says(text)
        if "Budi" in text:  # the fake reader reads that Budi asks
            answer["statements"][0]["relation"] = "criticizes"
        return answer

    model.say = differs
    ran = kg("ingest", "news.jsonl", "--reader", "both", "--model", "cerdas-1")
    assert ran.code == 0, ran.err
    assert "2 statements were read by one of the two readers only: kg review statements" in ran.err
    assert sorted(relations(kg)) == [
        ("criticizes", "llm-only", 0.5),
        ("requests_action_from", "both", 0.95),
        ("requests_action_from", "both", 0.95),
        ("requests_action_from", "model-only", 0.9),
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("rvq"))
    reviewed = kg("review", "statements", "--who", "ani", "--when", "2024-02-19")
    shown = [line for line in reviewed.err.splitlines() if " of 4 · " in line]
    assert [line.partition(" — ")[0] for line in shown[:2]] == ["1 of 4 · Budi", "2 of 4 · Budi"]
    assert not shown[2].startswith("3 of 4 · Budi")
    verdicts = Path("kg.decisions.csv").read_text().splitlines()[1:]
    assert sorted(line.partition(",")[0] for line in verdicts) == ["rejected", "verified"]
