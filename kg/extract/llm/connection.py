"""Asking an endpoint that speaks the OpenAI protocol, within limits of time, tries and money."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import BadInput, KgError, UsageError
from kg.extract.llm.account import Account, Tokens
from kg.extract.llm.answers import Answers

if TYPE_CHECKING:
    from openai import OpenAI

    from kg.extract.llm.answer import Answer
    from kg.extract.llm.prompt import Request

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
# Some servers refuse these for some models; they are left out then, or go by another name.
_OPTIONAL: dict[str, str | None] = {"max_tokens": "max_completion_tokens", "temperature": None, "seed": None}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers: an address like `http://localhost:11434/v1`, and the key that it wants."""

    url: str
    key: str

    @classmethod
    def from_environment(cls) -> Endpoint:
        """From `OPENAI_BASE_URL` and `OPENAI_API_KEY`, and from nowhere else: a file in some folder cannot say who gets the key.

        Raises:
            UsageError: if there is no address, or no key for an address on another machine.
        """
        url, key = os.environ.get("OPENAI_BASE_URL", "").strip(), os.environ.get("OPENAI_API_KEY", "").strip()
        parts = urlsplit(url)
        if not url:
            raise UsageError("no endpoint: set OPENAI_BASE_URL, for example to http://localhost:11434/v1 (Ollama)")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"OPENAI_BASE_URL {url!r} is no address like http://localhost:11434/v1")
        if not key and parts.hostname not in _LOCAL:
            raise UsageError(f"no key for {parts.hostname}: set OPENAI_API_KEY")
        return cls(url, key or "none")

    @property
    def name(self) -> str:
        """The address without what may be secret in it."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often one article is asked for: `seconds` a try, `retries` after a failure, `asks` where the answer is
    unusable, `tokens` an answer may have; and after how many `failures` in a row everything stops."""

    seconds: float = 180.0
    retries: int = 3
    asks: int = 2
    tokens: int = 12_000
    failures: int = 5


class Connection:
    """A model at an endpoint, with what it answered before; for many threads at once."""

    def __init__(self, endpoint: Endpoint, model: str, answers: Answers, account: Account, limits: Limits | None = None) -> None:
        self.endpoint, self.model, self.answers, self.account = endpoint, model, answers, account
        self.limits = limits or Limits()
        self._failures, self._lock = 0, Lock()
        self._optional: dict[str, Any] = {"max_tokens": self.limits.tokens, "temperature": 0, "seed": 0}

    @cached_property
    def client(self) -> OpenAI:
        """The client, which tries again after 429, 5xx and silence, as long as the server asks it to wait.

        Raises:
            UsageError: if the extra is not installed.
        """
        try:
            from openai import OpenAI  # a second to import: only for those who ask a model
        except ImportError as error:
            raise UsageError("a language model as reader needs more packages: pip install 'kabar-graph[llm]'") from error
        limits = self.limits
        return OpenAI(base_url=self.endpoint.url, api_key=self.endpoint.key, timeout=limits.seconds, max_retries=limits.retries)

    def has(self, request: Request) -> bool:
        """Whether a request was answered before."""
        return self.answers.get(request.id(self.model)) is not None

    def estimate(self, request: Request) -> Tokens:
        """About how much a request will use: a token has about 3.5 code points, an answer 1.8 times the text's."""
        return Tokens(round(len(request.system + request.user) / 3.5), round(len(request.user) * 1.8 / 3.5))

    def ask(self, request: Request, article: str, source: str) -> Answer:
        """The answer to a request about `article`, kept from an earlier time or new; `source` names the article in messages.

        Raises:
            BadInput: if there is no usable answer; other articles may have one.
            KgError: if no other article will have one either: no server, no such model, a refused key, no money left.
        """
        from kg.extract.llm.answer import parse

        ident = request.id(self.model)
        kept = self.answers.get(ident)
        if kept is not None:
            self.account.found()
            self.answers.put(ident, article, kept)
            return parse(kept)
        cause = ""
        for _ in range(self.limits.asks):
            content = self._content(request, source)
            try:
                answer = parse(content)
            except ValueError as error:
                cause = str(error)
                continue
            self.answers.put(ident, article, content)
            return answer
        raise self._failed(source, f"the model's answer is not in the form asked for ({_brief(cause)})")

    def _content(self, request: Request, source: str) -> str:
        """One answer as text, paid for."""
        reply = self._reply(request, source)
        choices = getattr(reply, "choices", None) or []
        content = choices[0].message.content if choices and choices[0].message else None
        if not content:
            raise self._failed(source, "the model said nothing")
        if choices[0].finish_reason == "length":
            raise self._failed(source, "the model's answer is too long and was cut off")
        self._failures = 0
        return str(content)

    def _reply(self, request: Request, source: str) -> Any:
        """What the server sent; its cost as the server says, or the most that it can be where it does not say so."""
        import openai

        client, used = self.client, Tokens(0, 0)
        most = Tokens(len(request.system + request.user), self.limits.tokens)  # no token has less than one code point
        self.account.reserve(most)
        try:
            with self._clearly(source):
                reply = self._create(client, request)
            used = _used(reply) or most
        except BadInput as failed:
            if isinstance(failed.__cause__, openai.APITimeoutError):
                used = most  # who does not answer may send a bill all the same
            raise
        finally:
            self.account.settle(most, used)
        return reply

    @contextmanager
    def _clearly(self, source: str) -> Iterator[None]:
        """Turn an error of the client into one that says what to do: BadInput where another article may fare better."""
        import openai

        name = self.endpoint.name
        try:
            yield
        except openai.APITimeoutError as error:
            raise self._failed(source, f"no answer within {self.limits.seconds:g} s, {self.limits.retries + 1} times") from error
        except openai.APIConnectionError as error:
            raise KgError(f"{name} cannot be reached: {_brief(error.__cause__ or error)}") from error
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise KgError(f"{name} refuses the key in OPENAI_API_KEY: {_brief(error)}") from error
        except openai.NotFoundError as error:
            raise KgError(f"{name} has no model {self.model!r}, or is not its address: {_brief(error)}") from error
        except openai.APIStatusError as error:
            if error.code == "insufficient_quota":
                raise KgError(f"{name}: no money left: {_brief(error)}") from error
            raise self._failed(source, f"the server answered {error.status_code}: {_brief(error)}") from error
        except (openai.APIError, ValueError) as error:  # what it sent is no JSON, or JSON of another form
            raise self._failed(source, f"the server's answer is not readable: {_brief(error)}") from error

    def _create(self, client: OpenAI, request: Request) -> Any:
        """Send a request; without the options that the server refuses for this model."""
        import openai

        from kg.extract.llm.answer import schema

        form = {"type": "json_schema", "json_schema": {"name": "reading", "strict": True, "schema": schema()}}
        messages = [{"role": "system", "content": request.system}, {"role": "user", "content": request.user}]
        while True:
            optional = dict(self._optional)
            try:
                completions: Any = client.chat.completions  # its types know models and messages by name only
                return completions.create(model=self.model, messages=messages, response_format=form, **optional)
            except openai.BadRequestError as error:
                if error.param not in optional or error.param not in _OPTIONAL:
                    raise
                self._leave_out(error.param)

    def _leave_out(self, name: str) -> None:
        with self._lock:
            value, other = self._optional.pop(name, None), _OPTIONAL[name]
            if other and value is not None:
                self._optional[other] = value

    def _failed(self, source: str, cause: str) -> KgError:
        """An article without answer; many in a row mean that no article will have one."""
        with self._lock:
            self._failures += 1
            if self._failures >= self.limits.failures:
                return KgError(f"{self.endpoint.name}: stopped after {self._failures} failures in a row, the last one: {cause}")
        return BadInput(source, cause)


def _used(reply: Any) -> Tokens | None:
    usage = getattr(reply, "usage", None)
    sent, written = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
    return Tokens(sent, written) if isinstance(sent, int) and isinstance(written, int) else None


def _brief(error: object) -> str:
    """A message from outside on one line, and not long."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else f"{text[:200]}…"
