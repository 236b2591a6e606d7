"""HTML in Parquet → records in Parquet, on Ray Data: python ray_pages.py IN OUT

IN has the columns `html` (binary or string) and `url`. OUT gets a row for each page, also for one that gave no article: its
`status`, `reason` and `message` say why. Ray's workers need copydesk and pyarrow.
"""
import sys

import copydesk
import pyarrow
import ray


def extract(batch: pyarrow.Table) -> pyarrow.Table:
    """Ray runs a task for each core, so one thread reads."""
    return pyarrow.table(copydesk.extract_arrow(batch, misses=True, threads=1))


def records_of(pages: ray.data.Dataset) -> ray.data.Dataset:
    # A batch is in memory as pages and as records: some hundreds are enough.
    return pages.select_columns(["html", "url"]).map_batches(extract, batch_format="pyarrow", batch_size=200)


if __name__ == "__main__":
    ray.init()
    records_of(ray.data.read_parquet(sys.argv[1])).write_parquet(sys.argv[2])
