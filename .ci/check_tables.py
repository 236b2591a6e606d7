"""Checks that other programs read our tables as we mean them: check_tables.py COPYDESK CRAWL FOLDER

Writes the records of CRAWL, a crawl's folder, as every tabular file that `copydesk convert` knows, crawls the demo newsroom
into a folder of Parquet and two databases, and asks DuckDB, pandas, polars, pyarrow, sqlite3 and psql the same questions. The
answers are those counted from the JSON lines. COPYDESK must be built with `parquet` and `postgres`; FOLDER is replaced.
"""
import collections
import csv
import datetime
import gzip
import json
import os
import pathlib
import shlex
import shutil
import sqlite3
import subprocess
import sys
import time

# Whatever the machine's zone: times that name none are UTC, as `instant` has it.
os.environ["TZ"] = "UTC"
time.tzset()

import adbc_driver_postgresql.dbapi
import duckdb
import pandas
import polars
import pyarrow.compute
import pyarrow.dataset

import postgres

TEXTS = ["url", "headline", "body", "description", "section", "language", "canonical_url", "image"]
QUOTE = ["text", "kind", "speaker", "start", "end", "confidence"]


def instant(text):
    """A time as an instant; what names no zone is taken as UTC, as all of these programs do when they are told to."""
    read = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return read if read.tzinfo else read.replace(tzinfo=datetime.timezone.utc)


def answers(rows, quotes, authors):
    """The questions. `rows` have flat columns with times as instants, `quotes` and `authors` are lists for each URL."""
    articles = [row for row in rows if row["status"] == "article"]
    published = [row["date_published"] for row in articles if row["date_published"] is not None]
    given = {
        "articles": len(articles),
        "articles per host": collections.Counter(row["domain"] for row in articles),
        "misses per reason": collections.Counter(row["reason"] for row in rows if row["status"] != "article"),
        "texts": sorted([row[key] or "" for key in TEXTS] for row in articles),
        "nulls": {key: sum(row[key] is None for row in articles) for key in [*TEXTS, "date_published", "is_accessible_for_free"]},
        "published": (min(published), max(published), len(published)),
        "fetched": sorted(row["fetched_at"] for row in articles),
        "free": collections.Counter(row["is_accessible_for_free"] for row in articles),
        "confidence": sorted(row["confidence"] for row in articles),
        "types": {key: sorted({type(row[key]).__name__ for row in articles} - {"NoneType"})
                  for key in ["revision", "confidence", "is_accessible_for_free", "body"]},
        "authors": sorted(authors),
    }
    if quotes is not None:
        given["quotes"] = sorted(quotes, key=repr)
        given["quotes per speaker"] = collections.Counter(quote[1 + QUOTE.index("speaker")] for quote in quotes)
    return given


def unnested(records):
    """The quotes and authors of records that hold them as lists."""
    speaker = lambda quote: quote["speaker"] and quote["speaker"]["name"]
    quotes = [(record["url"], *(speaker(quote) if key == "speaker" else quote[key] for key in QUOTE))
              for record in records for quote in record["quotes"]]
    return quotes, [(record["url"], author) for record in records for author in record["authors"]]


def with_instants(rows):
    times = ["fetched_at", "date_published"]
    return [{**row, **{key: row.get(key) and instant(row[key]) for key in times}} for row in rows]


def counted(records):
    """The right answers, by nothing but Python's own JSON."""
    rows = [{key: None for key in ["reason", "domain"]} | record for record in records]
    return answers(with_instants(rows), *unnested([record for record in records if record["status"] == "article"]))


FLAT = [*TEXTS, "status", "domain", "reason", "revision", "confidence", "is_accessible_for_free", "fetched_at", "date_published"]
INSTANTS = ", ".join(f"CAST({key} AS TIMESTAMPTZ) AS {key}" for key in ["fetched_at", "date_published"])
SELECT = f"SELECT * REPLACE ({INSTANTS}) FROM (SELECT {', '.join(FLAT)} FROM {{}})"


def asked(database, query):
    ran = database.execute(query)
    names = [column[0] for column in ran.description]
    return [dict(zip(names, row)) for row in ran.fetchall()]


def duckdb_parquet(source):
    database = duckdb.connect()
    table = f"read_parquet('{source}')"
    fields = ", ".join("q.speaker.name" if key == "speaker" else f'q."{key}"' for key in QUOTE)
    quotes = database.execute(f"SELECT url, {fields} FROM (SELECT url, unnest(quotes) q FROM {table})").fetchall()
    authors = database.execute(f"SELECT url, unnest(authors) FROM {table}").fetchall()
    return answers(asked(database, SELECT.format(table)), quotes, authors)


def duckdb_text(table):
    """JSON and CSV, whose types DuckDB finds out by itself; in CSV what is absent is empty and lists are counted or joined."""
    database = duckdb.connect()
    rows = asked(database, SELECT.format(table))
    if "json" not in table:
        authors = database.execute(f"SELECT url, unnest(string_split(authors, '; ')) FROM {table}").fetchall()
        return answers(rows, None, authors)
    authors = database.execute(f"SELECT url, unnest(authors) FROM {table}").fetchall()
    fields = ", ".join("q.speaker.name" if key == "speaker" else f'q."{key}"' for key in QUOTE)
    quotes = database.execute(f"SELECT url, {fields} FROM (SELECT url, unnest(quotes) q FROM {table})").fetchall()
    return answers(rows, quotes, authors)


def pyarrow_parquet(source):
    table = pyarrow.dataset.dataset(source, format="parquet").to_table()
    table.validate(full=True)
    zone = pyarrow.timestamp("us", "UTC")
    fetched = pyarrow.compute.cast(table["fetched_at"], zone)
    rows = with_instants([{**row, "fetched_at": None} for row in table.select(FLAT).to_pylist()])
    for row, moment in zip(rows, fetched.to_pylist()):
        row["fetched_at"] = moment
    lists = table.select(["url", "quotes", "authors"])
    parents = pyarrow.compute.list_parent_indices(lists["quotes"])
    flat = pyarrow.compute.list_flatten(lists["quotes"])
    fields = [pyarrow.compute.struct_field(flat, ["speaker", "name"] if key == "speaker" else [key]) for key in QUOTE]
    quotes = list(zip(lists["url"].take(parents).to_pylist(), *(field.to_pylist() for field in fields)))
    return answers(rows, quotes, unnested(lists.select(["url", "authors"]).append_column("quotes", lists["quotes"]).to_pylist())[1])


def polars_parquet(source):
    frame = polars.read_parquet(f"{source}/*.parquet" if pathlib.Path(source).is_dir() else source)
    return polars_answers(frame)


def polars_answers(frame):
    exploded = frame.filter(polars.col("quotes").list.len() > 0).select("url", "quotes").explode("quotes")
    field = lambda key: polars.col("quotes").struct.field(key)
    chosen = [field("speaker").struct.field("name").alias("speaker") if key == "speaker" else field(key) for key in QUOTE]
    quotes = exploded.select("url", *chosen).rows()
    authors = frame.filter(polars.col("authors").list.len() > 0).select("url", "authors").explode("authors").rows()
    zoned = frame.select(FLAT).with_columns(polars.col("fetched_at").str.to_datetime(time_zone="UTC"))
    rows = [{**row, "date_published": row["date_published"] and instant(row["date_published"])} for row in zoned.to_dicts()]
    return answers(rows, quotes, authors)


def pandas_answers(frame, lists):
    frame = frame.assign(**{key: pandas.to_datetime(frame[key], utc=True, format="ISO8601") for key in ["fetched_at", "date_published"]})
    rows = frame[FLAT].astype(object).where(frame[FLAT].notna(), None).to_dict("records")
    if not lists:
        split = frame[["url", "authors"]].assign(authors=frame["authors"].str.split("; ")).explode("authors").dropna()
        return answers(rows, None, list(split.itertuples(index=False, name=None)))
    authors = frame[["url", "authors"]].explode("authors").dropna().itertuples(index=False, name=None)
    quotes = unnested([{**row, "authors": []} for row in frame[["url", "quotes"]].to_dict("records")])[0]
    return answers(rows, quotes, list(authors))


def pandas_parquet(source):
    frame = pandas.read_parquet(source, dtype_backend="pyarrow")
    return pandas_answers(frame, True)


def pandas_csv(source):
    kinds = {"is_accessible_for_free": "boolean", "revision": "Int64", **{key: "string" for key in TEXTS}}
    return pandas_answers(pandas.read_csv(source, dtype=kinds), False)


def polars_csv(source):
    frame = polars.read_csv(source, infer_schema_length=None)
    rows = with_instants(frame.select(FLAT).to_dicts())
    split = frame.select("url", polars.col("authors").str.split("; ")).drop_nulls().explode("authors")
    return answers(rows, None, split.rows())


def python_csv(source):
    opened = gzip.open(source, "rt", encoding="utf-8", newline="") if source.endswith(".gz") else open(source, encoding="utf-8", newline="")
    with opened as stream:
        rows = [{key: value or None for key, value in row.items()} for row in csv.DictReader(stream)]
    made = {"revision": int, "confidence": float, "is_accessible_for_free": lambda word: {"true": True, "false": False}[word]}
    rows = [{**row, **{key: row[key] and make(row[key]) for key, make in made.items()}} for row in rows]
    authors = [(row["url"], author) for row in rows if row["authors"] for author in row["authors"].split("; ")]
    return answers(with_instants(rows), None, authors)


def database_answers(query):
    """A database, whoever asks it: `query` gives rows as dicts."""
    columns = [*TEXTS, "domain", "fetched_at", "date_published", "is_accessible_for_free", "confidence", "revision"]
    select = f"SELECT {', '.join(columns)}, CAST(authors AS TEXT) AS authors FROM articles"
    rows = [{**row, "status": "article", "reason": None} for row in query(select)]
    for row in rows:
        row["is_accessible_for_free"] = {None: None, 0: False, 1: True}[row["is_accessible_for_free"]]
    misses = query("SELECT status, reason FROM no_articles")
    columns = ", ".join(f'quotes."{key}"' for key in QUOTE)
    found = query(f"SELECT url, {columns} FROM quotes JOIN articles ON number = article")
    quotes = [(quote["url"], *(quote[key] for key in QUOTE)) for quote in found]
    authors = [(row["url"], author) for row in rows for author in json.loads(row["authors"])]
    return answers(with_instants(rows) + [dict(miss) for miss in misses], quotes, authors)


def plain(frame):
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def sqlite_database(source):
    database = sqlite3.connect(source)
    database.row_factory = sqlite3.Row
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return database_answers(lambda query: [dict(row) for row in database.execute(query)])


def pandas_database(source):
    database = sqlite3.connect(source)
    read = lambda query: pandas.read_sql_query(query, database, dtype_backend="pyarrow")
    return database_answers(lambda query: plain(read(query)))


def settled(address):
    """Our address of a schema as libpq takes it."""
    database, _, schema = address.partition("?schema=")
    return f"{database}?options=-csearch_path%3D{schema or 'copydesk'}"


def psql_server(address):
    def query(text):
        ask = ["psql", "-qAtX", "-c", f"SELECT row_to_json(r) FROM ({text}) r", settled(address)]
        ran = subprocess.run(ask, check=True, stdout=subprocess.PIPE, text=True)
        rows = [json.loads(line) for line in ran.stdout.splitlines()]
        # A number without a fraction has none in JSON.
        return [{key: float(value) if key == "confidence" else value for key, value in row.items()} for row in rows]
    return database_answers(query)


def polars_server(address):
    return database_answers(lambda query: polars.read_database_uri(query, settled(address), engine="adbc").to_dicts())


def pandas_server(address):
    with adbc_driver_postgresql.dbapi.connect(settled(address)) as connection:
        read = lambda query: pandas.read_sql_query(query, connection, dtype_backend="pyarrow")
        return database_answers(lambda query: plain(read(query)))


PARQUET = [duckdb_parquet, pyarrow_parquet, polars_parquet, pandas_parquet]
DATABASE = [sqlite_database, pandas_database]
SERVER = [psql_server, polars_server, pandas_server]
CSV = [lambda path: duckdb_text(f"read_csv('{path}', header = true, all_varchar = false)"), pandas_csv, polars_csv, python_csv]
JSON = [lambda path: duckdb_text(f"read_json('{path}', maximum_object_size = 100000000)")]


def check(source, readers, expected):
    for number, reader in enumerate(readers):
        got = reader(str(source))
        for question, answer in got.items():
            right = expected[question]
            assert answer == right, f"{source}, reader {number} ({reader.__name__}): {question}\n got {answer!r}\nnot {right!r}"
    print(f"tables: {pathlib.Path(source).name} is as counted, by {len(readers)} readers")


def records_of(crawl):
    lines = lambda name: [json.loads(line) for line in (crawl / name).open(encoding="utf-8")]
    return lines("articles.jsonl"), [line for line in lines("outcomes.jsonl") if line["status"] != "article"]


def crawl_into(folder, name, tables):
    """A crawl of the newsroom that keeps the tables up to date meanwhile."""
    newsroom = subprocess.Popen([copydesk, "demo", "--serve", "-o", folder / "newsroom"], stdout=subprocess.PIPE, text=True)
    try:
        command = next(line for line in newsroom.stdout if line.startswith("copydesk crawl "))
        arguments = shlex.split(command)[1:]
        arguments[arguments.index("-o") + 1] = str(folder / f"crawl-{name}")
        ran = subprocess.run([copydesk, *arguments, "--delay", "50ms", "--to", tables], check=False)
        assert ran.returncode in (0, 1), ran
    finally:
        newsroom.terminate()
        newsroom.wait()
    return counted(records_of(folder / f"crawl-{name}")[0])


copydesk, crawl, folder = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)

articles, misses = records_of(crawl)
lines = folder / "all.jsonl"
lines.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in articles + misses), encoding="utf-8")
expected = counted(articles + misses)
assert expected["articles"] > 10 and expected["misses per reason"] and len(expected["quotes per speaker"]) > 10, expected
assert any(len(text) != len(text.encode()) for texts in expected["texts"] for text in texts), "all is ASCII"
assert expected["nulls"]["description"] and expected["free"][None], "nothing is null"

written = {
    "parquet": PARQUET, "sqlite": DATABASE, "db": DATABASE, "csv": CSV, "csv.gz": CSV, "csv.zst": [CSV[0], CSV[2]],
    "jsonl": JSON, "jsonl.gz": JSON, "json": JSON,
}
for ending, readers in written.items():
    table = folder / f"records.{ending}"
    subprocess.run([copydesk, "convert", lines, table], check=True, stderr=subprocess.DEVNULL)
    check(table, readers, expected)
for name, readers in {"followed.parquet": PARQUET[1:], "followed.sqlite": DATABASE}.items():
    table = folder / name
    right = crawl_into(folder, name, table)
    check(table, readers, right)
    if table.is_dir():
        got = duckdb_parquet(f"{table}/*.parquet")
        assert got == right, (table, got)
with postgres.server() as address:
    for _ in range(2):
        subprocess.run([copydesk, "convert", lines, address], check=True, stderr=subprocess.DEVNULL)
        check(address, SERVER, expected)
    followed = address + "?schema=followed"
    check(followed, SERVER, crawl_into(folder, "followed", followed))
