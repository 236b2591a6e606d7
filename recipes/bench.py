"""What the engines cost beside the bare program: bench.py MANIFEST FOLDER [TIMES] [ROUNDS]

MANIFEST is a JSON line for each page, {"url", "path"}; the pages are taken TIMES (3) times. FOLDER is for what is written. The
engines get the cores that this process may use (`taskset -c 1 python bench.py …` for one), and take turns with the program, ROUNDS (3)
times, since machines are not equally fast at all times. A figure is pages per second of processor time, of all processes that
belong to the run, so that it says much the same on a machine that others use too; what an engine takes to start is told apart, and
what measuring takes is left out. The program is `copydesk` or $COPYDESK.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading
import time

import psutil
import pyarrow
import pyarrow.parquet

COPYDESK = os.environ.get("COPYDESK", "copydesk")
CORES = len(os.sched_getaffinity(0))
os.environ["PYTHONPATH"] = str(pathlib.Path(__file__).resolve().parent)
os.environ["PYSPARK_PYTHON"] = sys.executable
# Ray's workers are nice (15) to all others: where others compute too, they would hardly run at all.
os.environ["RAY_worker_niceness"] = "0"


class Meter:
    """Processor seconds of this process and all below it, which are looked at four times a second, as long as they live."""

    def __init__(self):
        self.seen, self.own = {}, 0.0
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while True:
            time.sleep(0.25)
            self.look()

    def look(self):
        began = time.thread_time()
        me = psutil.Process()
        for process in [me, *me.children(recursive=True)]:
            try:
                used = process.cpu_times()
                self.seen[process.pid, process.create_time()] = used.user + used.system
            except psutil.NoSuchProcess:
                pass
        self.own += time.thread_time() - began
        return sum(list(self.seen.values())) - self.own


def measured(meter, name, pages, work):
    """Runs the work and says what it took."""
    used, began = meter.look(), time.monotonic()
    work()
    used, took = meter.look() - used, time.monotonic() - began
    load = os.getloadavg()[0]
    print(f"{name:<28} {pages / used:7.1f} pages/s of a core, {used:6.1f} s of processor, {took:6.1f} s, load {load:.1f}", flush=True)
    return pages / used


def prepared(manifest, folder, times):
    """The pages as a list for the program and as Parquet, in eight files."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pages").mkdir(parents=True)
    given = [json.loads(line) for line in open(manifest, encoding="utf-8")]
    listed = [
        {"url": f"{page['url'] or 'https://page.example/'}#{time}", "path": str(pathlib.Path(page["path"]).resolve())}
        for time in range(times)
        for page in given
    ]
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


def whole(folder, pages):
    assert pyarrow.parquet.read_table(folder, columns=["url"]).num_rows == pages
    shutil.rmtree(folder)


def spark_work(folder):
    """What is to be measured, and what ends the engine."""
    import spark_pages

    builder = spark_pages.SparkSession.builder.master(f"local[{CORES}]").config("spark.ui.enabled", False)
    spark = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 100)
    read = spark.read.parquet(str(folder / "pages"))
    spark_pages.records_of(read.limit(50)).write.parquet(str(folder / "warm-up"))
    return lambda: spark_pages.records_of(read).write.parquet(str(folder / "out")), spark.stop


def ray_work(folder):
    import ray
    import ray_pages

    ray.init(num_cpus=CORES, include_dashboard=False, logging_level="ERROR", log_to_driver=False)
    pages = str(folder / "pages")
    ray_pages.records_of(pages).limit(50).write_parquet(str(folder / "warm-up-ray"))
    return lambda: ray_pages.records_of(pages).write_parquet(str(folder / "out")), ray.shutdown


def main(manifest, folder, times=3, rounds=3):
    folder = pathlib.Path(folder).resolve()
    pages = prepared(manifest, folder, int(times))
    print(f"{pages} pages, {CORES} cores")
    meter = Meter()
    told = []
    for name, start in {"Spark": spark_work, "Ray Data": ray_work}.items():
        used = meter.look()
        work, stop = start(folder)
        print(f"{name} takes {meter.look() - used:.1f} s of processor to start and be warm")
        overheads = []
        for _ in range(int(rounds)):
            alone = measured(meter, "copydesk extract", pages, lambda: bare(folder))
            overheads.append(1 - measured(meter, name, pages, work) / alone)
            whole(folder / "out", pages)
        stop()
        by_round = ", ".join(f"{overhead:.0%}" for overhead in overheads)
        told.append(f"{name}: overhead {statistics.median(overheads):.0%} (by round: {by_round})")
    print("\n".join(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
