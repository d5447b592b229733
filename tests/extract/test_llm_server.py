"""A language model on a server that misbehaves: every failure has its line, no limit is passed, and nothing is paid twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import BadInput, KgError, StoreError, UsageError
from kg.extract.llm import Account, Answers, Connection, Endpoint, Limits, Price, Tokens
from kg.extract.llm.reader import LlmReader
from kg.model import Article
from kg.schema import relations
from tests.answers import BODY, GOOD, article, said
from tests.endpoint import Model, error

Connect = Callable[..., Connection]


class TestAnswersThatAreNone:
    @pytest.mark.parametrize(
        "content", ["Maaf, saya tidak bisa.", "{", "[]", '{"actors": []}', '{"actors": 1, "statements": []}']
    )
    def test_are_asked_for_once_more_and_then_said(self, model: Model, connect: Connect, content: str) -> None:
        model.say = lambda text: content
        with pytest.raises(BadInput, match=r"^https://k\.test/1: the model's answer is not in the form asked for \("):
            LlmReader("id", connect()).read(article(url="https://k.test/1"))
        assert len(model.asked) == 2
        model.say = lambda text: GOOD  # a bad answer is not kept
        assert LlmReader("id", connect()).read(article(url="https://k.test/1")).statements

    def test_may_come_right_the_second_time(self, model: Model, connect: Connect) -> None:
        model.say = lambda text: GOOD if len(model.asked) > 1 else "{"
        assert len(LlmReader("id", connect()).read(article()).statements) == 3

    def test_with_a_fence_around_them_are_read(self, model: Model, connect: Connect) -> None:
        model.say = lambda text: f"Tentu:\n```json\n{json.dumps(GOOD)}\n```"
        assert len(LlmReader("id", connect()).read(article()).statements) == 3

    def test_cut_off_are_not_asked_for_again(self, model: Model, connect: Connect) -> None:
        model.finish = "length"
        with pytest.raises(BadInput, match="too long and was cut off"):
            LlmReader("id", connect()).read(article())
        assert len(model.asked) == 1

    @pytest.mark.parametrize("body", ["<html>Bad gateway</html>", '{"choices": []}', "null", '{"choices": [{"message": null}]}'])
    def test_of_another_protocol_are_said(self, model: Model, connect: Connect, body: str) -> None:
        model.before = [(200, body)]
        with pytest.raises(BadInput, match="article-7: the "):
            LlmReader("id", connect()).read(Article("article-7", article().text, sentences=article().sentences))


class TestAServerThatFails:
    def test_is_asked_again_after_429_and_503(self, model: Model, connect: Connect) -> None:
        model.before = [(429, error("slow down")), (503, error("busy"))]
        assert len(LlmReader("id", connect(retries=2)).read(article()).statements) == 3

    def test_for_too_long_fails_that_article(self, model: Model, connect: Connect) -> None:
        model.before = [(429, error("slow down"))] * 2
        with pytest.raises(BadInput, match=r"the server answered 429: .*slow down"):
            LlmReader("id", connect()).read(article())
        assert len(model.asked) == 2

    def test_silently_fails_that_article_and_counts_as_paid(self, model: Model, connect: Connect) -> None:
        model.slow = 0.5
        connection = connect(price="1/1", seconds=0.1)
        with pytest.raises(BadInput, match=r"no answer within 0\.1 s, 2 times"):
            LlmReader("id", connection).read(article())
        assert connection.account.used.written == Limits().tokens

    def test_again_and_again_stops_everything(self, model: Model, connect: Connect) -> None:
        model.before = [(500, error("broken"))] * 9
        reader = LlmReader("id", connect(retries=0, failures=3))
        for number in range(2):
            with pytest.raises(BadInput):
                reader.read(article(url=f"https://k.test/{number}"))
        with pytest.raises(KgError, match="stopped after 3 failures in a row, the last one: the server answered 500") as stopped:
            reader.read(article(url="https://k.test/3"))
        assert not isinstance(stopped.value, BadInput)

    @pytest.mark.parametrize(
        ("reply", "says"),
        [
            ((401, error("Incorrect API key")), r"v1 refuses the key in OPENAI_API_KEY: .*Incorrect"),
            ((403, error("not in your country")), r"refuses the key"),
            ((404, error("no such model")), r"has no model 'cerdas-1', or is not its address"),
            ((429, error("quota", code="insufficient_quota")), r"no money left"),
        ],
    )
    def test_for_good_stops_at_once_with_one_line(
        self, model: Model, connect: Connect, reply: tuple[int, str], says: str
    ) -> None:
        model.before = [reply]
        with pytest.raises(KgError, match=says) as stopped:
            LlmReader("id", connect(retries=0)).read(article())
        assert not isinstance(stopped.value, BadInput)
        assert "\n" not in str(stopped.value)
        assert "rahasia" not in str(stopped.value)

    def test_that_is_not_there_is_said(self, model: Model, tmp_path: Path) -> None:
        nowhere = Connection(Endpoint("http://127.0.0.1:9/v1", "x"), "m", Answers(tmp_path), Account(), Limits(retries=0))
        with pytest.raises(KgError, match=r"http://127\.0\.0\.1:9/v1 cannot be reached"):
            LlmReader("id", nowhere).read(article())

    def test_options_that_a_server_refuses_are_left_out_or_renamed(self, model: Model, connect: Connect) -> None:
        model.refuses = ("temperature", "max_tokens")
        connection = connect()
        assert len(LlmReader("id", connection).read(article()).statements) == 3
        assert model.asked[-1]["max_completion_tokens"] == Limits().tokens
        assert "temperature" not in model.asked[-1]
        LlmReader("id", connection).read(article(BODY + "\nRatna pulang."))
        assert len(model.asked) == 4  # it is not tried again


class TestAnswersThatWereGiven:
    def test_cost_nothing_the_next_time(self, model: Model, connect: Connect) -> None:
        first = LlmReader("id", connect()).read(article())
        connection = connect()
        reader = LlmReader("id", connection)
        assert reader.estimate(article()) is None
        assert reader.read(article()) == first
        assert len(model.asked) == 1
        assert (connection.account.cached, connection.account.requests) == (1, 0)

    def test_hold_for_the_same_text_at_another_address_but_not_for_another_text_or_model(
        self, model: Model, connect: Connect
    ) -> None:
        LlmReader("id", connect()).read(article(url="https://k.test/1"))
        LlmReader("id", connect()).read(article(url="https://k.test/2"))
        assert len(model.asked) == 1
        LlmReader("id", connect()).read(article(BODY.replace("Senin", "Selasa")))
        assert len(model.asked) == 2
        with pytest.raises(KgError, match="no model 'lain'"):
            LlmReader("id", connect(name="lain")).read(article())

    def test_are_forgotten_with_their_article_in_the_raw_file_too(self, model: Model, connect: Connect) -> None:
        one, other = article(url="https://k.test/1"), article(BODY.replace("alun-alun", "lapangan"), url="https://k.test/2")
        connection = connect()
        for text in (one, other):
            model.say = lambda text: GOOD | {"statements": [said("r", "accuses", "b", f"rahasia {len(model.asked)}")]}
            LlmReader("id", connection).read(text)
        answers = connection.answers
        assert b"rahasia 1" in answers.path.read_bytes()
        answers.forget(one.id)
        assert b"rahasia 1" not in answers.path.read_bytes()
        assert b"rahasia 2" in answers.path.read_bytes()

    def test_in_a_damaged_file_say_that_it_may_be_deleted(self, connect: Connect) -> None:
        connection = connect()
        connection.answers.path.write_bytes(b"no database" * 100)
        with pytest.raises(StoreError, match=r"answers\.db: .*may be deleted"):
            LlmReader("id", connection).read(article())


class TestMoney:
    def test_is_counted_as_the_server_says(self, connect: Connect) -> None:
        connection = connect(price="1.00/10")
        LlmReader("id", connection).read(article())
        assert connection.account.used == Tokens(1000, 100)
        assert connection.account.cost(connection.account.used) == "0.0020 US dollars"

    def test_is_counted_at_the_most_where_the_server_does_not_say(self, model: Model, connect: Connect) -> None:
        model.usage = None
        connection = connect(price="1/1")
        LlmReader("id", connection).read(article())
        assert connection.account.used.written == Limits().tokens

    def test_limit_is_never_passed_and_what_was_answered_is_kept(self, model: Model, connect: Connect) -> None:
        connection = connect(price="0/1000", limit=0.25, tokens=110)  # a request may cost 0.11 and costs 0.10
        reader = LlmReader("id", connection)
        for number in range(2):
            reader.read(article(f"{BODY}\nItu yang ke-{number}."))
        with pytest.raises(KgError, match=r"--max-cost 0\.25: .*0\.2000 US dollars used.*goes on from there"):
            reader.read(article(f"{BODY}\nItu yang ke-2."))
        assert len(model.asked) == 2
        assert reader.read(article(f"{BODY}\nItu yang ke-1.")).statements

    @pytest.mark.parametrize("price", ["", "1", "1,5/2", "-1/2", "a/b", "1/2/3"])
    def test_a_price_of_another_form_is_refused(self, price: str) -> None:
        with pytest.raises(UsageError, match="--price"):
            Price.parse(price)


class TestTheEndpoint:
    @pytest.mark.parametrize(
        ("url", "key", "says"),
        [
            ("", "k", "no endpoint: set OPENAI_BASE_URL"),
            ("localhost:11434", "k", "is no address like"),
            ("file:///etc/passwd", "k", "is no address like"),
            ("https://model.test/v1", "", "no key for model.test: set OPENAI_API_KEY"),
        ],
    )
    def test_that_is_not_given_is_said(self, monkeypatch: pytest.MonkeyPatch, url: str, key: str, says: str) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OPENAI_API_KEY", key)
        with pytest.raises(UsageError, match=says):
            Endpoint.from_environment()

    def test_on_this_machine_needs_no_key_and_no_password_is_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", "http://me:geheim@localhost:11434/v1")
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        assert Endpoint.from_environment().name == "http://localhost:11434/v1"

    def test_gets_the_key_and_the_schema_with_every_relation(self, model: Model, connect: Connect) -> None:
        LlmReader("id", connect()).read(article())
        assert model.keys == ["Bearer rahasia"]
        sent = model.asked[0]["response_format"]["json_schema"]
        assert sent["strict"] is True
        assert sent["schema"]["$defs"]["SaidStatement"]["properties"]["relation"]["enum"] == list(relations())
