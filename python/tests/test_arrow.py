"""Records as Arrow tables hold what the records hold."""

from __future__ import annotations

import copydesk
import polars
import pyarrow
import pytest
from conftest import Fixture


def test_pyarrow_reads_back_the_records(fixtures: list[Fixture]) -> None:
    articles = [copydesk.extract(one.html, one.url) for one in fixtures]
    table = pyarrow.table(copydesk.to_arrow(articles))
    assert table.to_pylist() == [article.to_dict() for article in articles]
    assert table.schema.equals(pyarrow.schema(copydesk.to_arrow([])))
    table.validate(full=True)


def test_polars_takes_them_nested(fixtures: list[Fixture]) -> None:
    articles = [copydesk.extract(one.html, one.url) for one in fixtures]
    frame = polars.DataFrame(copydesk.to_arrow(articles))
    quotes = frame.select(polars.col("quotes").explode()).unnest("quotes").drop_nulls("text")
    speakers = quotes.select(polars.col("speaker").struct.field("name")).to_series().to_list()
    expected = [quote.speaker and quote.speaker.name for article in articles for quote in article.quotes]
    assert speakers == expected
    assert any(speakers)


def test_many_batches_and_what_is_no_article(venezuela: Fixture) -> None:
    article = copydesk.extract(venezuela.html, venezuela.url)
    missing = next(copydesk.extract_many(["<p>Too little."]))
    table = copydesk.to_arrow(item for _ in range(1_030) for item in (article, missing))
    assert len(table) == 1_030
    read = pyarrow.table(table)
    assert read.num_rows == 1_030 and read.column("body").num_chunks == 2
    # It can be taken as often as wanted.
    assert pyarrow.table(table).equals(read)
    assert read.slice(1_029).to_pylist() == [article.to_dict()]


def test_misses_account_for_every_page(fixtures: list[Fixture]) -> None:
    pages: list[tuple[bytes | str, str | None]] = [(one.html, one.url) for one in fixtures]
    pages[1:1] = [("<p>Zu wenig – übrig.", "https://bücher.example/ä"), (b"", None)]
    results = list(copydesk.extract_many(pages))
    table = copydesk.to_arrow(results, misses=True)
    assert len(table) == len(pages)
    read = pyarrow.table(table)
    read.validate(full=True)
    assert read.schema.equals(pyarrow.schema(copydesk.to_arrow([], misses=True)))
    rows = read.to_pylist()
    for row, result in zip(rows, results, strict=True):
        whole = result.to_dict()
        assert {key: row[key] for key in whole} == whole
    missed = [row for row in rows if row["status"] != "article"]
    assert [row["url"] for row in missed][:2] == ["https://xn--bcher-kva.example/%C3%A4", "about:blank"]
    assert all(row["reason"] and row["message"] and row["body"] is None and not row["quotes"] for row in missed)
    assert all(row["reason"] is None for row in rows if row["status"] == "article")


def test_misses_change_nothing_about_articles(fixtures: list[Fixture]) -> None:
    articles = [copydesk.extract(one.html, one.url) for one in fixtures]
    plain = pyarrow.table(copydesk.to_arrow(articles))
    wide = pyarrow.table(copydesk.to_arrow(articles, misses=True))
    assert wide.select(plain.column_names).to_pylist() == plain.to_pylist()


def test_a_miss_that_says_nonsense_is_told() -> None:
    (missing,) = copydesk.extract_many(["<p>Too little."])
    missing.reason = "no-such-reason"  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="no-such-reason"):
        copydesk.to_arrow([missing], misses=True)


def test_batch_ids_are_text(venezuela: Fixture) -> None:
    record = copydesk.extract(venezuela.html, venezuela.url).to_json()
    ids = [record.replace('"id":null', f'"id":{value}', 1) for value in ("7", '"seven"')]
    table = pyarrow.table(copydesk.to_arrow(map(copydesk.Article.from_json, ids)))
    assert table.column("id").to_pylist() == ["7", "seven"]


def test_times_are_as_precise_as_the_page_gave_them(venezuela: Fixture) -> None:
    record = copydesk.extract(venezuela.html, venezuela.url)
    known = record.date_published
    assert known is not None
    times = ["2019-02-25T10:01:00.5-05:00", "2019-02-25T10:01:00Z", "2019-02-25T10:01:00", "2019-02-25"]
    articles = [copydesk.Article.from_json(record.to_json().replace(f'"{known}"', f'"{time}"')) for time in times]
    published = polars.DataFrame(copydesk.to_arrow(articles))["date_published"]
    assert published.to_list() == times
    # What the README says of those that are instants.
    instants = published.str.to_datetime(time_zone="UTC", strict=False)
    assert [time and time.isoformat() for time in instants] == ["2019-02-25T15:01:00.500000+00:00", "2019-02-25T10:01:00+00:00", None, None]


def test_nothing_is_an_empty_table() -> None:
    empty = copydesk.to_arrow([])
    assert len(empty) == 0 and pyarrow.table(empty).num_rows == 0
    assert polars.DataFrame(empty).columns[:3] == ["schema_version", "status", "id"]


def test_an_article_is_an_array_of_one_struct(fixtures: list[Fixture]) -> None:
    articles = [copydesk.extract(one.html, one.url) for one in fixtures]
    for article in articles:
        array = pyarrow.array(article)
        array.validate(full=True)
        assert array.to_pylist() == [article.to_dict()]
    batches = [pyarrow.record_batch(article) for article in articles]
    assert pyarrow.Table.from_batches(batches).equals(pyarrow.table(copydesk.to_arrow(articles)).combine_chunks())
    assert pyarrow.schema(articles[0]).equals(batches[0].schema)
    assert pyarrow.schema(copydesk.Article).equals(batches[0].schema)
    series = polars.Series(articles[0])
    assert series.struct.field("headline").to_list() == [articles[0].headline]
