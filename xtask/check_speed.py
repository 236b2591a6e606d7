#!/usr/bin/env python3
"""Measures `copydesk profile check` with many profiles: copies the shipped ones under other hosts and checks the copies.

  check_speed.py --data DIR [--copydesk PROGRAM] [--profiles 300] [--work DIR] [--runs 3]

--data is the folder the shipped profiles' captured pages lie below. Every copy keeps the cases of captured pages, up to
--cases of them. Prints how many profiles and pages were checked and the shortest time of all runs.
"""
import argparse
import re
import shutil
import subprocess
import time
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--copydesk", default="target/release/copydesk")
    parser.add_argument("--profiles", type=int, default=300)
    parser.add_argument("--cases", type=int, default=1)
    parser.add_argument("--work", type=Path, default=Path("target/check-speed"))
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    shutil.rmtree(args.work, ignore_errors=True)
    selectors, fixtures = args.work / "selectors", args.work / "fixtures"
    selectors.mkdir(parents=True)
    fixtures.mkdir()
    shipped = [path.read_text() for path in sorted(Path("selectors").glob("*.toml"))]
    shipped = [text for text in shipped if "\npage " in text]
    for number in range(args.profiles):
        host = f"site{number}.example"
        (selectors / f"{host}.toml").write_text(copy(shipped[number % len(shipped)], host, args.cases))
    command = [args.copydesk, "profile", "check", "--selectors", str(selectors), "--fixtures", str(fixtures),
               "--data", str(args.data)]
    times = []
    for _ in range(args.runs):
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True)
        times.append(time.monotonic() - began)
        if done.returncode:
            raise SystemExit(done.stdout[-2000:] + done.stderr)
    print(f"{args.profiles} profiles, {done.stdout.splitlines()[-1]}: {min(times):.2f} s")


def copy(text, host, cases):
    """-> the profile for another host, with so many of its cases."""
    head, *rest = re.split(r"(?m)^(?=\[\[case\]\])", text)
    kept = [case for case in rest if re.search(r"(?m)^page ", case)][:cases]
    head = re.sub(r"(?ms)^hosts\s*=\s*\[.*?\]", f'hosts = ["{host}"]', head, count=1)
    kept = [re.sub(r'(?m)^(url\s*=\s*"https?://)[^/"]+', rf"\g<1>{host}", case) for case in kept]
    return head + "".join(kept)


if __name__ == "__main__":
    main()
