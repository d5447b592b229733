"""Which addresses of the web are asked at all: those of the public internet, by name and by number."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.errors import BadInput

_PORTS = {"http": 80, "https": 443}
_LONGEST = 2000  # characters of an address
# Not on the public internet, whatever the version of Python says: metadata of Azure (a public number), of Oracle (192.0.0.192).
_NEVER = tuple(map(ipaddress.ip_network, ("168.63.129.16/32", "192.0.0.0/24")))
_UNICAST = ipaddress.ip_network("2000::/3")  # what is given out of IPv6; the rest is special
_WRAPPING = tuple(map(ipaddress.ip_network, ("::ffff:0:0/96", "64:ff9b::/96")))  # mapped, NAT64: the last 32 bits are IPv4

# The numbers of a host and port; stands in for the name service in tests.
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Address:
    """A web address taken apart; `target` is what the request line asks for."""

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt holds for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


def is_address(source: str) -> bool:
    """Whether `source` is meant as an address of the web, not as a file."""
    return source.lower().startswith(("http://", "https://"))


def parsed(url: str, *, allow_private: bool = False) -> Address:
    """The parts of a web address.

    Raises:
        BadInput: if it is none, holds a password or control characters, or asks for an unusual port without `allow_private`.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:  # "http://[", a port of letters, a label of 64 characters
        raise BadInput(url, f"not an address of the web ({error})") from error
    if parts.scheme not in _PORTS or not host or len(url) > _LONGEST or any(c.isspace() or not c.isprintable() for c in url):
        raise BadInput(url[:_LONGEST], "not an address of the web")
    if "@" in parts.netloc:
        raise BadInput(f"{parts.scheme}://…@{host}", "an address with a password is not asked")
    if port not in _PORTS.values() and not allow_private:
        raise BadInput(url, f"port {port} is not asked, only 80 and 443")
    target = _ascii(parts.path or "/") + (f"?{_ascii(parts.query)}" if parts.query else "")
    return Address(url, parts.scheme, host, port, target)


def numbers(address: Address, resolve: Resolve, *, allow_private: bool = False) -> list[str]:
    """The numbers under which the host answers; to be connected to as they are, so that no second look-up gives others.

    Raises:
        BadInput: if there are none, or one of them is no public one.
    """
    try:
        found = resolve(address.host, address.port)
    except OSError as error:
        raise BadInput(address.url, f"no such host ({error.strerror or error})") from error
    for number in found:
        if not (allow_private or is_public(number)):
            raise BadInput(address.url, f"{address.host} is {number}, which is not on the public internet; it is not asked")
    return found


def is_public(number: str) -> bool:
    """Whether an IP number is one of the public internet, also where it wraps another one (mapped, NAT64, 6to4, Teredo)."""
    ip = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast and not any(ip in net for net in _NEVER)
    if any(ip in net for net in _WRAPPING):
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    wrapped = [one for one in (ip.sixtofour, *(ip.teredo or ())) if one is not None]
    return ip.is_global and ip in _UNICAST and all(is_public(str(one)) for one in wrapped)


def look_up(host: str, port: int) -> list[str]:
    """The numbers of a host by the name service of this machine, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _ascii(part: str) -> str:
    """Path or query as it may stand in a request line: what is not ASCII as UTF-8 in percent signs."""
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in part)
