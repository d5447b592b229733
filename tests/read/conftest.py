"""A web server on this machine, also under names and numbers of the public internet."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.read.site import Site, serving

PUBLIC = "93.184.215.14"


@pytest.fixture
def site() -> Iterator[Site]:
    """A server of this machine."""
    with serving() as site:
        yield site


@pytest.fixture
def public(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The same server, that is reached under the number PUBLIC; no other number can be reached."""
    connect = socket.create_connection

    def to_site(address: tuple[str, int], timeout: float) -> socket.socket:
        assert address[0] == PUBLIC, f"connected to {address}"
        return connect(("127.0.0.1", site.port), timeout)

    monkeypatch.setattr(socket, "create_connection", to_site)
    return site


def look_up(host: str, port: int) -> list[str]:
    """Every name is the public server, but for those that say otherwise."""
    return [host.removesuffix(".number.test")] if host.endswith(".number.test") or host[0].isdigit() else [PUBLIC]
