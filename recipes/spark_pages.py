"""HTML in Parquet → records in Parquet, on Spark: spark-submit spark_pages.py IN OUT

IN has the columns `html` (binary or string) and `url`. OUT gets a row for each page, also for one that gave no article: its
`status`, `reason` and `message` say why. Python on the executors needs copydesk and pyarrow.
"""
import sys

import copydesk
import pyarrow
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

# What a record is in Spark, and in the Arrow that Spark exchanges with Python.
SCHEMA = from_arrow_schema(pyarrow.schema(copydesk.to_arrow([], misses=True)))
ARROW = to_arrow_schema(SCHEMA)


def extract(batches):
    """Spark runs a task for each core, so one thread reads."""
    for batch in batches:
        records = copydesk.extract_arrow(batch, misses=True, threads=1)
        yield from pyarrow.table(records).cast(ARROW).to_batches()


def records_of(pages: DataFrame) -> DataFrame:
    return pages.select("html", "url").mapInArrow(extract, SCHEMA)


if __name__ == "__main__":
    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    # A batch is in memory as pages and as records: a hundred are enough.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 100)
    records_of(spark.read.parquet(sys.argv[1])).write.parquet(sys.argv[2])
