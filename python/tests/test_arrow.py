"""Records as Arrow tables hold what the records hold."""

from __future__ import annotations

import copydesk
import polars
import pyarrow
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


def test_batch_ids_are_text(venezuela: Fixture) -> None:
    record = copydesk.extract(venezuela.html, venezuela.url).to_json()
    ids = [record.replace('"id":null', f'"id":{value}', 1) for value in ("7", '"seven"')]
    table = pyarrow.table(copydesk.to_arrow(map(copydesk.Article.from_json, ids)))
    assert table.column("id").to_pylist() == ["7", "seven"]


def test_nothing_is_an_empty_table() -> None:
    empty = copydesk.to_arrow([])
    assert len(empty) == 0 and pyarrow.table(empty).num_rows == 0
    assert polars.DataFrame(empty).columns[:3] == ["schema_version", "status", "id"]
