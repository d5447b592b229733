from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import BadInput, StoreError
from kg.model import Article
from kg.read.answer import Answer, Limits
from kg.read.fetch import Web
from kg.read.pages import Pages
from kg.read.polite import Polite
from kg.read.urls import agreed, canonical, whole
from kg.read.web import Fetcher
from tests.read.conftest import look_up
from tests.read.site import Reply, Site, feed, moved, page

Make = Callable[..., Fetcher]


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.time, self.slept = 1000.0, list[float]()

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(public: Site, clock: Clock, tmp_path: Path) -> Make:
    """Makes a fetcher over the public server, with what an earlier one kept."""

    def fetcher(*stored: str, most: int = 100) -> Fetcher:
        polite = Polite(Web(Limits(seconds=10), resolve=look_up), 1.0, clock.now, clock.sleep)
        return Fetcher(polite, Pages(tmp_path / "kg.pages"), set(stored).__contains__, most)

    return fetcher


def got(fetcher: Fetcher, address: str) -> tuple[list[Article], list[str]]:
    items = list(fetcher.articles(address))
    return [i for i in items if isinstance(i, Article)], [str(i) for i in items if isinstance(i, BadInput)]


def one(fetcher: Fetcher, address: str) -> Article:
    found, bad = got(fetcher, address)
    assert (len(found), bad) == (1, [])
    return found[0]


class TestAPage:
    def test_becomes_an_article_under_its_canonical_address(self, make: Make, public: Site) -> None:
        public.replies["/a?id=3"] = page()
        article = one(make(), "http://Kabar.test/a?utm_source=feed&id=3#komentar")
        assert article.url == "http://kabar.test/a?id=3"
        assert article.text.startswith("Sari Minta Data Dibuka\nKetua DPRD")

    def test_is_known_by_where_it_was_found_at_last(self, make: Make, public: Site) -> None:
        public.replies |= {"/lama": moved("/baru"), "/baru": page()}
        assert one(make(), "http://kabar.test/lama").url == "http://kabar.test/baru"

    def test_may_name_another_address_of_its_site_but_of_no_other_one(self, make: Make, public: Site) -> None:
        public.replies |= {
            "/amp/a": page(head='<link rel="canonical" href="http://www.kabar.co.id/a">'),
            "/b": page(head='<link rel="canonical" href="https://nasional.kompas.com/read/2024/02/19/1/a">'),
            "/c": page(head='<link rel="canonical" href="http://kabar.co.id/">'),
        }
        assert one(make(), "http://amp.kabar.co.id/amp/a").url == "http://www.kabar.co.id/a"
        assert one(make(), "http://kabar.co.id/b").url == "http://kabar.co.id/b"
        assert one(make(), "http://kabar.co.id/c").url == "http://kabar.co.id/c"

    def test_is_asked_for_again_only_if_it_has_changed(self, make: Make, public: Site) -> None:
        told = {"ETag": '"1"', "Last-Modified": "Mon, 19 Feb 2024 10:00:00 GMT"}
        public.replies["/a"] = replace(page(), headers={**page().headers, **told})
        first = one(make(), "http://kabar.test/a")
        public.replies["/a"] = Reply(status=304)
        assert one(make(), "http://kabar.test/a") == first
        _, _, headers = public.asked[-1]
        assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', told["Last-Modified"])

    def test_that_is_said_not_to_have_changed_though_it_is_new_is_refused(self, make: Make, public: Site) -> None:
        public.replies["/a"] = Reply(status=304)
        assert "which was not asked" in got(make(), "http://kabar.test/a")[1][0]

    @pytest.mark.parametrize(
        ("reply", "cause"),
        [
            (Reply(status=404), "status 404"),
            (Reply(status=500), "status 500"),
            (Reply(b"%PDF", headers={"Content-Type": "application/pdf"}), "but application/pdf"),
            (Reply(b"<p>x"), "no article found"),
            (Reply(b""), "no article found"),
            (Reply(b"<p>" * 60_000), "more than 20,000 tags"),
            (page(body="The mayor said that the data would be open for all of the people of the city. "), "English"),
        ],
    )
    def test_that_is_no_article_is_one_bad_input(self, make: Make, public: Site, reply: Reply, cause: str) -> None:
        public.replies["/a"] = reply
        found, [bad] = got(make(), "http://kabar.test/a")
        assert found == []
        assert bad.startswith("http://kabar.test/a")
        assert cause in bad

    @pytest.mark.parametrize("address", ["http://[", "http://", "https://x:y/", "http://127.0.0.1/", "http://a@kabar.test/"])
    def test_is_not_asked_where_the_address_is_refused(self, make: Make, public: Site, address: str) -> None:
        assert len(got(make(), address)[1]) == 1
        assert public.asked == []


@pytest.mark.parametrize(
    ("url", "known", "asked"),
    [
        (
            "https://nasional.kompas.com/read/2024/02/19/1/a?page=3",
            "https://nasional.kompas.com/read/2024/02/19/1/a",
            "?page=all",
        ),
        ("https://news.detik.com/pemilu/d-7201234/sari/2", "https://news.detik.com/pemilu/d-7201234/sari", "?single=1"),
        ("https://news.detik.com/pemilu/d-7201234/sari?single=1", "https://news.detik.com/pemilu/d-7201234/sari", "?single=1"),
        ("https://jogja.tribunnews.com/2024/02/19/a?page=all&s=1", "https://jogja.tribunnews.com/2024/02/19/a?s=1", "&page=all"),
        ("https://tempo.test/read/a?page=2", "https://tempo.test/read/a?page=2", ""),
        ("https://bukankompas.com/a?page=2", "https://bukankompas.com/a?page=2", ""),
    ],
)
def test_all_pages_of_an_article_are_one_article(url: str, known: str, asked: str) -> None:
    assert canonical(url) == known
    assert whole(known) == known + asked


def test_an_article_of_several_pages_is_asked_for_whole(make: Make, public: Site) -> None:
    public.replies["/berita/d-7201234/sari?single=1"] = page()
    assert one(make(), "http://news.detik.com/berita/d-7201234/sari/2").url == "http://news.detik.com/berita/d-7201234/sari"


@pytest.mark.parametrize("url", ["http://[", "", "bukan", "\x00"])
def test_what_is_no_address_has_itself_as_canonical_one(url: str) -> None:
    assert canonical(url) == url
    assert agreed(url, "http://[") == url


class TestListings:
    RSS = "<rss version='2.0'><channel><item><link> /a </link></item><item><guid>/b</guid></item></channel></rss>"
    RDF = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<item><link>/a</link></item><item><link>/b</link></item></rdf:RDF>"
    )
    ATOM = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="/s"/><entry><link rel="self" href="/no"/><link href="/a"/></entry>'
        '<entry><link rel="alternate" href="http://kabar.test/b"/></entry></feed>'
    )
    SITEMAP = (
        '<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="urn:i">'
        "<url><loc>http://kabar.test/a</loc><i:image><i:loc>http://kabar.test/x.jpg</i:loc></i:image></url>"
        "<url><loc>http://kabar.test/b</loc></url></urlset>"
    )
    BROKEN = "<?xml version='1.0'?><rss><channel><title>A & B &nbsp;</title><item><link>/a</link><item><link>/b</link>"

    @pytest.mark.parametrize("text", [RSS, RDF, ATOM, SITEMAP, BROKEN, "\ufeff" + RSS])
    @pytest.mark.parametrize("packed", [False, True])
    def test_give_the_articles_that_they_list(self, make: Make, public: Site, text: str, packed: bool) -> None:
        body = gzip.compress(text.encode()) if packed else text.encode()
        public.replies |= {"/list": Reply(body), "/a": page(), "/b": page("Budi Menjawab Sari")}
        found, bad = got(make(), "http://kabar.test/list")
        assert ([a.url for a in found], bad) == (["http://kabar.test/a", "http://kabar.test/b"], [])

    def test_that_list_others_are_followed_but_not_in_circles(self, make: Make, public: Site) -> None:
        def index(*places: str) -> Reply:
            return Reply(f"<sitemapindex>{''.join(f'<sitemap><loc>{p}</loc></sitemap>' for p in places)}</sitemapindex>".encode())

        public.replies |= {"/i": index("/i", "/j", "/x"), "/j": index("/i", "/s"), "/s": Reply(self.SITEMAP.encode())}
        public.replies |= {"/a": page(), "/b": page(), "/x": page()}
        found, [bad] = got(make(), "http://kabar.test/i")
        assert len(found) == 2
        assert bad == "http://kabar.test/x: no sitemap, though a sitemap lists it as one"

    def test_that_go_down_without_end_are_left_at_some_depth(self, make: Make, public: Site) -> None:
        for n in range(20):
            public.replies[f"/{n}"] = Reply(f"<sitemapindex><sitemap><loc>/{n + 1}</loc></sitemap></sitemapindex>".encode())
        assert got(make(), "http://kabar.test/0") == ([], [])
        assert len(public.paths()) == 4

    def test_cost_no_more_than_the_pages_allowed_and_the_next_run_goes_on(self, make: Make, public: Site) -> None:
        public.replies |= {"/f": feed(*(f"/{n}" for n in range(5))), **{f"/{n}": page() for n in range(5)}}
        fetcher = make(most=2)
        first, _ = got(fetcher, "http://kabar.test/f")
        assert ([a.url for a in first], fetcher.left_out) == (["http://kabar.test/0", "http://kabar.test/1"], 3)
        second, _ = got(make(*(a.id for a in first), most=2), "http://kabar.test/f")
        assert [a.url for a in second] == ["http://kabar.test/2", "http://kabar.test/3"]

    def test_are_asked_only_for_what_is_not_stored(self, make: Make, public: Site) -> None:
        public.replies |= {"/f": feed("/a", "/b", "/c"), "/a": page(), "/b": page(), "/c": Reply(b"<p>bukan artikel")}
        found, _ = got(make(), "http://kabar.test/f")
        public.asked.clear()
        assert got(make(*(a.id for a in found)), "http://kabar.test/f") == ([], [])
        assert public.paths() == ["/f"]

    def test_bring_what_was_fetched_and_not_stored_without_asking_again(self, make: Make, public: Site) -> None:
        public.replies |= {"/f": feed("/a"), "/a": page()}
        first, _ = got(make(), "http://kabar.test/f")
        public.asked.clear()
        assert got(make(), "http://kabar.test/f") == (first, [])
        assert public.paths() == ["/f"]

    def test_may_fail_in_one_page_and_go_on(self, make: Make, public: Site) -> None:
        public.replies |= {"/f": feed("http://127.0.0.1/x", "/gone", "javascript:alert(1)", "http://[", "/a"), "/a": page()}
        found, bad = got(make(), "http://kabar.test/f")
        assert [a.url for a in found] == ["http://kabar.test/a"]
        assert len(bad) == 2

    @pytest.mark.parametrize(
        "text",
        [
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><link>/&x;</link></item></channel></rss>',
            '<!DOCTYPE r SYSTEM "http://127.0.0.1/dtd"><rss><channel/></rss>',
            "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>"
            + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
            + "]><rss><channel><item><link>/&j;</link></item></channel></rss>",
            "<rss>" + "<item>" * 100_000,
            "<rss>\x00\x01",
            "<feed",
        ],
    )
    def test_that_are_hostile_open_no_file_and_end(self, make: Make, public: Site, text: str) -> None:
        public.replies["/f"] = Reply(text.encode())
        found, _ = got(make(), "http://kabar.test/f")
        assert found == []
        assert set(public.paths()) <= {"/f", "/", "/&x;", "/&j;"}


class TestManners:
    def test_robots_txt_is_asked_once_and_kept_to(self, make: Make, public: Site) -> None:
        rules = "User-agent: *\nDisallow: /rahasia\nDisallow: /*?cetak=\nAllow: /rahasia/tidak\n"
        public.replies |= {"/robots.txt": Reply(rules.encode()), "/a": page(), "/rahasia/tidak": page(), "/rahasia/x": page()}
        fetcher = make()
        for path, allowed in (("/a", True), ("/rahasia/x", False), ("/a?cetak=1", False), ("/rahasia/tidak", True)):
            assert (got(fetcher, f"http://kabar.test{path}")[1] == []) is allowed
        assert [path for _, path, _ in public.asked].count("/robots.txt") == 1
        assert "/rahasia/x" not in public.paths()

    def test_robots_txt_holds_for_what_a_page_redirects_to(self, make: Make, public: Site) -> None:
        public.replies |= {"/robots.txt": Reply(b"User-agent: kabar-graph\nDisallow: /b"), "/a": moved("/b"), "/b": page()}
        assert "robots.txt forbids it" in got(make(), "http://kabar.test/a")[1][0]

    @pytest.mark.parametrize(
        "reply", [Reply(status=500), Reply(status=429), Reply(b"#" * 600_000), moved("http://10.0.0.1/robots.txt")]
    )
    def test_nothing_is_asked_where_robots_txt_cannot_be_had(self, make: Make, public: Site, reply: Reply) -> None:
        public.replies |= {"/robots.txt": reply, "/a": page()}
        assert "robots.txt cannot be had" in got(make(), "http://kabar.test/a")[1][0]
        assert public.paths() == []

    @pytest.mark.parametrize(
        "rules", [b"", b"\xff\xfe\x00", b"<html>bukan aturan</html>", b"User-agent: *\nCrawl-delay: x\nDisallow:"]
    )
    def test_rules_that_say_nothing_forbid_nothing(self, make: Make, public: Site, rules: bytes) -> None:
        public.replies |= {"/robots.txt": Reply(rules), "/a": page()}
        one(make(), "http://kabar.test/a")

    def test_a_host_is_given_a_pause_and_others_are_not_held_up(self, make: Make, public: Site, clock: Clock) -> None:
        public.replies |= {"/a": page(), "/b": page()}
        fetcher = make()
        for address in ("http://kabar.test/a", "http://kabar.test/b", "http://lain.test/a"):
            one(fetcher, address)
        assert clock.slept == [1.0]

    def test_a_longer_pause_is_kept_if_it_is_not_absurd(self, make: Make, public: Site, clock: Clock) -> None:
        public.replies |= {"/robots.txt": Reply(b"User-agent: *\nCrawl-delay: 7"), "/a": page()}
        fetcher = make()
        one(fetcher, "http://kabar.test/a")
        one(fetcher, "http://kabar.test/a")
        assert clock.slept == [7.0]
        clock.time += 90_000  # robots.txt is asked for again after a day
        public.replies["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 99999")
        one(fetcher, "http://kabar.test/a")
        one(fetcher, "http://kabar.test/a")
        assert clock.slept == [7.0, 60.0]

    @pytest.mark.parametrize(
        ("header", "seconds"), [("120", 120), (None, 600), ("Mon, 19 Feb 2024 10:00:00 GMT", 600), ("9" * 30, 600)]
    )
    def test_a_server_that_wants_quiet_gets_it(
        self, make: Make, public: Site, clock: Clock, header: str | None, seconds: int
    ) -> None:
        public.replies |= {"/a": Reply(status=429, headers={"Retry-After": header} if header else {}), "/b": page()}
        fetcher = make()
        got(fetcher, "http://kabar.test/a")
        clock.time += seconds - 1
        assert "wants no requests" in got(fetcher, "http://kabar.test/b")[1][0]
        clock.time += 2
        one(fetcher, "http://kabar.test/b")

    def test_the_server_is_told_who_asks(self, make: Make, public: Site) -> None:
        public.replies["/a"] = page()
        one(make(), "http://kabar.test/a")
        assert {headers["User-Agent"].partition("/")[0] for _, _, headers in public.asked} == {"kabar-graph"}


class TestKeptPages:
    def test_are_the_bytes_that_came(self, make: Make, public: Site, tmp_path: Path) -> None:
        public.replies["/a"] = page()
        one(make(), "http://kabar.test/a")
        kept = Pages(tmp_path / "kg.pages").page("http://kabar.test/a")
        assert kept is not None
        assert (kept.url, kept.body) == ("http://kabar.test/a", page().body)

    def test_of_a_forgotten_article_are_gone_and_no_feed_brings_them_back(self, make: Make, public: Site, tmp_path: Path) -> None:
        public.replies |= {"/f": feed("/lama", "/a"), "/lama": moved("/a"), "/a": page()}
        found, _ = got(make(), "http://kabar.test/f")
        pages = Pages(tmp_path / "kg.pages")
        pages.forget(found[0].id)
        assert [pages.page(f"http://kabar.test{path}") for path in ("/lama", "/a")] == [None, None]
        kept = b"".join(path.read_bytes() for path in (tmp_path / "kg.pages").iterdir() if "index" in path.name)
        assert b"lama" not in kept
        assert got(make(), "http://kabar.test/f") == ([], [])
        one(make(), "http://kabar.test/a")  # who asks for it by name gets it

    def test_that_are_damaged_are_fetched_anew(self, make: Make, public: Site, tmp_path: Path) -> None:
        public.replies["/a"] = replace(page(), headers={**page().headers, "ETag": "x"})
        one(make(), "http://kabar.test/a")
        for path in (tmp_path / "kg.pages").glob("*.warc.gz"):
            path.write_bytes(path.read_bytes()[:40])
        one(make(), "http://kabar.test/a")
        assert "If-None-Match" not in public.asked[-1][2]

    def test_name_no_file_outside_their_folder(self, tmp_path: Path) -> None:
        Pages(tmp_path / "p").keep("http://kabar.test/../../../x", Answer("http://x/", 200, {}, b"x"), "id")
        assert {path.parent for path in tmp_path.rglob("*.gz")} == {tmp_path / "p"}

    def test_that_cannot_be_written_are_one_clear_error(self, tmp_path: Path) -> None:
        (tmp_path / "p").write_text("x")
        with pytest.raises(StoreError, match="not kept"):
            Pages(tmp_path / "p").keep("http://x/", Answer("http://x/", 200, {}, b"x"), "id")

    def test_with_a_broken_index_are_one_clear_error(self, tmp_path: Path) -> None:
        (tmp_path / "p").mkdir()
        (tmp_path / "p" / "index.sqlite").write_bytes(b"bukan basis data" * 100)
        with pytest.raises(StoreError, match="delete it"):
            Pages(tmp_path / "p").known("http://x/")
