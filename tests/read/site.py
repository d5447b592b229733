"""A web server on this machine: pages as a test wants them, also such as no well-behaved server would give."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SAID = (
    "Ketua DPRD Kota Melati, Sari Wulandari, meminta KPU membuka data penerima bantuan sekolah di kota itu. "
    "Menurut dia, data itu sudah lama dijanjikan kepada warga tetapi belum juga diumumkan sampai hari ini. "
)

Raw = Callable[[socket.socket], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sends."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def page(title: str = "Sari Minta Data Dibuka", *, body: str = SAID, head: str = "") -> Reply:
    """The page of an article."""
    paragraphs = "".join(f"<p>{body} Alinea ke-{n} menambah keterangan dari rapat itu.</p>" for n in range(3))
    html = f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    return Reply(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def moved(to: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(b"moved", status, {"Location": to})


def feed(*links: str) -> Reply:
    """An RSS feed."""
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    return Reply(f'<?xml version="1.0"?><rss version="2.0"><channel><link>/</link>{items}</channel></rss>'.encode())


@dataclass
class Site:
    """What is served by path with query, and which requests came: (host, path with query, headers)."""

    port: int = 0
    replies: dict[str, Reply | Raw] = field(default_factory=dict)
    asked: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """The paths that were asked for, but for robots.txt."""
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving() -> Iterator[Site]:
    """A site until the block ends."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server calls
            site.asked.append((self.headers["Host"], self.path, dict(self.headers)))
            reply = site.replies.get(self.path, Reply(b"none", 404))
            with suppress(OSError):  # the client went away, as it should
                if isinstance(reply, Reply):
                    self.answer(reply)
                else:
                    reply(self.connection)

        def answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: tests look at stderr."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield site
        server.shutdown()
