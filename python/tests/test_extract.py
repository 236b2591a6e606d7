"""One page: what may be given, what is raised."""

from __future__ import annotations

import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import copydesk
import pytest
from conftest import Fixture


def test_str_and_bytes_give_the_same(venezuela: Fixture) -> None:
    from_bytes = copydesk.extract(venezuela.html, venezuela.url)
    assert copydesk.extract(venezuela.html.decode(), venezuela.url) == from_bytes
    assert copydesk.extract(bytearray(venezuela.html), url=venezuela.url) == from_bytes


def test_bytes_are_decoded_as_browsers_do() -> None:
    text = (
        "<meta charset=windows-1251><title>Паводок</title><article><h1>Паводок в Оксбоу</h1>"
        + "<p>Река поднялась за ночь на два метра, и к рассвету понедельника нижние улицы были под водой.</p>" * 3
        + "</article>"
    )
    article = copydesk.extract(text.encode("windows-1251"), "https://example.com/a")
    assert article.headline == "Паводок в Оксбоу"
    as_header = text.replace("<meta charset=windows-1251>", "").encode("windows-1251")
    named = copydesk.extract(as_header, "https://example.com/a", content_type="text/html; charset=windows-1251")
    assert named.headline == "Паводок в Оксбоу"
    # A string is decoded already, whatever its <meta> says.
    assert copydesk.extract(text, "https://example.com/a").headline == "Паводок в Оксбоу"


def test_a_page_may_name_its_own_address(venezuela: Fixture) -> None:
    named = venezuela.html.replace(b"<head>", f'<head><link rel="canonical" href="{venezuela.url}">'.encode(), 1)
    article = copydesk.extract(named)
    assert article.url == venezuela.url
    assert article.extractor.profile == "hotair.com"


@pytest.mark.parametrize(
    ("html", "url", "reason", "stage"),
    [
        ("<p>Too little.</p>", "https://example.com/thin", "not-article", "extract"),
        ("", "https://example.com/", "empty-page", "page"),
        (" \n", None, "empty-page", "page"),
        (b"%PDF-1.7 binary \x00\x01\x02", "https://example.com/a.pdf", "not-html", "page"),
        ("<p>x", "nonsense", "malformed-url", "input"),
        ("<p>x", "ftp://example.com/a", "unsupported-scheme", "input"),
        ("<p>x", "https://exa\ud800mple.com/a", "malformed-url", "input"),
        (b"<p>" + b"x" * (20 * 1024 * 1024), "https://example.com/", "too-large", "page"),
    ],
)
def test_what_gives_no_article_says_why(html: Any, url: str | None, reason: str, stage: str) -> None:
    with pytest.raises(copydesk.NotAnArticle) as caught:
        copydesk.extract(html, url)
    error = caught.value
    assert (error.reason, error.stage) == (reason, stage)
    assert isinstance(error, copydesk.CopydeskError)
    assert error.message in str(error)
    assert error.to_dict()["reason"] == reason
    again = pickle.loads(pickle.dumps(error))
    assert again.to_dict() == error.to_dict() and str(again) == str(error)


@pytest.mark.parametrize(
    "call",
    [
        lambda: copydesk.extract(None),  # type: ignore[arg-type]
        lambda: copydesk.extract(12),  # type: ignore[arg-type]
        lambda: copydesk.extract("<p>x", b"https://example.com/"),  # type: ignore[arg-type]
        lambda: copydesk.extract("<p>x", profiles="selectors"),  # type: ignore[arg-type]
        lambda: copydesk.extract("<p>x", unknown=1),  # type: ignore[call-arg]
        lambda: copydesk.quotes(b"x"),  # type: ignore[arg-type]
        lambda: copydesk.quotes("x", 1),  # type: ignore[arg-type]
        lambda: copydesk.extract_many("<p>x"),
        lambda: copydesk.extract_many(12),  # type: ignore[arg-type]
        lambda: copydesk.to_arrow(["x"]),  # type: ignore[list-item]
        lambda: copydesk.crawl(1, "folder"),  # type: ignore[arg-type]
    ],
)
def test_wrong_types_are_type_errors(call: Any) -> None:
    with pytest.raises(TypeError):
        call()


def test_focus_is_one_of_three() -> None:
    with pytest.raises(ValueError, match="precision"):
        copydesk.extract("<p>x", focus="both")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "html",
    [
        b"\xff\xfe\x00\xd8" * 1000,
        b"<p>\xc3\x28\x80\xff said \xed\xa0\x80",
        "<p>\x00\x00 nul \x00</p>" * 100,
        "\ud800<p>\udfff lone “\ud83d” said he\ud800",
        "<" * 100_000,
        "<div>" * 100_000,
        b"<p>" + bytes(range(256)) * 500,
        "“" * 50_000,
    ],
)
def test_hostile_pages_give_a_record_or_a_reason(html: str | bytes) -> None:
    try:
        assert copydesk.extract(html, "https://example.com/hostile").body
    except copydesk.NotAnArticle as error:
        assert error.reason != "internal-error"


def test_python_runs_on_while_a_page_is_read() -> None:
    """Another thread counts while one call reads: Python's lock is not held."""
    page = "<article>" + "<p>“Nobody slept,” said Ann Field, who spent the night on the bridge.</p>" * 3_000
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0)

    thread = threading.Thread(target=count)
    thread.start()
    during = 0
    # On a busy machine it is others' turn now and then.
    for _ in range(20):
        before = counted
        copydesk.extract(page, "https://example.com/long")
        during = max(during, counted - before)
        if during > 100:
            break
    done.set()
    thread.join()
    assert during > 100


def test_profiles(tmp_path: Path, venezuela: Fixture) -> None:
    built_in = copydesk.Profiles.built_in()
    assert len(built_in) == len(built_in.hosts) > 100
    assert built_in.find("https://www.hotair.com/x") == "hotair.com"
    assert built_in.find("https://example.com/") is None and built_in.find("nonsense") is None
    assert len(copydesk.Profiles.none()) == 0
    (tmp_path / "hotair.com.toml").write_text('name = "HotAir"\nhosts = ["hotair.com"]\n[select]\nheadline = ["title"]\n')
    own = copydesk.Profiles.load(tmp_path)
    assert len(own) == len(built_in)
    assert copydesk.Profiles.load(str(tmp_path), built_in=False).hosts == ["hotair.com"]
    ours = copydesk.extract(venezuela.html, venezuela.url, profiles=own)
    assert ours.provenance.headline is not None and ours.provenance.headline.rule == "title"
    without = copydesk.extract(venezuela.html, venezuela.url, profiles=copydesk.Profiles.none())
    assert without.extractor.profile is None


def test_profile_errors_name_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "example.com.toml").write_text('name = "A"\nhosts = ["example.com"]\n[select]\nheadline = ["h1[["]\n')
    (tmp_path / "example.org.toml").write_text('name = "B"\nhosts = ["example.org"]\nunknown = 1\n')
    with pytest.raises(copydesk.ProfileError) as caught:
        copydesk.Profiles.load(tmp_path)
    error = caught.value
    assert error.reason == "malformed-profile" and len(error.problems) == 2
    assert "example.com.toml:4" in error.problems[0] and "example.org.toml:3" in error.problems[1]
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
    with pytest.raises(copydesk.ProfileError) as caught:
        copydesk.Profiles.load(tmp_path / "nowhere")
    assert caught.value.reason == "unreadable-profile"


def test_quotes_of_plain_text() -> None:
    text = "🙂 “Nobody slept,” said Mayor Ann Field.\x00 \ud800"
    found = copydesk.quotes(text)
    [quote] = found.quotes
    assert text[quote.start : quote.end] == quote.text == "Nobody slept,"
    assert quote.speaker is not None and quote.speaker.name == "Ann Field"
    assert found.speakers[0].quotes == 1 and found.attributions[0].quotes == [0]
    assert list(found.to_dict()) == ["id", "quotes", "attributions", "speakers", "warnings"]
    german = copydesk.quotes("„Niemand hat geschlafen“, sagte Anna Feld.", "de")
    assert german.quotes[0].speaker is not None and german.quotes[0].speaker.name == "Anna Feld"
    assert copydesk.quotes("").quotes == []


def test_quotes_are_those_of_the_program(program: str) -> None:
    import json
    import subprocess

    text = "“Nobody slept,” said Mayor Ann Field. “The river,” she added, “came at night.”"
    run = subprocess.run([program, "quotes", "-"], input=text.encode(), capture_output=True, check=True)
    assert copydesk.quotes(text).to_dict() == json.loads(run.stdout)


def test_quotes_looked_for_later_are_the_same(fixtures: list[Fixture]) -> None:
    for one, at_once in zip(fixtures, copydesk.extract_many((one.html, one.url) for one in fixtures), strict=True):
        assert isinstance(at_once, copydesk.Article)
        by_attribute = copydesk.extract(one.html, one.url)
        assert by_attribute.body == at_once.body
        assert by_attribute.quotes == at_once.quotes and by_attribute.attributions == at_once.attributions
        assert by_attribute.speakers == at_once.speakers and by_attribute.warnings == at_once.warnings
        assert copydesk.extract(one.html, one.url) == at_once
        assert copydesk.extract(one.html, one.url).to_json() == at_once.to_json()
        assert pickle.loads(pickle.dumps(copydesk.extract(one.html, one.url))) == at_once
        assert repr(copydesk.extract(one.html, one.url)) == repr(at_once)


def test_quotes_may_be_left_out(venezuela: Fixture) -> None:
    whole = copydesk.extract(venezuela.html, venezuela.url)
    [many] = copydesk.extract_many([(venezuela.html, venezuela.url)], quotes=False)
    for bare in (copydesk.extract(venezuela.html, venezuela.url, quotes=False), many):
        assert isinstance(bare, copydesk.Article)
        assert whole.quotes and bare.quotes == bare.attributions == bare.speakers == []
        without = {"quotes": [], "attributions": [], "speakers": [], "warnings": bare.to_dict()["warnings"]}
        assert bare.to_dict() == {**whole.to_dict(), **without}


def test_threads_may_ask_for_quotes_at_once(venezuela: Fixture) -> None:
    for _ in range(20):
        article = copydesk.extract(venezuela.html, venezuela.url)
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _: [quote.text for quote in article.quotes], range(4)))
        assert all(one == found[0] for one in found) and found[0]
