"""The way to a Neo4j: a driver that has reached it, one clear line for each thing that can go wrong, and its values as ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from kg.errors import EngineError, UsageError
from kg.graph.engine import Server

if TYPE_CHECKING:
    from neo4j import Driver

OLDEST = (5, 26)
_CONNECT = 10.0  # seconds
_RETRY = 15.0  # seconds for which a transaction is tried again where the server went away
_SCHEMES = frozenset(scheme + security for scheme in ("bolt", "neo4j") for security in ("", "+s", "+ssc"))


def plain_value(value: Any) -> Any:
    """A value of the driver as the embedded engine gives it."""
    import neo4j.graph
    import neo4j.time

    if isinstance(value, (neo4j.time.Date, neo4j.time.DateTime, neo4j.time.Time)):
        return value.to_native()
    if isinstance(value, list):
        return [plain_value(item) for item in value]
    if isinstance(value, neo4j.graph.Path):
        return [plain_value(item) for item in value.nodes]
    if isinstance(value, (dict, neo4j.graph.Entity)):
        return {name: plain_value(item) for name, item in value.items()}
    return value


def connect(server: Server) -> Driver:
    """A driver whose server was reached, is new enough, and has the database; in `plainly`, for what it raises.

    Raises:
        EngineError: if the server is too old.
    """
    import neo4j  # 0.2 s to import: only for those who use a server

    if server.uri.partition("://")[0] not in _SCHEMES:  # the driver would take http too, and needs more packages for it
        raise ValueError("it must begin with bolt:// or neo4j://")
    driver = neo4j.GraphDatabase.driver(
        server.uri,
        auth=(server.user, server.password),
        connection_timeout=_CONNECT,
        connection_acquisition_timeout=_CONNECT,
        max_transaction_retry_time=_RETRY,
    )
    with ExitStack() as unless_connected:
        unless_connected.callback(driver.close)
        with driver.session(database=server.database) as session:
            agent = str(session.run("RETURN 1").consume().server.agent)
        version = tuple(int(part) for part in agent.partition("/")[2].split(".")[:2])
        if version < OLDEST:
            raise EngineError(f"{server.uri} is {agent}: kg needs Neo4j {OLDEST[0]}.{OLDEST[1]} or later")
        unless_connected.pop_all()
    return driver


@contextmanager
def plainly(server: Server, timeout: float = 0) -> Iterator[None]:
    """Turn what the driver raises into one clear line.

    Raises:
        EngineError: if the server cannot be used, or a query took longer than `timeout`.
        UsageError: if a query is wrong.
    """
    import neo4j.exceptions as raised

    try:
        yield
    except (raised.ConfigurationError, ValueError) as error:
        raise EngineError(f"{server.uri!r} is no address of a Neo4j (bolt://HOST:7687): {error}") from error
    except raised.AuthError as error:
        raise EngineError(f"{server.uri}: wrong user name or password ({server.user}; NEO4J_USERNAME, NEO4J_PASSWORD)") from error
    except (raised.ServiceUnavailable, raised.SessionExpired) as error:
        raise EngineError(f"{server.uri}: no Neo4j answers there ({_first_line(error)})") from error
    except raised.Neo4jError as error:
        raise _of_server(error, server, timeout) from error
    except raised.DriverError as error:
        raise EngineError(f"{server.uri}: {_first_line(error)}") from error


_WRONG_QUERY = "Neo.ClientError.Statement."


def _of_server(error: Any, server: Server, timeout: float) -> EngineError | UsageError:
    code, message = str(error.code), _first_line(error.message)
    if code.endswith("DatabaseNotFound"):
        return EngineError(f"{server.uri}: there is no database named {server.database!r} (NEO4J_DATABASE)")
    if "TransactionTimedOut" in code:
        return EngineError(f"the query was stopped: it took more than {timeout:g} s")
    if code.startswith(_WRONG_QUERY):
        return UsageError(_with_position(error.message))
    return EngineError(f"{server.uri}: {message}")


def _with_position(message: str) -> str:
    """The first line of a message on a query, and the position that Neo4j adds to it or to a later line."""
    first, _, rest = message.partition("\n")
    return first if not rest or "(line" in first else f"{first} {rest.splitlines()[0].strip()}"


def _first_line(error: object) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
