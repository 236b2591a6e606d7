#!/usr/bin/env python3
"""Drafts a profile for every publisher of a data set by `copydesk profile new`, with cases that point at its pages.

  draft_profiles.py --data DIR --eval DIR -o DIR [--copydesk PROGRAM] [--set fundus-dev]

--data and --eval as for induction.py. Writes DIR/selectors/HOST.toml; what is there already stays. Drafts are to be read, and
corrected where the set's gold says so, before any of them goes into `selectors/`.
"""
import argparse
import subprocess
import sys
from collections import defaultdict
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--copydesk", default="target/release/copydesk")
    parser.add_argument("--set", default="fundus-dev")
    args = parser.parse_args()
    sys.path.insert(0, str(args.eval))
    import datasets

    pages = datasets.load(args.set, args.data)
    publishers = defaultdict(list)
    for key in pages:
        publishers[key.split("_")[0]].append(key)
    for name, keys in publishers.items():
        command = [args.copydesk, "profile", "new", "-o", args.output, "--data", str(args.data)]
        for key in keys:
            command += [str(pages[key]["file"]), "--url", pages[key]["url"]]
        done = subprocess.run(command, capture_output=True, text=True)
        print(name, (done.stderr.splitlines() or ["?"])[0])


if __name__ == "__main__":
    main()
