"""A server that speaks the OpenAI protocol as far as kg uses it, on this machine, and misbehaves when it is told to."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

Answer = dict[str, Any]
# What the model says about a text: an answer of the guide, or any string.
Say = Callable[[str], Answer | str]

USED = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}


@dataclass(slots=True)
class Model:
    """What the server does. `before` holds (status, body) pairs that it sends first; `slow` seconds pass before each reply.

    `refuses` are options of a request that it does not take; `asked` holds the requests that came, `most` how many at once.
    """

    say: Say
    before: list[tuple[int, str]] = field(default_factory=list)
    slow: float = 0.0
    finish: str = "stop"
    usage: Answer | None = field(default_factory=lambda: USED)
    name: str = "cerdas-1"
    refuses: tuple[str, ...] = ()
    asked: list[Answer] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    most: int = 0
    now: int = 0
    lock: Lock = field(default_factory=Lock)
    url: str = ""

    def reply(self, request: Answer) -> tuple[int, str]:
        """Status and body for a request."""
        with self.lock:
            self.asked.append(request)
            if self.before:
                return self.before.pop(0)
        if request["model"] != self.name:
            return 404, error(f"The model `{request['model']}` does not exist", code="model_not_found")
        for option in self.refuses:
            if option in request:
                return 400, error(f"Unsupported parameter: '{option}'", param=option)
        said = self.say(text_of(request))
        content = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        choice = {"index": 0, "finish_reason": self.finish, "message": {"role": "assistant", "content": content}}
        body = {"id": "1", "object": "chat.completion", "created": 0, "model": self.name, "choices": [choice]}
        return 200, json.dumps(body | ({"usage": self.usage} if self.usage else {}))


def text_of(request: Answer) -> str:
    """The article in a request, one sentence a line."""
    match = re.fullmatch(r"<article (\w+)>\n(.*)\n</article \1>", request["messages"][1]["content"], re.DOTALL)
    assert match, request["messages"][1]["content"]
    return match[2]


def error(message: str, **more: str) -> str:
    """The body of an error."""
    return json.dumps({"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None} | more})


@contextmanager
def serving(model: Model) -> Iterator[Model]:
    """The model behind an address, which is in `url`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with model.lock:
                model.now += 1
                model.most = max(model.most, model.now)
                model.keys.append(self.headers["Authorization"])
            status, body = model.reply(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(model.slow)
            with model.lock:
                model.now -= 1
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("retry-after-ms", "1")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that did not wait

    server = Server(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
