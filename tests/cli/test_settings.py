from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Kg


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The user's own settings."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home" / "kg.toml"


def shown(kg: Kg, option: str, command: str) -> tuple[str, str]:
    rows = json.loads(kg("config", "show", "--format", "json").out)
    [row] = [row for row in rows if row["setting"] == option and command in row["commands"].split(", ")]
    return row["value"], row["from"]


def test_the_order_is_command_line_environment_folder_user_default(
    kg: Kg, filled: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(kg, "db", "dump") == ("kg.db", "default")
    filled.rename(tmp_path / "user.db")
    home.write_text('db = "user.db"')
    assert shown(kg, "db", "dump") == ("user.db", str(home))
    assert kg("dump").code == 0
    (tmp_path / "kg.toml").write_text('db = "here.db"')
    assert shown(kg, "db", "dump") == ("here.db", "kg.toml")
    assert "here.db: no such database" in kg("dump").err
    monkeypatch.setenv("KG_DB", "environment.db")
    assert shown(kg, "db", "dump") == ("environment.db", "environment KG_DB")
    assert "environment.db: no such database" in kg("dump").err
    assert kg("dump", "--db", "user.db").code == 0


def test_a_setting_is_named_as_its_option(kg: Kg, filled: Path, tmp_path: Path) -> None:
    for name in ("min-confidence", "min_confidence"):
        (tmp_path / "kg.toml").write_text(f"[why]\n{name} = 0.95\nformat = 'json'")
        assert kg("why", "Sari", "KPU").out == "[]\n"
    (tmp_path / "kg.toml").write_text("[ingest]\nmap = ['body=isi']\njobs = 1\nquiet = true")
    (tmp_path / "a.json").write_text(json.dumps({"isi": "Sari meminta KPU membuka data yang ada di kota itu."}))
    assert kg("ingest", "a.json").code == 0
    assert shown(kg, "jobs", "ingest") == ("1", "kg.toml")
    assert shown(kg, "jobs", "reread") == ("", "default")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[statistics]", "no command named statistics"),
        ("[stats]\nfromat = 'json'", "kg stats has no option --fromat"),
        ("quite = true", "no command has an option --quite"),
        ("[why]\nhelp = true", "kg why has no option --help"),
        ("db = ", "kg.toml: "),
    ],
)
def test_what_is_wrong_in_a_file_is_named(kg: Kg, home: Path, tmp_path: Path, text: str, error: str) -> None:
    for path in (tmp_path / "kg.toml", home):
        path.write_text(text)
        ran = kg("stats")
        assert (ran.code, ran.out) == (2, "")
        assert error in ran.err
        path.unlink()


@pytest.mark.parametrize(
    "text", ["uri = 'bolt://jahat.test'", "[push]\nuri = 'bolt://jahat.test'", "[query]\nuri = 'bolt://jahat.test'"]
)
def test_a_file_in_the_folder_cannot_say_who_receives_a_password(
    kg: Kg, filled: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "rahasia")
    (tmp_path / "kg.toml").write_text(text)
    for command in (("push",), ("query", "RETURN 1", "--neo4j"), ("stats",)):
        ran = kg(*command)
        assert ran.code == 2
        assert "--uri cannot be set by a file in the current folder" in ran.err
    (tmp_path / "kg.toml").rename(home)  # the user's own file may
    assert "bolt://jahat.test" in kg("config", "show").out


def test_a_file_in_the_folder_cannot_open_the_network_of_this_machine(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("[ingest]\nallow_private = true")
    assert "--allow-private cannot be set" in kg("ingest", "--fetch", "http://127.0.0.1/").err


def test_no_password_is_shown(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "rahasia")
    for format in ("json", "table"):
        ran = kg("config", "show", "--format", format)
        assert "rahasia" not in ran.out + ran.err
        assert "(set)" in ran.out


def test_the_demo_makes_its_own_database_whatever_the_settings(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('db = "mine.db"')
    assert shown(kg, "db", "demo") == ("kg-demo.db", "default")


def test_settings_of_every_command_are_shown(kg: Kg) -> None:
    rows = json.loads(kg("config", "show", "--format", "json").out)
    named = {name for row in rows for name in row["commands"].split(", ")}
    assert {"ingest", "watch", "query", "why", "view", "export", "push", "config"} <= named


def test_the_page_about_settings_gives_an_example_that_holds(kg: Kg, home: Path) -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    home.write_text(text.partition("```toml\n")[2].partition("```")[0])
    assert kg("config", "show").code == 0
