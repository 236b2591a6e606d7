"""HTML in Parquet → records in Parquet, on Ray Data: python ray_pages.py IN OUT

IN is a file or folder, on a disk that all workers have or by its URI, with the columns `html` (binary or string) and `url`. OUT
gets a row for each page, also for one that gave no article: its `status`, `reason` and `message` say why. Ray's workers need
copydesk and pyarrow.

A task reads its pages itself, a row group of a file: pages that Ray reads in tasks of their own pass through its object store, which
costs as much again as all else that Ray adds.
"""
import sys

import copydesk
import pyarrow
import pyarrow.dataset
import pyarrow.fs
import pyarrow.parquet
import ray


def extract(groups: pyarrow.Table, files: pyarrow.fs.FileSystem):
    """Ray runs a task for each core, so one thread reads. A batch is in memory as pages and as records: some hundreds are enough."""
    for group in groups.to_pylist():
        with pyarrow.parquet.ParquetFile(group["file"], filesystem=files) as file:
            for pages in file.iter_batches(200, row_groups=[group["number"]], columns=["html", "url"]):
                yield pyarrow.table(copydesk.extract_arrow(pages, misses=True, threads=1))


def records_of(pages: str) -> ray.data.Dataset:
    dataset = pyarrow.dataset.dataset(pages, format="parquet")
    groups = [
        {"file": file.path, "number": group.id} for file in dataset.get_fragments() for group in file.row_groups
    ]
    tasks = ray.data.from_items(groups, override_num_blocks=max(len(groups), 1))
    return tasks.map_batches(extract, batch_format="pyarrow", fn_kwargs={"files": dataset.filesystem})


if __name__ == "__main__":
    ray.init()
    records_of(sys.argv[1]).write_parquet(sys.argv[2])
