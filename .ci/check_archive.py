"""Crawls the demo newsroom with --archive and reads the archive with warcio: check_archive.py COPYDESK FOLDER

The interpreter must have warcio. Everything is written to FOLDER, which is replaced.
"""
import collections
import glob
import json
import pathlib
import shlex
import shutil
import subprocess
import sys

from warcio.archiveiterator import ArchiveIterator

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
