from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kg.errors import BadInput
from kg.read.address import is_public, parsed
from kg.read.address import look_up as real_look_up
from kg.read.answer import Limits
from kg.read.fetch import Web
from tests.read.conftest import PUBLIC, look_up
from tests.read.site import Reply, Site, moved, page

QUICK = Limits(bytes=100_000, seconds=0.6)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def cause(web: Web, url: str) -> str:
    with pytest.raises(BadInput) as refused:
        web.get(url)
    return refused.value.cause


@pytest.fixture
def web() -> Web:
    """Asks as `kg ingest --fetch` does."""
    return Web(QUICK, resolve=look_up)


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "224.0.0.1"),
        *("255.255.255.255", "168.63.129.16", "192.0.0.192", "198.18.0.1", "100.100.100.200", "240.0.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "64:ff9b::7f00:1"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2001:0:7f00:1::1", "2001:db8::1"),
    ],
)
def test_a_number_that_is_not_of_the_public_internet_is_refused(number: str, public: Site) -> None:
    assert not is_public(number)
    for found in ([number], [PUBLIC, number], [number, PUBLIC]):  # one of them is enough
        web = Web(QUICK, resolve=lambda host, port, found=found: found)  # type: ignore[misc]
        assert "not on the public internet" in cause(web, "http://kabar.test/a")
    assert public.asked == []


@pytest.mark.parametrize("number", ["8.8.8.8", PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_a_number_of_the_public_internet_is_asked(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "017700000001", "localhost", "[::1]", "[::ffff:7f00:1]"])
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    assert "not on the public internet" in cause(Web(QUICK, resolve=real_look_up), f"http://{host}/")


@pytest.mark.parametrize(
    "target",
    [
        *("http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "//10.0.0.1/x", "http://192.168.1.1.number.test/"),
        *(
            "file:///etc/passwd",
            "ftp://kabar.test/x",
            "http://u:p@kabar.test/",
            "http://kabar.test:22/",
            "http://[",
            "gopher://x",
        ),
    ],
)
def test_a_redirect_leads_nowhere_that_the_first_address_may_not(web: Web, public: Site, target: str) -> None:
    public.replies["/a"] = moved(target)
    assert cause(web, "http://kabar.test/a") != "more than 5 redirects"
    assert public.paths() == ["/a"]


def test_a_name_is_looked_up_once_for_each_connection(public: Site) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    public.replies["/a"] = page()
    assert Web(QUICK, resolve=lambda host, port: next(answers)).get("http://kabar.test/a").status == 200
    assert next(answers) == ["127.0.0.1"]  # nobody asked again


def test_a_redirect_is_followed_and_the_last_address_told(web: Web, public: Site) -> None:
    public.replies |= {"/a": moved("/b", 301), "/b": moved("http://lain.test/c?d=é", 308), "/c?d=%C3%A9": page()}
    answer = web.get("http://kabar.test/a")
    assert (answer.status, answer.url) == (200, "http://lain.test/c?d=é")
    assert [host for host, _, _ in public.asked] == ["kabar.test", "kabar.test", "lain.test"]


def test_redirects_without_end_are_given_up(web: Web, public: Site) -> None:
    public.replies["/a"] = moved("/a")
    assert cause(web, "http://kabar.test/a") == "more than 5 redirects"
    assert len(public.asked) == 6


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://kabar.test/", "http://", "http:///x", "http://[", "http://kabar.test:x/", "http://kabar.test/\r\nHost: x"),
        *(
            "http://kabar.test/ x",
            f"http://kabar.test/{'a' * 3000}",
            f"http://{'a' * 64}.test/",
            "kabar.test",
            "http://u@kabar.test",
        ),
    ],
)
def test_what_is_no_address_of_the_web_is_said(url: str) -> None:
    with pytest.raises(BadInput):
        parsed(url)


def drip(head: bytes, each: bytes) -> Callable[[socket.socket], None]:
    """Sends something now and then, for ever."""

    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(each)
            time.sleep(0.1)

    return send


def flood(head: bytes, each: bytes) -> Callable[[socket.socket], None]:
    """Sends as much as goes, for ever."""

    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(each)

    return send


@pytest.mark.parametrize(
    "raw",
    [
        drip(b"", b""),
        drip(b"HTTP/1.1 2", b"0"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        drip(OK, b"X"),
        drip(OK + b"\r\n", b"a"),
        drip(OK + b"Content-Length: 90000\r\n\r\n", b"a"),
        drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_a_slow_server_costs_no_more_than_the_time_limit(web: Web, public: Site, raw: Callable[[socket.socket], None]) -> None:
    public.replies["/a"] = raw
    start = time.monotonic()
    assert cause(web, "http://kabar.test/a") == "not answered within 0.6 seconds"
    assert time.monotonic() - start < 5


def test_redirects_share_one_time_limit(web: Web, public: Site) -> None:
    def slowly(connection: socket.socket) -> None:
        time.sleep(0.25)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n")

    public.replies["/a"] = slowly
    assert cause(web, "http://kabar.test/a") == "not answered within 0.6 seconds"


@pytest.mark.parametrize(
    "raw",
    [
        flood(OK + b"\r\n", b"a" * 65_536),
        flood(OK + b"Content-Length: 99999999999999\r\n\r\n", b"a" * 65_536),
        flood(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"a" * 65_536 + b"\r\n"),
        flood(OK + b"Content-Encoding: gzip\r\n\r\n", b"\0" * 65_536),
    ],
)
def test_an_endless_page_is_cut_off_at_the_limit(public: Site, raw: Callable[[socket.socket], None]) -> None:
    public.replies["/a"] = raw
    web = Web(Limits(bytes=100_000, seconds=20), resolve=look_up)
    assert cause(web, "http://kabar.test/a") == "larger than 0.1 MB, so it was not read"


@pytest.mark.parametrize("raw", [flood(OK, b"X-A: b\r\n" * 1000), flood(OK, b"a" * 65_536), flood(b"", b"a" * 65_536)])
def test_endless_headers_are_a_broken_answer(public: Site, raw: Callable[[socket.socket], None]) -> None:
    public.replies["/a"] = raw
    assert "answer is broken" in cause(Web(Limits(seconds=20), resolve=look_up), "http://kabar.test/a")


def test_a_page_that_unpacks_to_a_huge_one_is_refused(web: Web, public: Site) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < QUICK.bytes
    public.replies["/a"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    assert "larger than" in cause(web, "http://kabar.test/a")


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "deflate", "zstd", "compress"])
def test_only_the_packing_that_was_asked_for_is_unpacked(web: Web, public: Site, encoding: str) -> None:
    public.replies["/a"] = Reply(b"x", headers={"Content-Encoding": encoding})
    assert cause(web, "http://kabar.test/a") == f"packed as {encoding}, which was not asked for"


def test_a_packed_page_is_unpacked_and_a_damaged_one_named(web: Web, public: Site) -> None:
    packed = gzip.compress(page().body)
    public.replies |= {
        "/a": Reply(packed, headers={"Content-Encoding": "gzip"}),
        "/b": Reply(packed[:-9], headers={"Content-Encoding": "gzip"}),
        "/c": Reply(b"bukan gzip", headers={"Content-Encoding": "gzip"}),
    }
    assert web.get("http://kabar.test/a").body == page().body
    assert "damaged gzip" in cause(web, "http://kabar.test/b")
    assert "damaged gzip" in cause(web, "http://kabar.test/c")


@pytest.mark.parametrize(
    "sent",
    [
        *(b"", b"\r\n", b"HTTP/9.9 xyz OK\r\n\r\n", b"<html>halo</html>", b"\0\xff" * 100),
        *(OK + b"Content-Length: 500\r\n\r\npendek", OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
)
def test_a_broken_answer_is_one_bad_input(web: Web, public: Site, sent: bytes) -> None:
    public.replies["/a"] = lambda connection: connection.sendall(sent)
    assert cause(web, "http://kabar.test/a")


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=lambda: time.sleep(0), daemon=True).start()
        yield listening.getsockname()[1]


def test_a_server_that_does_not_greet_over_tls_costs_no_more_than_the_time_limit() -> None:
    with silent() as port:
        assert cause(Web(QUICK, allow_private=True), f"https://127.0.0.1:{port}/") == "not answered within 0.6 seconds"


def test_a_server_without_tls_is_not_spoken_to_as_if_it_had(site: Site) -> None:
    assert cause(Web(QUICK, allow_private=True), f"https://127.0.0.1:{site.port}/")
    assert site.asked == []


def test_a_host_that_is_not_there_is_said(site: Site) -> None:
    assert cause(Web(QUICK), "http://tidak-ada.invalid/").startswith("no such host")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert cause(Web(QUICK, allow_private=True), f"http://127.0.0.1:{port}/") == "connection refused"


def test_a_proxy_of_the_environment_is_not_used(web: Web, public: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    public.replies["/a"] = page()
    assert web.get("http://kabar.test/a").status == 200
