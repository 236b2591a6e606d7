"""The recipes for Spark give what the bare program gives, also when a worker is killed."""
import spark_pages
import spark_warcs
from conftest import dies_once, same


def killing(extract, marker):
    """The same work, whose first worker is killed after it has handed over some of it."""
    die = dies_once(str(marker))

    def work(batches):
        for records in extract(batches):
            yield records
            die()

    return work


def test_pages(spark, parquet, bare_pages, tmp_path):
    spark_pages.records_of(spark.read.parquet(str(parquet))).write.parquet(str(tmp_path / "out"))
    same(tmp_path / "out", bare_pages)


def test_pages_when_a_worker_is_killed(spark, parquet, bare_pages, tmp_path, monkeypatch):
    monkeypatch.setattr(spark_pages, "extract", killing(spark_pages.extract, tmp_path / "killed"))
    spark_pages.records_of(spark.read.parquet(str(parquet))).write.parquet(str(tmp_path / "out"))
    assert (tmp_path / "killed").exists()
    same(tmp_path / "out", bare_pages)


def test_warcs(spark, warcs, bare_warcs, tmp_path):
    spark_warcs.records_of(spark, [str(path) for path in warcs.iterdir()]).write.parquet(str(tmp_path / "out"))
    same(tmp_path / "out", bare_warcs)


def test_warcs_when_a_worker_is_killed(spark, warcs, bare_warcs, tmp_path, monkeypatch):
    monkeypatch.setattr(spark_warcs, "extract", killing(spark_warcs.extract, tmp_path / "killed"))
    spark_warcs.records_of(spark, [str(path) for path in warcs.iterdir()]).write.parquet(str(tmp_path / "out"))
    assert (tmp_path / "killed").exists()
    same(tmp_path / "out", bare_warcs)
