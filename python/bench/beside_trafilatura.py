"""Pages a second beside trafilatura: one process, one thread, the same pages, one after the other.

    python bench/beside_trafilatura.py MANIFEST [--pages N]

MANIFEST has one JSON object a line: {"id", "url", "path"}, with the path of a saved page. Pages are read before the clock starts.
The two take turns page by page, so that whatever else the machine does slows both; times are CPU seconds of the process. Copydesk is
told twice: as whoever wants the text uses it, and with quotes and speakers, which trafilatura has no counterpart of.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import time
from pathlib import Path

import copydesk
import trafilatura


def pages(manifest: Path, most: int) -> list[tuple[bytes, str]]:
    read = []
    for line in manifest.read_text("utf-8").splitlines()[:most]:
        entry = json.loads(line)
        path = Path(entry["path"])
        read.append(((path if path.is_absolute() else manifest.parent / path.name).read_bytes(), entry["url"]))
    return read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--pages", type=int, default=500)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    read = pages(given.manifest, given.pages)
    seconds = dict.fromkeys(("copydesk", "with quotes", "trafilatura"), 0.0)
    gave = dict.fromkeys(seconds, 0)
    # What is loaded at the first use is no part of the pace.
    copydesk.extract_many([read[0]], threads=1).__next__()
    trafilatura.extract(read[0][0], read[0][1])
    gc.collect()
    for html, url in read:
        times = [time.process_time()]
        try:
            article = copydesk.extract(html, url)
            gave["copydesk"] += bool(article.body)
            times.append(time.process_time())
            gave["with quotes"] += bool(article.quotes)
        except copydesk.NotAnArticle:
            times.append(time.process_time())
        times.append(time.process_time())
        # With metadata, which a record of ours always has.
        gave["trafilatura"] += trafilatura.bare_extraction(html, url, with_metadata=True) is not None
        times.append(time.process_time())
        seconds["copydesk"] += times[1] - times[0]
        seconds["with quotes"] += times[2] - times[0]
        seconds["trafilatura"] += times[3] - times[2]
    size = sum(len(html) for html, _ in read)
    print(f"{len(read)} pages, {size / 1e6:.0f} MB; trafilatura {trafilatura.__version__}")
    for name, taken in seconds.items():
        what = "quotes" if name == "with quotes" else "text"
        times_as_fast = seconds["trafilatura"] / taken
        print(f"{name:12} {len(read) / taken:8.1f} pages/s   {times_as_fast:5.2f} times trafilatura's   {gave[name]} with {what}")


if __name__ == "__main__":
    main()
