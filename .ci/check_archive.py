"""Checks the archives we write and read against other programs': check_archive.py COPYDESK FOLDER

Crawls the demo newsroom with --archive, and reads the archive with warcio and with `copydesk extract`; then has warcio and
wget write archives, and reads those. The interpreter must have warcio, and wget must be installed. Everything is written to
FOLDER, which is replaced.
"""
import collections
import functools
import glob
import gzip
import http.server
import io
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import threading

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

copydesk, folder = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
output = folder / "crawl"

newsroom = subprocess.Popen([copydesk, "demo", "--serve", "-o", folder / "newsroom"], stdout=subprocess.PIPE, text=True)
try:
    command = next(line for line in newsroom.stdout if line.startswith("copydesk crawl "))
    arguments = shlex.split(command)[1:]
    arguments[arguments.index("-o") + 1] = str(output)
    options = ["--archive", "--archive-size", "100kB", "--delay", "50ms"]
    crawl = subprocess.run([copydesk, *arguments, *options], check=False)
    assert crawl.returncode in (0, 1), crawl
finally:
    newsroom.terminate()
    newsroom.wait()

files = sorted(glob.glob(str(output / "archive" / "*.warc.gz")))
assert len(files) > 1, "the archive was not rotated"
for file in files:
    size = pathlib.Path(file).stat().st_size
    assert size <= 100_000, f"{file} has {size} bytes"
subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], check=True)

kinds, answers = collections.Counter(), {}
for file in files:
    with open(file, "rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            kinds[record.rec_type] += 1
            body = record.content_stream().read()
            uri = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type == "response":
                answers[uri] = (record.http_headers.get_statuscode(), body)
            elif record.rec_type == "revisit":
                answers[uri] = answers[record.rec_headers.get_header("WARC-Refers-To-Target-URI")]
assert kinds["warcinfo"] == len(files), kinds
assert kinds["request"] == kinds["metadata"] == kinds["response"] + kinds["revisit"], kinds
articles = [json.loads(line) for line in (output / "articles.jsonl").open(encoding="utf-8")]
for article in articles:
    status, body = answers[article["final_url"]]
    assert status == "200" and body, article["final_url"]
robots = [uri for uri in answers if uri.endswith("/robots.txt")]
assert len(robots) >= 8, robots
print(f"archive: {len(files)} files, {dict(kinds)}, {len(articles)} articles: all as expected")


def extract(*paths):
    ran = subprocess.run([copydesk, "extract", *paths], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def articles_of(*paths):
    return [record for record in extract(*paths) if record["status"] == "article"]


# What the crawl wrote is what its archive gives, but for copies of articles, which a crawl leaves out.
again = {record["url"]: record for record in articles_of(*files)}
for article in articles:
    same = again[article["final_url"]]
    for key in ("headline", "body", "authors", "date_published", "quotes"):
        assert same[key] == article[key] or key == "date_published", (article["url"], key)
print(f"archive: {len(again)} articles read back from it")

# Other programs' archives of the same pages, chunked and compressed as servers send them.
site = folder / "site"
site.mkdir()
pages = {}
for page in sorted(pathlib.Path("fixtures").glob("*.example/*/page.html")):
    name = f"{page.parent.parent.name}-{page.parent.name}.html"
    (site / name).write_bytes(page.read_bytes())
    pages[name] = page.read_bytes()
(site / "index.html").write_text("".join(f"<a href='{name}'>{name}</a> " for name in pages))
expected = sorted(record["headline"] for record in articles_of(*(site / name for name in pages)))
assert len(expected) > 8, expected


def chunked(body):
    pieces = [body[at:at + 1000] for at in range(0, len(body), 1000)] + [b""]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


for packed in (True, False):
    path = folder / ("commoncrawl.warc.gz" if packed else "commoncrawl.warc")
    with open(path, "wb") as stream:
        writer = WARCWriter(stream, gzip=packed, warc_version="1.0")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "another"}))
        for name, body in pages.items():
            headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
            head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            payload = io.BytesIO(chunked(gzip.compress(body)))
            url = f"https://news.example/{name}"
            writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=head))
    assert sorted(record["headline"] for record in articles_of(path)) == expected, path
    whole = folder / "whole.warc.gz"
    whole.write_bytes(gzip.compress((gzip.decompress if packed else bytes)(path.read_bytes())))
    assert sorted(record["headline"] for record in articles_of(whole)) == expected, "one member for all records"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_address[1]}/"
wget = ["wget", "-q", "-r", "-l1", "--delete-after", "-e", "robots=off", "--warc-file=wget", address]
subprocess.run(wget, cwd=folder, check=True)
server.shutdown()
found = sorted(record["headline"] for record in articles_of(folder / "wget.warc.gz"))
assert found == expected, (found, expected)
print(f"archive: {len(expected)} articles each out of those of warcio and wget")
