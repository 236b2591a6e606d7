"""What the engines cost beside the bare program: bench.py MANIFEST FOLDER [TIMES]

MANIFEST is a JSON line for each page, {"url", "path"}; the pages are taken TIMES (3) times. FOLDER is for what is written. A
figure is pages per second of processor time, of all processes that belong to the run, so that it says the same on a machine
that others use too; what an engine takes to start is told apart. The program is `copydesk` or $COPYDESK.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

import psutil
import pyarrow
import pyarrow.parquet

COPYDESK = os.environ.get("COPYDESK", "copydesk")
os.environ["PYTHONPATH"] = str(pathlib.Path(__file__).resolve().parent)
os.environ["PYSPARK_PYTHON"] = sys.executable


class Meter:
    """Processor seconds of this process and all below it, which are looked at ten times a second, as long as they live."""

    def __init__(self):
        self.seen, self.over = {}, threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while not self.over.wait(0.1):
            self.look()

    def look(self):
        me = psutil.Process()
        for process in [me, *me.children(recursive=True)]:
            try:
                used = process.cpu_times()
                self.seen[process.pid, process.create_time()] = used.user + used.system
            except psutil.NoSuchProcess:
                pass
        return sum(self.seen.values())


def measured(meter, name, pages, work):
    """Runs the work and says what it took."""
    used, began = meter.look(), time.monotonic()
    work()
    used, took = meter.look() - used, time.monotonic() - began
    print(f"{name:<28} {pages / used:7.1f} pages/s of a core, {used:6.1f} s of processor, {took:6.1f} s", flush=True)
    return pages / used


def prepared(manifest, folder, times):
    """The pages as a list for the program and as Parquet, eight files of each."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pages").mkdir(parents=True)
    given = [json.loads(line) for line in open(manifest, encoding="utf-8")]
    listed = [{"url": f"{page['url']}#{time}", "path": str(pathlib.Path(page["path"]).resolve())} for time in range(times) for page in given]
    (folder / "manifest.jsonl").write_text("".join(json.dumps(page) + "\n" for page in listed), encoding="utf-8")
    for part in range(8):
        mine = listed[part::8]
        html = [pathlib.Path(page["path"]).read_bytes() for page in mine]
        table = pyarrow.table({"url": [page["url"] for page in mine], "html": html})
        pyarrow.parquet.write_table(table, folder / "pages" / f"{part}.parquet", row_group_size=100)
    return len(listed)


def bare(folder):
    with open(folder / "bare.jsonl", "wb") as out:
        command = [COPYDESK, "extract", "--input", folder / "manifest.jsonl"]
        assert subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=False).returncode in (0, 1)


def with_spark(meter, folder, pages):
    import spark_pages

    start = meter.look()
    spark = spark_pages.SparkSession.builder.master("local[2]").config("spark.ui.enabled", False).config("spark.driver.host", "127.0.0.1").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 100)
    read = spark.read.parquet(str(folder / "pages"))
    spark_pages.records_of(read.limit(50)).write.parquet(str(folder / "warm-up"))
    print(f"{'  Spark until it is warm':<28} {meter.look() - start:.1f} s of processor")
    work = lambda: spark_pages.records_of(read).write.parquet(str(folder / "spark"))
    figure = measured(meter, "Spark", pages, work)
    spark.stop()
    assert pyarrow.parquet.read_table(folder / "spark", columns=["url"]).num_rows == pages
    return figure


def with_ray(meter, folder, pages):
    import ray
    import ray_pages

    start = meter.look()
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR", log_to_driver=False)
    ray_pages.records_of(ray.data.read_parquet(str(folder / "pages")).limit(50)).write_parquet(str(folder / "warm-up-ray"))
    print(f"{'  Ray until it is warm':<28} {meter.look() - start:.1f} s of processor")
    work = lambda: ray_pages.records_of(ray.data.read_parquet(str(folder / "pages"))).write_parquet(str(folder / "ray"))
    figure = measured(meter, "Ray Data", pages, work)
    ray.shutdown()
    assert pyarrow.parquet.read_table(folder / "ray", columns=["url"]).num_rows == pages
    return figure


def main(manifest, folder, times=3):
    folder = pathlib.Path(folder).resolve()
    pages = prepared(manifest, folder, int(times))
    print(f"{pages} pages; load of the machine before: {os.getloadavg()[0]:.1f}")
    meter = Meter()
    alone = measured(meter, "copydesk extract", pages, lambda: bare(folder))
    for name, engine in {"Spark": with_spark, "Ray Data": with_ray}.items():
        print(f"{name}: overhead {1 - engine(meter, folder, pages) / alone:.0%}")
    again = measured(meter, "copydesk extract, again", pages, lambda: bare(folder))
    print(f"the two runs of the program differ by {abs(again - alone) / alone:.0%}")


if __name__ == "__main__":
    main(*sys.argv[1:])
