#!/usr/bin/env python3
"""Measures `copydesk profile new`: drafts a profile from all pages of a publisher but one, and scores the page held back.

  induction.py --data DIR --eval DIR [--copydesk PROGRAM] [--set fundus-dev] [--work DIR] [--list]

--data holds the public data set (flairNLP/fundus, its parsers' test fixtures), --eval the programs that read and score it
(`datasets.py`, `score.py`). Every page of every publisher with two or more pages is held back once. The same page is read
without a profile for comparison. A publisher's score is the mean over its pages; it is worse if that mean is lower by
more than 0.001 (rounding), better if higher by as much. --list names every publisher whose score differs.

The generic extractor may have been trained on the very pages of the set, which flatters it; for figures that don't,
build the program with weights learned from WCXB alone (`train-body`, `train-fields` with a folder that lacks Fundus).
"""
import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean

FIELDS = ("f1", "headline", "authors", "date")
SAME = 0.001


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--copydesk", default="target/release/copydesk")
    parser.add_argument("--set", default="fundus-dev")
    parser.add_argument("--work", type=Path, default=Path("target/induction"))
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    sys.path.insert(0, str(args.eval))
    import datasets
    import score

    pages = datasets.load(args.set, args.data)
    publishers = defaultdict(list)
    for key in pages:
        publishers[key.split("_")[0]].append(key)
    publishers = {name: keys for name, keys in publishers.items() if len(keys) > 1}
    generic = read(args, pages, {key: None for keys in publishers.values() for key in keys})
    ruled, failed, rules = {}, 0, []
    for name, keys in publishers.items():
        for held in keys:
            selectors, drafted = draft(args, pages, name, held, [key for key in keys if key != held])
            failed += not drafted
            rules.append(drafted)
            ruled |= read(args, pages, {held: selectors}) if drafted else {held: generic[held]}

    def rows(predictions):
        return {key: score.score_page("fundus", pages[key]["gold"], predictions[key]) for key in predictions}

    with_rules, without = rows(ruled), rows(generic)
    print(f"{len(publishers)} publishers, {len(rules)} drafts, {failed} of them failed")
    for label, fields in [*((field, (field,)) for field in FIELDS), ("all", FIELDS)]:
        report(label, fields, publishers, with_rules, without, args.list)


def draft(args, pages, name, held, others):
    """-> the folder of profiles learned from the others, and the number of rules (0: nothing was drafted)."""
    out = args.work / name / held
    command = [args.copydesk, "profile", "new", "--force", "-o", str(out)]
    for key in others:
        command += [str(pages[key]["file"]), "--url", pages[key]["url"]]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(f"{held}: {done.stderr.strip()}", file=sys.stderr)
        return None, 0
    return out / "selectors", 1


def read(args, pages, profiles):
    """-> predictions of pages, each read with the profiles of a folder, or without any."""
    found = {}
    for key, selectors in profiles.items():
        command = [args.copydesk, "extract", str(pages[key]["file"]), "--url", pages[key]["url"]]
        command += ["--selectors", str(selectors)] if selectors else ["--no-profile"]
        done = subprocess.run(command, capture_output=True, text=True)
        record = json.loads(done.stdout) if done.stdout else {}
        found[key] = {"text": record.get("body"), "headline": record.get("headline"),
                      "authors": record.get("authors"), "published": record.get("date_published")}
    return found


def report(label, fields, publishers, with_rules, without, list_them):
    def of(rows, keys):
        return mean(mean(rows[key][field] for key in keys if field in rows[key]) for field in fields
                    if any(field in rows[key] for key in keys))

    scores = {name: (of(with_rules, keys), of(without, keys)) for name, keys in publishers.items()
              if any(field in without[key] for key in keys for field in fields)}
    better = [name for name, (new, old) in scores.items() if new > old + SAME]
    worse = [name for name, (new, old) in scores.items() if new < old - SAME]
    print(f"{label:10} with rules {mean(new for new, _ in scores.values()):.4f}"
          f"  without {mean(old for _, old in scores.values()):.4f}"
          f"  better {len(better)}  worse {len(worse)} of {len(scores)} ({len(worse) / len(scores):.1%})")
    if list_them:
        for name in better + worse:
            print(f"           {name}: {scores[name][1]:.4f} -> {scores[name][0]:.4f}")


if __name__ == "__main__":
    main()
