"""The server of the page: for this computer and whoever knows the address, and for nobody else."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import pytest

from kg.errors import UsageError
from kg.out.serve import Server


def render(wanted: Mapping[str, str]) -> str:
    if wanted.get("actor") == "nobody":
        raise UsageError("no actor named 'nobody' <script>")
    return f"page {sorted(wanted.items())}"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(render) as opened:
        thread = threading.Thread(target=opened.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield opened
        opened.shutdown()
        thread.join()


def get(server: Server, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), dict(answer.getheaders())


def test_the_whole_address_gives_the_page_and_its_parameters_reach_it(server: Server) -> None:
    status, text, headers = get(server, urlsplit(server.address).path + "?actor=Sari%20W&hops=2")
    assert (status, text) == (200, "page [('actor', 'Sari W'), ('hops', '2')]")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert not [name for name in headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("path", ["/", "/guess/", "/../", "//", "/%00"])
def test_without_the_secret_there_is_nothing(server: Server, path: str) -> None:
    assert get(server, path)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80"])
def test_another_name_for_this_computer_is_refused(server: Server, host: str) -> None:
    assert get(server, server.path, Host=host)[0] == 403


def test_only_this_computer_is_listened_to_and_each_start_has_its_own_secret(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    with Server(render) as other:
        assert other.path != server.path


def test_what_is_wrong_is_said_as_text_and_other_methods_are_refused(server: Server) -> None:
    status, text, headers = get(server, server.path + "?actor=nobody")
    assert (status, text) == (400, "no actor named 'nobody' <script>")
    assert headers["Content-Type"].startswith("text/plain")
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("POST", server.path)
    assert connection.getresponse().status == 501
