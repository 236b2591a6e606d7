"""Pages that come as Arrow data give the records that the same pages give one by one, as Arrow data again."""

from __future__ import annotations

import os
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import copydesk
import polars
import pyarrow
import pytest
from conftest import Fixture

Page = tuple[bytes | None, str | None]


@pytest.fixture(scope="module")
def pages(fixtures: list[Fixture]) -> list[Page]:
    """Every fixture, and pages that give no article."""
    found: list[Page] = [(one.html, one.url) for one in fixtures]
    found[1:1] = [("<p>Zu wenig – übrig.".encode(), "https://bücher.example/ä"), (b"", None), (b"<p>x", "ftp://a.example/")]
    return found


@pytest.fixture(scope="module")
def expected(pages: list[Page]) -> pyarrow.Table:
    results = copydesk.extract_many([(html or b"", url) for html, url in pages])
    return pyarrow.table(copydesk.to_arrow(results, misses=True)).combine_chunks()


def as_table(pages: list[Page], html: Any = None, url: Any = None) -> pyarrow.Table:
    html = pyarrow.array([page for page, _ in pages], html or pyarrow.binary())
    return pyarrow.table({"url": pyarrow.array([url for _, url in pages], url or pyarrow.string()), "html": html})


def read(records: Any) -> pyarrow.Table:
    table = pyarrow.table(records)
    table.validate(full=True)
    return table.combine_chunks()


@pytest.mark.parametrize("html", [pyarrow.binary(), pyarrow.large_binary(), pyarrow.binary_view()], ids=str)
@pytest.mark.parametrize("url", [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()], ids=str)
def test_bytes_and_addresses_of_every_width(pages: list[Page], expected: pyarrow.Table, html: Any, url: Any) -> None:
    assert read(copydesk.extract_arrow(as_table(pages, html, url), misses=True)).equals(expected)


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()], ids=str)
def test_text_is_text_whatever_its_meta_says(venezuela: Fixture, kind: Any) -> None:
    html = venezuela.html.decode().replace("<head>", "<head><meta charset=iso-8859-1>")
    table = pyarrow.table({"html": pyarrow.array([html, None], kind), "url": [venezuela.url] * 2})
    assert read(copydesk.extract_arrow(table)).to_pylist() == [copydesk.extract(html, venezuela.url).to_dict()]


def test_text_that_is_no_utf_8_is_read_all_the_same(venezuela: Fixture) -> None:
    broken = venezuela.html.replace(b"dictator Nicolas", b"dictator \xff Nicolas")
    text = pyarrow.array([broken], pyarrow.binary()).view(pyarrow.string())
    [row] = read(copydesk.extract_arrow(pyarrow.table({"html": text, "url": [venezuela.url]}))).to_pylist()
    assert "dictator \ufffd Nicolas" in row["body"]


def test_whoever_has_the_data(pages: list[Page], expected: pyarrow.Table) -> None:
    table = as_table(pages)
    [batch] = table.to_batches()
    frame = polars.DataFrame(table)
    for given in (table, batch, batch.to_struct_array(), table.to_reader(max_chunksize=3), frame, frame.lazy().collect()):
        assert read(copydesk.extract_arrow(given, misses=True)).equals(expected)
    # What comes out goes in again, for whoever wants to see why.
    assert polars.DataFrame(copydesk.extract_arrow(frame, misses=True)).height == len(pages)


def test_a_part_of_a_batch_is_that_part(pages: list[Page], expected: pyarrow.Table) -> None:
    for given in (as_table(pages).slice(2, 5), as_table(pages).to_batches()[0].slice(2, 5)):
        assert read(copydesk.extract_arrow(given, misses=True)).equals(expected.slice(2, 5).combine_chunks())


def test_other_names_and_no_addresses(venezuela: Fixture) -> None:
    table = pyarrow.table({"page": [venezuela.html], "n": [1], "address": [venezuela.url]})
    [named] = read(copydesk.extract_arrow(table, html="page", url="address")).to_pylist()
    assert named == copydesk.extract(venezuela.html, venezuela.url).to_dict()
    [unnamed] = read(copydesk.extract_arrow(table, html="page", url=None)).to_pylist()
    assert unnamed == copydesk.extract(venezuela.html).to_dict()


def test_only_articles_unless_misses_are_asked_for(pages: list[Page]) -> None:
    articles = [one for one in copydesk.extract_many([(html or b"", url) for html, url in pages]) if isinstance(one, copydesk.Article)]
    records = copydesk.extract_arrow(as_table(pages))
    assert pyarrow.schema(records).equals(pyarrow.schema(copydesk.to_arrow([])))
    assert read(records).to_pylist() == [article.to_dict() for article in articles]


def test_a_null_page_is_a_row_that_says_so() -> None:
    rows = read(copydesk.extract_arrow(as_table([(None, "https://a.example/"), (None, None)]), misses=True)).to_pylist()
    assert [(row["url"], row["status"], row["stage"]) for row in rows] == [
        ("https://a.example/", "failed", "input"), ("about:blank", "failed", "input"),
    ]
    assert {row["reason"] for row in rows} == {"empty-page"} and {row["message"] for row in rows} == {"there is no page: its html is null"}


def test_options_are_those_of_extract(fixtures: list[Fixture]) -> None:
    options: dict[str, Any] = {"profiles": copydesk.Profiles.none(), "focus": "recall", "captions": True, "quotes": False}
    given = as_table([(one.html, one.url) for one in fixtures])
    results = copydesk.extract_many(((one.html, one.url) for one in fixtures), **options)
    assert read(copydesk.extract_arrow(given, threads=1, **options)).equals(read(copydesk.to_arrow(results)))


def test_records_come_in_batches_once(venezuela: Fixture) -> None:
    def given() -> Iterator[pyarrow.RecordBatch]:
        for _ in range(6):
            yield from as_table([(b"<p>x", None)] * 50 + [(venezuela.html, venezuela.url)]).to_batches()

    reader = pyarrow.RecordBatchReader.from_batches(as_table([]).schema, given())
    records = copydesk.extract_arrow(reader, misses=True)
    first = next(records)
    assert len(first) == 256
    rest = pyarrow.RecordBatchReader.from_stream(records)
    assert [batch.num_rows for batch in rest] == [50]
    for again in (lambda: next(records), lambda: pyarrow.table(records)):
        with pytest.raises(ValueError, match="once"):
            again()


def test_nothing_is_nothing() -> None:
    for given in (as_table([]), as_table([]).to_reader(), polars.DataFrame(as_table([]))):
        assert list(copydesk.extract_arrow(given)) == []
        assert read(copydesk.extract_arrow(given, misses=True)).num_rows == 0


def test_pages_are_taken_as_they_are_needed(venezuela: Fixture) -> None:
    taken = 0

    def given() -> Iterator[pyarrow.RecordBatch]:
        nonlocal taken
        [batch] = as_table([(b"<p>x", None)] * 64).to_batches()
        while True:
            taken += 1
            yield batch

    records = copydesk.extract_arrow(pyarrow.RecordBatchReader.from_batches(as_table([]).schema, given()), misses=True, threads=2)
    next(records)
    assert taken <= 5
    next(records)
    assert taken <= 9


def test_what_the_pages_raise_comes_after_those_before(venezuela: Fixture) -> None:
    def given() -> Iterator[pyarrow.RecordBatch]:
        yield from as_table([(venezuela.html, venezuela.url)]).to_batches()
        raise OSError("the disk is gone")

    def reader() -> pyarrow.RecordBatchReader:
        return pyarrow.RecordBatchReader.from_batches(as_table([]).schema, given())

    records = copydesk.extract_arrow(reader())
    assert len(next(records)) == 1
    with pytest.raises(RuntimeError, match="the disk is gone"):
        next(records)
    assert list(records) == []
    with pytest.raises(pyarrow.ArrowInvalid, match="the disk is gone"):
        pyarrow.table(copydesk.extract_arrow(reader()))


@pytest.mark.parametrize(
    ("given", "options", "error", "says"),
    [
        ([("<p>", None)], {}, TypeError, "expected Arrow data .*, got list"),
        ("<p>", {}, TypeError, "got str"),
        (pyarrow.Table, {}, TypeError, "expected Arrow data"),
        (pyarrow.array(["<p>"]), {}, TypeError, "structs, a column each, got Utf8"),
        (pyarrow.chunked_array([["<p>"]]), {}, TypeError, "no table of columns"),
        (pyarrow.array([{"html": "x"}, None]), {"url": None}, ValueError, "one of which is null"),
        (pyarrow.table({"page": ["x"], "address": ["y"]}), {}, ValueError, 'no column "html", of the columns "page", "address": .*html='),
        (pyarrow.table({"html": ["x"]}), {}, ValueError, 'no column "url", .*url=… .or None'),
        (pyarrow.table({}), {}, ValueError, "columns none"),
        (pyarrow.table([["x"], ["y"]], ["html", "html"]), {"url": None}, ValueError, 'more than one column "html"'),
        (pyarrow.table({"html": [1], "url": ["y"]}), {}, TypeError, 'text or binary in the column "html", got Int64'),
        (pyarrow.table({"html": ["x"], "url": [b"y"]}), {}, TypeError, 'text in the column "url", got Binary'),
        (pyarrow.table({"html": ["x"], "url": pyarrow.array(["y"]).dictionary_encode()}), {}, TypeError, "cast it"),
        (pyarrow.table({"html": ["x"], "url": ["y"]}), {"threads": 0}, ValueError, "threads"),
        (pyarrow.table({"html": ["x"], "url": ["y"]}), {"focus": "x"}, ValueError, "focus"),
        (pyarrow.table({"html": ["x"], "url": ["y"]}), {"html": None}, TypeError, "html"),
    ],
)
def test_what_is_no_pages(given: Any, options: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        copydesk.extract_arrow(given, **options)


def test_addresses_that_are_no_utf_8_are_told(venezuela: Fixture) -> None:
    urls = pyarrow.array([b"https://\xff.example/"]).view(pyarrow.string())
    with pytest.raises(RuntimeError, match="UTF-?8"):
        next(copydesk.extract_arrow(pyarrow.table({"html": [venezuela.html], "url": urls})))


# Nothing but a text passes through a stream.
TAKEN = [(next, KeyboardInterrupt), (pyarrow.table, pyarrow.ArrowInvalid)]


@pytest.mark.parametrize(("take", "raised"), TAKEN, ids=["iterator", "stream"])
def test_ctrl_c_ends_it(venezuela: Fixture, take: Callable[[Any], Any], raised: type[BaseException]) -> None:
    # Minutes of work that lie in the memory of one page, and no Python that could hear the interrupt for us.
    views = pyarrow.py_buffer(struct.pack("<i4sii", len(venezuela.html), venezuela.html[:4], 0, 0) * 100_000)
    buffers = [None, views, pyarrow.py_buffer(venezuela.html)]
    minutes = pyarrow.Array.from_buffers(pyarrow.binary_view(), 100_000, buffers)
    began = threading.Event()

    def given() -> Iterator[pyarrow.RecordBatch]:
        began.set()
        yield pyarrow.record_batch({"html": minutes})

    def is_given_out() -> bool:
        frame = sys._current_frames().get(main)
        while frame is not None and frame.f_code is not given.__code__:
            frame = frame.f_back
        return frame is None

    def interrupt() -> None:
        began.wait()
        # Before that it would be the generator that hears it, and pyarrow that tells.
        while not is_given_out():
            pass
        os.kill(os.getpid(), signal.SIGINT)

    main = threading.get_ident()
    reader = pyarrow.RecordBatchReader.from_batches(pyarrow.schema({"html": pyarrow.binary_view()}), given())
    records = copydesk.extract_arrow(reader, url=None)
    with pytest.raises(raised) as caught:
        threading.Thread(target=interrupt).start()
        take(records)
    assert "KeyboardInterrupt" in repr(caught.value)


def test_python_runs_on_meanwhile(venezuela: Fixture) -> None:
    ended = threading.Event()
    counted = 0

    def count() -> None:
        nonlocal counted
        while not ended.is_set():
            counted += 1

    beside = threading.Thread(target=count)
    beside.start()
    pyarrow.table(copydesk.extract_arrow(as_table([(venezuela.html, venezuela.url)] * 200)))
    ended.set()
    beside.join()
    assert counted > 1_000
