"""The recipes for Spark give what the bare program gives, also when a worker or a whole executor is killed."""
import pytest
import spark_pages
import spark_warcs
from conftest import dies_once, same

# A worker is a child of its daemon, and that one of the executor, which is Java.
VICTIMS = pytest.mark.parametrize(("above", "who"), [(0, "pyspark.daemon"), (2, "CoarseGrainedExecutorBackend")], ids=["worker", "executor"])


def killing(extract, marker, above):
    """The same work, whose first worker, or what is above it, is killed after it has handed over some of it."""
    die = dies_once(str(marker), above)

    def work(batches):
        for records in extract(batches):
            yield records
            die()

    return work


def test_pages(spark, parquet, bare_pages, tmp_path):
    spark_pages.records_of(spark.read.parquet(str(parquet))).write.parquet(str(tmp_path / "out"))
    same(tmp_path / "out", bare_pages)


@VICTIMS
def test_pages_when_one_is_killed(spark, parquet, bare_pages, tmp_path, monkeypatch, above, who):
    monkeypatch.setattr(spark_pages, "extract", killing(spark_pages.extract, tmp_path / "killed", above))
    spark_pages.records_of(spark.read.parquet(str(parquet))).write.parquet(str(tmp_path / "out"))
    assert who in (tmp_path / "killed").read_text()
    same(tmp_path / "out", bare_pages)


def test_warcs(spark, warcs, bare_warcs, tmp_path):
    spark_warcs.records_of(spark, [str(path) for path in warcs.iterdir()]).write.parquet(str(tmp_path / "out"))
    same(tmp_path / "out", bare_warcs)


@VICTIMS
def test_warcs_when_one_is_killed(spark, warcs, bare_warcs, tmp_path, monkeypatch, above, who):
    monkeypatch.setattr(spark_warcs, "extract", killing(spark_warcs.extract, tmp_path / "killed", above))
    spark_warcs.records_of(spark, [str(path) for path in warcs.iterdir()]).write.parquet(str(tmp_path / "out"))
    assert who in (tmp_path / "killed").read_text()
    same(tmp_path / "out", bare_warcs)
