"""`kg check` finds what no command of ours writes, and one line tells each fault."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.schema import relations
from kg.store import Store
from tests.fakes import FakeReader, article


def faults(db: Path) -> list[str]:
    with Store.open(db, create=False) as store:
        return list(store.faults(frozenset(relations())))


@pytest.fixture
def id(db: Path) -> str:
    """The id of the only article of the database."""
    one = article(url="https://kabar.test/1")
    with Store.open(db) as store:
        store.put(one, FakeReader().read(one), "v1")
        store.put(article(), FakeReader().read(article()), "v1")
        store.forget(article().id)
    return one.id


def test_a_sound_database_has_no_faults(db: Path, id: str) -> None:
    assert faults(db) == []


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE article SET url = 'https://kabar.test/2'", "article {id}: its id is not that of its URL or text"),
        ("UPDATE article SET title = 'Lain'", "article {id}: its text does not begin with its title"),
        ("UPDATE article SET reader = ''", "article {id}: no reader is named"),
        ("UPDATE article SET noise = '[1,2,3]'", "article {id}: its noise are no list of offsets"),
        ("UPDATE article SET sentences = '{{'", "article {id}: its sentences are no list of offsets"),
        ("UPDATE article SET sentences = '[0,900]'", "article {id}: sentences: [0, 900) is not in the text"),
        ("UPDATE actor SET kind = 'hantu' WHERE number = 0", "article {id}: actor 'sari': no kind named 'hantu'"),
        ("UPDATE actor SET key = 'sari'", "article {id}: two actors have the key 'sari'"),
        (
            "UPDATE mention SET stop = 900 WHERE actor = 1",
            "article {id}: actor number 1: the mention [20, 900) is not in the text",
        ),
        ("UPDATE statement SET stop = 900", "article {id}: statement 0: the quote [0, 900) is not in the text"),
        ("UPDATE statement SET stop = 0", "article {id}: statement 0: the quote [0, 0) is not in the text"),
        (
            "UPDATE statement SET trigger_stop = NULL",
            "article {id}: statement 0: the decisive words [12, None) are not in the text",
        ),
        ("UPDATE statement SET relation = 'eats'", "article {id}: statement 0: no relation named 'eats'"),
        (
            "UPDATE statement SET polarity = 'maybe'",
            "article {id}: statement 0: neither polarity nor modality may be 'maybe', 'actual'",
        ),
        ("UPDATE statement SET confidence = 7", "article {id}: statement 0: its confidence is 7.0"),
        ("UPDATE statement SET speaker = 5", "row 1: a statement whose speaker is no actor (number 0)"),
        ("UPDATE mention SET actor = 5 WHERE actor = 1", "row 1: a mention of no actor (number 0)"),
    ],
)
def test_a_fault_is_one_clear_line(db: Path, id: str, sql: str, fault: str) -> None:
    with sqlite3.connect(db) as other:  # another program, which does not keep our rules
        other.execute(sql)
    other.close()
    assert faults(db) == [fault.format(id=id)]


def test_rows_of_an_article_that_is_gone_are_faults(db: Path, id: str) -> None:
    with sqlite3.connect(db) as other:
        other.execute("DELETE FROM article")
    other.close()
    assert {line.partition(": ")[2] for line in faults(db)} == {
        "an actor of no article (number 0)",
        "an actor of no article (number 1)",
        "a statement of no article (number 0)",
    }


def test_a_damaged_file_is_said(db: Path, id: str) -> None:
    whole = bytearray(db.read_bytes())
    whole[4096 * 3 :] = b"\xff" * (len(whole) - 4096 * 3)
    db.write_bytes(whole)
    try:
        assert faults(db)
    except StoreError as error:
        assert "damaged" in str(error)
