"""A real Neo4j Community, from its published jars (pom.xml): started once a run, when first needed, and ended with it."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from kg.graph.engine import Server
from kg.graph.neo4j import Neo4j

ROOT = Path(__file__).parents[2]
LIB = ROOT / ".neo4j" / "lib"
_OPENS = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")]
_START_SECONDS = 120
_PASSWORD = "rahasia-sekali"


class LocalNeo4j:
    """A server process with a folder of its own."""

    def __init__(self, *, plugins: Path | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="kg-neo4j-"))
        self.port = _free_port()
        conf = self.home / "conf"
        conf.mkdir()
        settings = {
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.directories.data": self.home / "data",
            "server.directories.logs": self.home / "logs",
            "dbms.usage_report.enabled": "false",
            "server.memory.pagecache.size": "64m" if plugins is None else "512m",
        }
        if plugins is not None:
            settings |= {"server.directories.plugins": plugins.resolve(), "dbms.security.procedures.unrestricted": "apoc.*"}
        (conf / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        # The quick compiler alone for tests, which end before the other one pays; for measuring, the server as it is.
        self._java = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"] if plugins is None else ["-Xmx1g"]
        # Plugins stand there too, as in an installed Neo4j: part of APOC is not found otherwise.
        self._classes = os.pathsep.join(f"{folder}/*" for folder in (LIB, plugins) if folder is not None)
        self.server = Server(f"bolt://127.0.0.1:{self.port}", "neo4j", _PASSWORD, "neo4j")
        self.start()
        # A new server lets nobody do anything before its password was changed.
        with GraphDatabase.driver(self.server.uri, auth=("neo4j", "neo4j")) as driver:
            driver.execute_query("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=_PASSWORD, database_="system")

    def start(self) -> None:
        """Start the process and wait until it answers."""
        home = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        command = ["java", *self._java, *_OPENS, "-cp", self._classes, "org.neo4j.server.CommunityEntryPoint", *home]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(_START_SECONDS * 5):
            if self._process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.2)
        self.kill()
        raise RuntimeError(f"Neo4j did not start: see {self.home / 'logs'}")

    def _answers(self) -> bool:
        """Whether Bolt agrees on a version: the port is open before that."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as probe:
                probe.sendall(bytes.fromhex("6060b017 00000405 00000000 00000000 00000000"))
                return len(probe.recv(4)) == 4
        except OSError:
            return False

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        self._process.kill()
        self._process.wait()

    def remove(self) -> None:
        """End the process and delete its folder."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)


@cache
def running() -> LocalNeo4j:
    """The server of this run; one that was killed has to be started again by whoever did that.

    Skips the test where Java or Maven is missing (fails where KG_CI=1).
    """
    need_jars()
    server = LocalNeo4j()
    atexit.register(server.remove)
    return server


def need_jars() -> None:
    """Fetch the jars, once; as `running` where that cannot be."""
    missing = [program for program in ("java", "mvn") if shutil.which(program) is None]
    if missing and not LIB.is_dir():
        _skip(f"needs {' and '.join(missing)} for a real Neo4j")
    if not LIB.is_dir():
        command = ["mvn", "-q", "-B", "-f", str(Path(__file__).parent / "neo4j" / "pom.xml"), "dependency:copy-dependencies"]
        done = subprocess.run([*command, f"-DoutputDirectory={LIB}"], capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(LIB, ignore_errors=True)  # half of the jars would look like all of them
            _skip(f"the jars of Neo4j cannot be fetched: {done.stdout[-300:]}")


def _skip(reason: str) -> None:
    if os.environ.get("KG_CI") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wipe(engine: Neo4j) -> None:
    """Delete everything, other people's nodes too."""
    with engine._session() as session:
        # In parts: a large graph does not fit into one transaction of a small server.
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


def ask(engine: Neo4j, text: str, **parameters: object) -> list[list[object]]:
    """Rows of a query of the tests, which may write."""
    with engine._session() as session:
        return [record.values() for record in session.run(text, parameters)]
