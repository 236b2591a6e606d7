"""A crawl from Python is the program's crawl: polite, resumable, stopped in order."""

from __future__ import annotations

import itertools
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import copydesk
import pytest
from conftest import Fixture


class Site:
    """A site on loopback, which notes what it is asked for."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.on_request: Callable[[str], None] = lambda path: None
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.on_request(self.path)
                body = site.pages.get(self.path)
                self.send_response(404 if body is None else 200)
                kind = "text/plain" if self.path.endswith(".txt") else "text/html; charset=utf-8"
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def story(number: int) -> bytes:
    text = f"<p>“Nobody slept on night {number},” said Mayor Ann Field, who spent it on the bridge with volunteers.</p>"
    filler = f"<p>The river rose by {number} metres overnight, and the lower streets of Oxbow were under water.</p>" * 3
    return f"<html><head><title>Flood {number}</title></head><article><h1>Flood {number}</h1>{text}{filler}</article>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    links = "".join(f'<a href="/story/{number}">Flood {number}</a>' for number in range(6))
    pages = {f"/story/{number}": story(number) for number in range(6)}
    pages["/"] = f'<html><body>{links}<a href="/private/x">x</a></body></html>'.encode()
    pages["/robots.txt"] = b"User-agent: *\nDisallow: /private/\n"
    made = Site(pages)
    yield made
    made.server.shutdown()
    made.server.server_close()


def crawl(site: Site, folder: Path, **options: Any) -> copydesk.Crawl:
    options = {"delay": 0.001, "allow_addresses": "127.0.0.0/8", **options}
    return copydesk.crawl([site.url + "/"], folder, **options)


def test_every_page_ends_as_an_article_or_a_reason(site: Site, tmp_path: Path) -> None:
    outcomes = crawl(site, tmp_path / "out")
    assert outcomes.summary is None
    ended = list(outcomes)
    articles = [one for one in ended if isinstance(one, copydesk.Article)]
    reasons = {one.url: one.reason for one in ended if isinstance(one, copydesk.NotAnArticle)}
    assert sorted(one.url for one in articles) == [f"{site.url}/story/{number}" for number in range(6)]
    assert reasons == {f"{site.url}/": "not-article", f"{site.url}/private/x": "robots"}
    # robots.txt is asked first, and what it forbids never.
    assert site.asked[0] == "/robots.txt" and "/private/x" not in site.asked
    summary = outcomes.summary
    assert summary is not None and summary["interrupted"] is False
    assert summary["entered"] == 8 == summary["articles"] + sum(summary["no_article"].values()) + summary["waiting"]
    lines = (tmp_path / "out" / "articles.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [article.to_dict() for article in articles]
    assert articles[0].fetched_at is not None and articles[0].quotes[0].speaker is not None


def test_the_same_call_again_goes_on(site: Site, tmp_path: Path) -> None:
    first = list(crawl(site, tmp_path, max_pages=3))
    again = crawl(site, tmp_path)
    rest = list(again)
    urls = [one.url for one in first + rest]
    assert len(urls) == len(set(urls)) == 8
    assert site.asked.count("/story/0") == 1
    assert again.summary is not None and again.summary["finished_before"] == len(first)
    assert list(crawl(site, tmp_path)) == []


def test_the_delay_is_kept(site: Site, tmp_path: Path) -> None:
    at: list[float] = []
    site.on_request = lambda path: at.append(time.monotonic())
    list(crawl(site, tmp_path, delay=timedelta(milliseconds=40), max_pages=4))
    assert len(at) == 5
    assert all(later - earlier > 0.038 for earlier, later in itertools.pairwise(at))


def test_ctrl_c_stops_in_order_and_loses_nothing(site: Site, tmp_path: Path) -> None:
    def interrupt(path: str) -> None:
        if len(site.asked) == 4:
            os.kill(os.getpid(), signal.SIGINT)

    site.on_request = interrupt
    outcomes = crawl(site, tmp_path)
    seen = []
    with pytest.raises(KeyboardInterrupt):
        for outcome in outcomes:
            seen.append(outcome.url)
    assert outcomes.summary is not None and outcomes.summary["interrupted"] is True
    assert list(outcomes) == []
    site.on_request = lambda path: None
    seen += [outcome.url for outcome in crawl(site, tmp_path)]
    assert len(seen) == len(set(seen)) == 8
    assert all(site.asked.count(f"/story/{number}") == 1 for number in range(6))


def test_leaving_the_block_stops_the_crawl(site: Site, tmp_path: Path) -> None:
    with crawl(site, tmp_path) as outcomes:
        first = next(outcomes)
    assert list(outcomes) == []
    assert outcomes.summary is not None
    finished = outcomes.summary["articles"] + sum(outcomes.summary["no_article"].values())
    assert finished >= 1
    rest = [one.url for one in crawl(site, tmp_path)]
    assert first.url not in rest and len(rest) == 8 - finished


def test_a_folder_is_used_by_one_crawl_at_a_time(site: Site, tmp_path: Path) -> None:
    with crawl(site, tmp_path) as outcomes:
        next(outcomes)
        with pytest.raises(copydesk.CrawlError) as caught:
            list(crawl(site, tmp_path))
        assert caught.value.reason == "state"


def test_private_addresses_are_refused(site: Site, tmp_path: Path) -> None:
    [refused] = crawl(site, tmp_path, allow_addresses=None, retries=0)
    assert isinstance(refused, copydesk.NotAnArticle)
    assert refused.reason in ("address-refused", "robots-unreachable")
    assert site.asked == []


def test_what_keeps_a_crawl_from_running(tmp_path: Path) -> None:
    with pytest.raises(copydesk.CrawlError) as caught:
        list(copydesk.crawl([], tmp_path / "none"))
    assert caught.value.reason == "no-seeds"
    (tmp_path / "file").write_text("x")
    with pytest.raises(copydesk.CrawlError) as caught:
        list(copydesk.crawl("https://example.com/", tmp_path / "file"))
    assert caught.value.reason == "output"


@pytest.mark.parametrize(
    "options",
    [
        {"delay": -1},
        {"delay": float("nan")},
        {"scope": "world"},
        {"since": "yesterday"},
        {"allow_addresses": ["127.0.0.0/99"]},
        {"ignore_robots_for": ["*.example.com"]},
        {"connect_to": {"example.com": "somewhere"}},
        {"proxy": "nonsense"},
        {"headers": ["secret"]},
        {"watch_min": 1},
        {"watch_for": timedelta(hours=1)},
        {"watch": True, "watch_min": 0},
        {"watch": True, "watch_min": 2, "watch_max": 1},
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))[:5]) as caught:
        copydesk.crawl("https://example.com/", tmp_path, **options)
    assert "secret" not in str(caught.value)


def test_names_may_lead_elsewhere_and_old_articles_are_left_out(site: Site, tmp_path: Path) -> None:
    site.pages["/story/0"] = story(0).replace(
        b"<title>", b'<meta property="article:published_time" content="2019-02-25T10:00:00Z"><title>'
    )
    port = site.url.rpartition(":")[2]
    outcomes = copydesk.crawl(
        "http://oxbow.example/",
        tmp_path,
        delay=0.001,
        connect_to={"*": f"127.0.0.1:{port}"},
        allow_addresses=["127.0.0.0/8"],
        since=date(2020, 1, 1),
    )
    ended = {one.url: one for one in outcomes}
    old = ended["http://oxbow.example/story/0"]
    assert isinstance(old, copydesk.NotAnArticle) and old.reason == "too-old"
    assert isinstance(ended["http://oxbow.example/story/1"], copydesk.Article)


def test_a_crawl_that_watches_yields_what_changed(site: Site, tmp_path: Path) -> None:
    def change(path: str) -> None:
        if site.asked.count("/story/3") == 2:
            site.pages["/story/3"] = story(3).replace(b"by 3 metres", b"by 33 metres")

    site.on_request = change
    with crawl(site, tmp_path, watch=True, watch_min=0.01, watch_for=60) as outcomes:
        articles = (one for one in outcomes if isinstance(one, copydesk.Article))
        again = next(one for one in articles if one.revision > 1)
    assert (again.url, again.revision) == (f"{site.url}/story/3", 2) and "body" in again.changed
    assert again.similarity is not None and "by 33 metres" in again.body
    assert outcomes.summary is not None and outcomes.summary["revisions"] == 1 and outcomes.summary["revisits"] > 1
    lines = (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()
    assert json.loads(lines[-1]) == again.to_dict() and len(lines) == 7


def test_the_archive_and_connections_are_as_asked_for(site: Site, tmp_path: Path) -> None:
    ended = list(crawl(site, tmp_path, archive=True, archive_size=1_000, keep_connections=0))
    assert len(ended) == 8
    assert len(list((tmp_path / "archive").glob("*.warc.gz"))) > 1


def test_fixture_site_profile_is_used(tmp_path: Path, venezuela: Fixture) -> None:
    site = Site({"/robots.txt": b"", "/a": venezuela.html})
    outcomes = copydesk.crawl(
        "http://hotair.com/a", tmp_path, scope="seeds", delay=0.001,
        connect_to={"*": site.url.removeprefix("http://")}, allow_addresses="127.0.0.1", max_depth=0,
    )
    try:
        articles = [one for one in outcomes if isinstance(one, copydesk.Article)]
    finally:
        site.server.shutdown()
        site.server.server_close()
    assert [one.extractor.profile for one in articles] == ["hotair.com"]
