"""Many pages: order, bounds, mistakes, interrupts."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Iterator

import copydesk
import pytest
from conftest import Fixture


def pairs(fixtures: list[Fixture]) -> list[tuple[bytes, str | None]]:
    return [(one.html, one.url) for one in fixtures]


def test_results_come_in_the_order_of_the_pages(fixtures: list[Fixture]) -> None:
    pages = pairs(fixtures) * 5
    pages[3:3] = [(b"<p>Too little.", "https://example.com/thin")]
    for threads in (None, 1, 7):
        results = list(copydesk.extract_many(pages, threads=threads))
        assert [one.url for one in results] == [url for _, url in pages]
        assert isinstance(results[3], copydesk.NotAnArticle) and results[3].reason == "not-article"
    assert results[0] == copydesk.extract(*pages[0])


def test_a_page_may_come_without_its_address(fixtures: list[Fixture]) -> None:
    [bare, named] = copydesk.extract_many([fixtures[0].html, (fixtures[0].html.decode(), None)])
    assert bare == named


def test_no_more_than_a_few_pages_are_taken_ahead(fixtures: list[Fixture]) -> None:
    taken = 0

    def endless() -> Iterator[tuple[bytes, str]]:
        nonlocal taken
        for fixture in itertools.cycle(fixtures):
            taken += 1
            yield fixture.html, fixture.url

    results = copydesk.extract_many(endless(), threads=2)
    assert taken == 0
    for number in range(1, 30):
        next(results)
        assert number <= taken <= number + 8


def test_what_the_iterable_raises_comes_after_the_pages_before(fixtures: list[Fixture]) -> None:
    def broken() -> Iterator[tuple[bytes, str | None]]:
        yield from pairs(fixtures)[:3]
        raise KeyError("no more")

    results = copydesk.extract_many(broken())
    assert [next(results).url for _ in range(3)] == [one.url for one in fixtures[:3]]
    with pytest.raises(KeyError, match="no more"):
        next(results)
    assert list(results) == []


@pytest.mark.parametrize("item", [12, None, (b"<p>",), (b"<p>", 1), ("<p>", "u", "x"), ["<p>", None]])
def test_an_item_of_another_type_is_told_with_its_number(fixtures: list[Fixture], item: object) -> None:
    results = copydesk.extract_many([fixtures[0].html, item])  # type: ignore[list-item]
    next(results)
    with pytest.raises(TypeError, match="item 1"):
        next(results)


def test_threads_are_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        copydesk.extract_many([], threads=0)
    with pytest.raises(OverflowError):
        copydesk.extract_many([], threads=-1)


def test_an_interrupt_while_waiting_is_raised_and_loses_nothing(fixtures: list[Fixture]) -> None:
    page = "<article>" + "<p>“Nobody slept,” said Ann Field, who spent the night on the bridge.</p>" * 4_000
    results = copydesk.extract_many([(page, "https://example.com/long"), (fixtures[0].html, fixtures[0].url)])
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    previous = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            next(results)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert [one.url for one in results] == ["https://example.com/long", fixtures[0].url]


def test_an_interrupt_in_the_iterable_is_raised_at_once(fixtures: list[Fixture]) -> None:
    def interrupted() -> Iterator[bytes]:
        yield fixtures[0].html
        os.kill(os.getpid(), signal.SIGINT)
        yield fixtures[1].html

    with pytest.raises(KeyboardInterrupt):
        list(copydesk.extract_many(interrupted()))


def test_an_iterator_that_asks_itself_is_refused(fixtures: list[Fixture]) -> None:
    def pages() -> Iterator[bytes]:
        yield fixtures[0].html
        next(results)

    results = copydesk.extract_many(pages())
    next(results)
    with pytest.raises(ValueError, match="somebody else"):
        next(results)


def test_throwing_it_away_ends_its_threads(fixtures: list[Fixture]) -> None:
    def threads() -> int:
        return len(os.listdir("/proc/self/task"))

    before = threads()
    for _ in range(50):
        next(copydesk.extract_many(pairs(fixtures), threads=4))
    # They end by themselves, soon after the last page they were given.
    for _ in range(20_000):
        if threads() <= before + 8:
            break
    assert threads() <= before + 8
