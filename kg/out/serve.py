"""The page from a server of one's own, which draws any part of a graph of any size. Only this computer can reach it.

A web page that is open in the same browser must not read the graph. So the address holds a secret, the Host header must be ours
(else a foreign name that resolves to this computer would do), and nothing allows another origin to read an answer.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from kg.errors import KgError

Render = Callable[[Mapping[str, str]], str]

HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",  # the rest stands in the page, with the hashes of its scripts
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """Answers `address` with what `render` gives for the parameters of the request; what it raises is said as text."""

    daemon_threads = True

    def __init__(self, render: Render, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.render = render
        self.path = f"/{secrets.token_urlsafe(16)}/"

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_port}{self.path}"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version, sys_version = "kg", ""

    def do_GET(self) -> None:
        """A page, or what is wrong with the request."""
        asked = urlsplit(self.path)
        port = self.server.server_port
        if self.headers.get("Host") not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            return self._answer(403, "This server answers to its own address only.")
        if not compare_digest(asked.path.encode(), self.server.path.encode()):
            return self._answer(404, "Not here: use the whole address that kg view --serve printed.")
        try:
            text = self.server.render({name: values[-1] for name, values in parse_qs(asked.query).items()})
        except KgError as error:
            return self._answer(400, str(error))
        return self._answer(200, text, "text/html")

    def _answer(self, status: int, text: str, kind: str = "text/plain") -> None:
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        for name, value in ({"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body))} | HEADERS).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address is a secret."""
