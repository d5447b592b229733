"""One page over HTTP from an untrusted server: where it goes, how much it may send and how long it may take are capped.

The standard library's client, because each connection must go to the very number that was checked, and end at a deadline
whatever the server does; proxies of the environment are not used, since then neither would hold.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Timer
from time import monotonic
from urllib.parse import urljoin

from kg import __version__
from kg.errors import BadInput
from kg.read.address import Address, Resolve, look_up, numbers, parsed
from kg.read.answer import Answer, Limits, too_large, unpacked

AGENT = f"kabar-graph/{__version__}"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BLOCK = 65_536
_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Web:
    """How pages are asked for; `allow_private` lifts the limits on where, for a server of one's own."""

    limits: Limits = _LIMITS
    allow_private: bool = False
    resolve: Resolve = look_up

    def hop(self, url: str, headers: Mapping[str, str], *, seconds: float) -> Answer:
        """The answer to one request; a redirect is not followed, and its body not read.

        Raises:
            BadInput: if the address is refused, the server does not answer in time, or its answer is too large or broken.
        """
        address = parsed(url, allow_private=self.allow_private)
        until = monotonic() + seconds
        found = numbers(address, self.resolve, allow_private=self.allow_private)
        try:
            with _deadline(_connected(address, found, until), until) as connection:
                asked = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close", **headers}
                connection.request("GET", address.target, headers=asked)
                answer = _answer(url, connection.getresponse(), self.limits.bytes)
            if monotonic() >= until:  # what was cut off at the deadline may look like an end
                raise TimeoutError
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise BadInput(url, _cause(error, late=monotonic() >= until, seconds=self.limits.seconds)) from error
        return answer

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer at the end of all redirects.

        Raises:
            BadInput: as `hop`, and if there are too many redirects.
        """
        until = monotonic() + self.limits.seconds
        place = url
        for _ in range(self.limits.redirects + 1):
            answer = self.hop(place, headers or {}, seconds=until - monotonic())
            target = redirect(answer)
            if target is None:
                return answer
            place = target
        raise BadInput(url, f"more than {self.limits.redirects} redirects")


def redirect(answer: Answer) -> str | None:
    """Where an answer sends us; None where it does not.

    Raises:
        BadInput: if that is no address.
    """
    target = answer.headers.get("location") if answer.status in _REDIRECTS else None
    try:
        return urljoin(answer.url, target) if target else None
    except ValueError as error:  # "http://["
        raise BadInput(answer.url, f"sends us to what is no address ({error})") from error


class _Connection(http.client.HTTPConnection):
    """Speaks over a socket that is connected already."""

    def __init__(self, address: Address, sock: socket.socket) -> None:
        super().__init__(address.host, address.port)
        self.sock = sock

    def connect(self) -> None:
        """Connecting anew would look the host up anew."""
        raise http.client.NotConnected


def _connected(address: Address, found: list[str], until: float) -> _Connection:
    """A connection to the first number that answers."""
    problem: OSError = TimeoutError()
    for number in found:
        if (left := until - monotonic()) <= 0:
            break
        try:
            sock = socket.create_connection((number, address.port), timeout=left)
        except OSError as error:
            problem = error
            continue
        return _Connection(address, _secured(sock, address, left) if address.scheme == "https" else sock)
    raise problem


def _secured(sock: socket.socket, address: Address, seconds: float) -> socket.socket:
    with ExitStack() as undo:
        undo.callback(sock.close)
        timer = _stop_after(seconds, sock)
        undo.callback(timer.cancel)
        secured = _certificates().wrap_socket(sock, server_hostname=address.host)
        timer.cancel()
        undo.pop_all()
    return secured


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _deadline(connection: _Connection, until: float) -> Iterator[_Connection]:
    """The connection, shut at `until` wherever it stands: a time limit of a socket begins anew with each byte."""
    timer = _stop_after(until - monotonic(), connection.sock)
    with closing(connection):
        try:
            yield connection
        finally:
            timer.cancel()


def _stop_after(seconds: float, sock: socket.socket) -> Timer:
    timer = Timer(max(seconds, 0), _shut, (sock,))
    timer.daemon = True
    timer.start()
    return timer


def _shut(sock: socket.socket) -> None:
    try:
        # Of the class: on TLS it must not wait for the other side to say goodbye.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:  # it is closed already
        return


def _answer(url: str, response: http.client.HTTPResponse, limit: int) -> Answer:
    headers = {name.lower(): value for name, value in reversed(response.getheaders())}
    empty = response.status in _REDIRECTS or response.status == 304
    body = b"" if empty else _body(url, response, headers.get("content-encoding", ""), limit)
    return Answer(url, response.status, headers, body)


def _body(url: str, response: http.client.HTTPResponse, encoding: str, limit: int) -> bytes:
    if encoding.lower() not in ("", "identity", "gzip", "x-gzip"):
        raise BadInput(url, f"packed as {encoding}, which was not asked for")
    packed = _at_most(url, response, limit)
    return unpacked(url, packed, limit) if encoding.lower().endswith("gzip") else packed


def _at_most(url: str, response: http.client.HTTPResponse, limit: int) -> bytes:
    parts, size = [], 0
    while part := response.read(min(_BLOCK, limit + 1 - size)):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise too_large(url, limit)
    if response.length:  # it said how much would come
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(parts)


def _cause(error: Exception, *, late: bool, seconds: float) -> str:
    if late or isinstance(error, TimeoutError):
        return f"not answered within {seconds:g} seconds"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not valid ({error.verify_message})"
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return f"the server's answer is broken ({type(error).__name__})"
