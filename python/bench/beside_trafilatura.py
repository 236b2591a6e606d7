"""Pages a second beside trafilatura: one process, one thread, the same pages, one after the other.

    python bench/beside_trafilatura.py MANIFEST [--pages N]

MANIFEST has one JSON object a line: {"id", "url", "path"}, with the path of a saved page. Pages are read before the clock starts.
The two take turns page by page, so that whatever else the machine does slows both; times are CPU seconds of the process.
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
    seconds = {"copydesk": 0.0, "trafilatura": 0.0}
    gave = {"copydesk": 0, "trafilatura": 0}
    # What is loaded at the first use is no part of the pace.
    copydesk.extract_many([read[0]], threads=1).__next__()
    trafilatura.extract(read[0][0], read[0][1])
    gc.collect()
    for html, url in read:
        began = time.process_time()
        try:
            gave["copydesk"] += bool(copydesk.extract(html, url).body)
        except copydesk.NotAnArticle:
            pass
        between = time.process_time()
        # With metadata, which a record of ours always has.
        gave["trafilatura"] += trafilatura.bare_extraction(html, url, with_metadata=True) is not None
        seconds["copydesk"] += between - began
        seconds["trafilatura"] += time.process_time() - between
    size = sum(len(html) for html, _ in read)
    print(f"{len(read)} pages, {size / 1e6:.0f} MB; trafilatura {trafilatura.__version__}")
    for name, taken in seconds.items():
        print(f"{name:12} {len(read) / taken:8.1f} pages/s   {gave[name]} with text")
    print(f"copydesk is {seconds['trafilatura'] / seconds['copydesk']:.1f} times as fast")


if __name__ == "__main__":
    main()
