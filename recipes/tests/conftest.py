"""What the tests share: pages as Parquet and as web archives, what the bare program makes of them, one Spark and one Ray."""
import gzip
import json
import os
import pathlib
import signal
import subprocess
import sys
import tomllib

import pyarrow
import pyarrow.parquet
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECIPES = ROOT / "recipes"
COPYDESK = os.environ.setdefault("COPYDESK", str(ROOT / "target" / "release" / "copydesk"))

# The engines' workers are new interpreters: they import the recipes, and are of the same Python as we.
sys.path.insert(0, str(RECIPES))
os.environ["PYTHONPATH"] = str(RECIPES)
os.environ["PYSPARK_PYTHON"] = sys.executable


def bare(*arguments):
    """What `copydesk extract` says of pages, by address."""
    ran = subprocess.run([COPYDESK, "extract", *map(str, arguments)], stdout=subprocess.PIPE, encoding="utf-8", check=False)
    assert ran.returncode in (0, 1), ran
    return by_url(map(json.loads, ran.stdout.splitlines()))


def by_url(records):
    records = list(records)
    found = {record["url"]: record for record in records}
    assert len(found) == len(records), "a page is there twice"
    return found


def same(folder, expected):
    """Whether Parquet has these records, each with all its keys."""
    rows = by_url(pyarrow.parquet.read_table(folder).to_pylist())
    assert rows.keys() == expected.keys()
    for url, record in expected.items():
        assert {key: rows[url][key] for key in record} == record


def dies_once(marker, above=0):
    """Kills the process that calls what this gives, or the one so many above it, the first time anybody does. A closure, so that
    engines carry it as it is."""

    def die():
        try:
            os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        victim = os.getpid()
        for _ in range(above):
            status = pathlib.Path(f"/proc/{victim}/status").read_text()
            victim = int(status.partition("PPid:")[2].split()[0])
        pathlib.Path(marker).write_text(pathlib.Path(f"/proc/{victim}/cmdline").read_text().replace("\0", " "))
        os.kill(victim, signal.SIGKILL)

    return die


@pytest.fixture(scope="session")
def pages():
    """Every page of the fixtures, and some that give no article."""
    found = []
    for page in sorted(ROOT.glob("fixtures/*/*/page.html")):
        about = tomllib.loads((page.parent / "page.toml").read_text("utf-8"))
        found.append((about["url"], page.read_bytes()))
    assert len(found) > 20
    found.append(("https://short.example/", "<p>Zu wenig – übrig.".encode()))
    found.append(("https://empty.example/", b""))
    return found


@pytest.fixture(scope="session")
def parquet(pages, tmp_path_factory):
    """The pages as a folder of Parquet, in four files."""
    folder = tmp_path_factory.mktemp("pages")
    for part in range(4):
        urls, html = zip(*pages[part::4])
        pyarrow.parquet.write_table(pyarrow.table({"url": urls, "html": html, "crawl": ["x"] * len(urls)}), folder / f"{part}.parquet")
    return folder


@pytest.fixture(scope="session")
def bare_pages(pages, tmp_path_factory):
    """What the program says of the pages, but for the line of its list that a message begins with."""
    folder = tmp_path_factory.mktemp("bare")
    listed = folder / "manifest.jsonl"
    with open(listed, "w", encoding="utf-8") as manifest:
        for number, (url, html) in enumerate(pages):
            (folder / f"{number}.html").write_bytes(html)
            manifest.write(json.dumps({"url": url, "path": str(folder / f"{number}.html")}) + "\n")
    records = bare("--input", listed)
    for number, (url, _) in enumerate(pages, 1):
        if "message" in records[url]:
            records[url]["message"] = records[url]["message"].removeprefix(f"{listed}, line {number}: ")
    return records


def answer(url, html, status="200 OK"):
    """One record of a web archive."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(html)}\r\n\r\n".encode() + html
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\nWARC-Date: 2026-11-20T10:00:00Z\r\n"
    head += f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


@pytest.fixture(scope="session")
def warcs(pages, tmp_path_factory):
    """The pages as a folder of web archives, with an answer that is an error in each."""
    folder = tmp_path_factory.mktemp("warcs")
    for part in range(4):
        records = [answer(url, html) for url, html in pages[part::4]]
        records.insert(1, answer(f"https://gone.example/{part}", b"<p>Gone.", "404 Not Found"))
        (folder / f"part-{part}.warc.gz").write_bytes(b"".join(records))
    return folder


@pytest.fixture(scope="session")
def bare_warcs(warcs):
    """What the program says of the web archives."""
    return bare(*sorted(warcs.glob("*.warc.gz")))


@pytest.fixture(scope="session")
def spark():
    """Spark as a cluster of two executors, each a Java process of its own with one core, as it is on machines."""
    import pyspark.sql

    # A cluster starts executors by the scripts that lie in the package.
    os.environ["SPARK_HOME"] = str(pathlib.Path(pyspark.__file__).parent)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = pyspark.sql.SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", False)
    session = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.memory", "1g").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def ray():
    """Ray on two cores."""
    import ray

    # Ray's workers are nice (15) to all others: where others compute too, they would hardly run at all.
    os.environ["RAY_worker_niceness"] = "0"
    ray.init(num_cpus=2, include_dashboard=False, object_store_memory=200_000_000, logging_level="ERROR", log_to_driver=False)
    yield ray
    ray.shutdown()
