from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Kg
from tests.read.site import SAID, Reply, Site, feed, page, serving

LOCAL = ("--fetch", "--allow-private", "--pause", "0")


@pytest.fixture
def site() -> Iterator[Site]:
    """A server of this machine."""
    with serving() as site:
        yield site


class TestIngest:
    def test_asks_for_nothing_unless_told(self, kg: Kg, site: Site, tmp_path: Path) -> None:
        ran = kg("ingest", f"{site.root}/a")
        assert (ran.code, site.asked) == (2, [])
        assert "kg asks for nothing there unless you say --fetch" in ran.err
        assert list(tmp_path.iterdir()) == []

    def test_refuses_this_machine_unless_told(self, kg: Kg, site: Site) -> None:
        site.replies["/a"] = page()
        ran = kg("ingest", "--fetch", "http://127.0.0.1/a")
        assert ran.code == 1
        assert "not on the public internet" in ran.err
        assert kg("ingest", "--fetch", f"{site.root}/a").code == 1
        assert site.asked == []

    def test_takes_addresses_files_and_lists_of_addresses_in_one(self, kg: Kg, site: Site, tmp_path: Path) -> None:
        site.replies |= {"/a": page(), "/b": page("Budi Menjawab"), "/f": feed("/c", "/a"), "/c": page("Wati Bertanya")}
        (tmp_path / "news.txt").write_text(SAID)
        (tmp_path / "list.txt").write_text(f"# daftar\n{site.root}/b\n\n  {site.root}/f \n")
        ran = kg("ingest", f"{site.root}/a", "news.txt", "--urls", "list.txt", *LOCAL)
        assert (ran.code, ran.out) == (0, "")
        assert "4 read: 4 new, 0 unchanged, 0 updated, 0 failed" in ran.err
        assert site.paths() == ["/a", "/b", "/f", "/c"]
        assert len(list((tmp_path / "kg.pages").glob("*.warc.gz"))) == 4  # the feed is one

    def test_of_the_kept_pages_gives_the_same_without_the_web(self, kg: Kg, site: Site, tmp_path: Path) -> None:
        site.replies |= {"/a": page(), "/b": page("Budi Menjawab")}
        kg("ingest", f"{site.root}/a", f"{site.root}/b", *LOCAL)
        site.asked.clear()
        assert kg("ingest", "kg.pages", "--db", "again.db").code == 0
        assert kg("dump", "--db", "again.db").out == kg("dump").out != ""
        assert site.asked == []

    def test_says_how_much_was_left_out(self, kg: Kg, site: Site) -> None:
        site.replies |= {"/f": feed("/a", "/b", "/c"), "/a": page(), "/b": page(), "/c": page()}
        assert "2 more listed pages were not asked for" in kg("ingest", f"{site.root}/f", "--max-pages", "1", *LOCAL).err

    @pytest.mark.parametrize("text", ["bukan alamat", "ftp://x/"])
    def test_names_the_line_of_a_list_that_is_no_address(self, kg: Kg, tmp_path: Path, text: str) -> None:
        (tmp_path / "list.txt").write_text(text)
        ran = kg("ingest", "--fetch", "--urls", "list.txt")
        assert (ran.code, ran.err) == (2, f"kg: list.txt: {text!r} is no address of the web\n")
        assert kg("ingest", "--fetch", "--urls", "tidak-ada.txt").code == 2

    def test_takes_a_list_from_standard_input(self, kg: Kg, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        site.replies["/a"] = page()
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{site.root}/a\n"))
        assert kg("ingest", "--urls", "-", *LOCAL).code == 0

    def test_and_forget_leave_no_page(self, kg: Kg, site: Site, tmp_path: Path) -> None:
        site.replies["/a"] = page()
        kg("ingest", f"{site.root}/a", *LOCAL)
        assert kg("forget", f"{site.root}/a").code == 0
        assert list((tmp_path / "kg.pages").glob("*.gz")) == []


class TestWatch:
    def feeds(self, folder: Path, text: str) -> str:
        (folder / "feeds.toml").write_text(text)
        return "feeds.toml"

    def test_reads_what_is_new_and_only_that(self, kg: Kg, site: Site, tmp_path: Path) -> None:
        name = self.feeds(tmp_path, f'[[feed]]\nurl = "{site.root}/f"')
        site.replies |= {"/f": feed("/a"), "/a": page(), "/b": page("Budi Menjawab")}
        ran = kg("watch", name, "--once", *LOCAL[1:])
        assert (ran.code, ran.out) == (0, "")
        assert f"{site.root}/f: 1 read" in ran.err
        site.replies["/f"] = feed("/b", "/a")
        assert f"{site.root}/f: 1 read" in kg("watch", name, "--once", *LOCAL[1:]).err
        assert kg("watch", name, "--once", *LOCAL[1:]).err == ""
        assert site.paths() == ["/f", "/a", "/f", "/b", "/f"]

    def test_asks_a_feed_that_fails_less_often(self, kg: Kg, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        slept: list[float] = []

        def sleep(seconds: float) -> None:
            slept.append(round(seconds / 60))
            if len(slept) == 5:
                raise KeyboardInterrupt

        name = self.feeds(tmp_path, f'every = 10\n[[feed]]\nurl = "{site.root}/f"')
        site.replies["/f"] = Reply(status=500)
        monkeypatch.setattr(time, "sleep", sleep)
        ran = kg("watch", name, *LOCAL[1:])
        assert (ran.code, slept) == (130, [0, 20, 40, 80, 160])

    @pytest.mark.parametrize(
        ("text", "cause"),
        [
            ("[[feed]]\nurl = 'x'", "feed.0.url"),
            ("[[feed]]\nurl = 'http://x/'\nevery = 0", "feed.0.every"),
            ("[[feed]]\nurl = 'http://x/'\nkey = 1", "feed.0.key"),
            ("feed = []", "feed"),
            ("", "feed"),
            ("[[feed", "feeds.toml"),
        ],
    )
    def test_names_what_is_wrong_in_its_file(self, kg: Kg, tmp_path: Path, text: str, cause: str) -> None:
        ran = kg("watch", self.feeds(tmp_path, text), "--once")
        assert ran.code == 2
        assert ran.err.startswith("kg: feeds.toml: ")
        assert cause in ran.err
        assert kg("watch", "tidak-ada.toml").code == 2


def test_trafilatura_json_is_read_with_its_address_and_publisher(kg: Kg, tmp_path: Path) -> None:
    record = {
        "title": "Sari",
        "text": SAID,
        "source": "https://nasional.kompas.com/a",
        "source-hostname": "Kompas.com",
        "date": "2024-02-19",
    }
    (tmp_path / "a.json").write_text(json.dumps(record))
    assert kg("ingest", "a.json").code == 0
    article = json.loads(kg("dump").out)["article"]
    assert (article["url"], article["outlet"], article["published"]) == (
        "https://nasional.kompas.com/a",
        "Kompas.com",
        "2024-02-19",
    )
