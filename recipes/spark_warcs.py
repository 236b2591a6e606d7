"""Web archives → records in Parquet, on Spark: spark-submit spark_warcs.py OUT FILE.warc.gz…

A file is a task. The program `copydesk` (on the executors' PATH, or at $COPYDESK) reads it: every answer is a row of OUT, also
one that gave no article, and a record that is broken costs no other. The files must be where the executors can open them; of a
bucket, download each to a local file first, in `read`.
"""
import json
import os
import subprocess
import sys

import copydesk
import pyarrow
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

SCHEMA = from_arrow_schema(pyarrow.schema(copydesk.to_arrow([], misses=True)))
ARROW = to_arrow_schema(SCHEMA)


def read(path):
    """What became of each answer in a file. Exit status 1 only says that some pages failed, which their records say too."""
    command = [os.environ.get("COPYDESK", "copydesk"), "extract", path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8") as program:
        for line in program.stdout:
            record = json.loads(line)
            if record["status"] == "article":
                yield copydesk.Article.from_json(line)
            else:
                yield copydesk.NotAnArticle(record.pop("message"), **record)
    if program.returncode not in (0, 1):
        raise RuntimeError(f"{path}: copydesk ended with {program.returncode}")


def extract(batches):
    for batch in batches:
        for path in batch["path"].to_pylist():
            for some in in_pieces(read(path), 100):
                yield from pyarrow.table(copydesk.to_arrow(some, misses=True)).cast(ARROW).to_batches()


def in_pieces(records, size):
    piece = []
    for record in records:
        piece.append(record)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


def records_of(spark: SparkSession, paths: list[str]) -> DataFrame:
    rows = spark.sparkContext.parallelize([(path,) for path in paths], len(paths))
    return spark.createDataFrame(rows, "path string").mapInArrow(extract, SCHEMA)


if __name__ == "__main__":
    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    # The program reads with all cores: give it those of the task (spark.task.cpus).
    records_of(spark, sys.argv[2:]).write.parquet(sys.argv[1])
