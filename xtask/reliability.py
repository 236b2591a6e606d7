#!/usr/bin/env python3
"""How often quotations are given to the right speaker, by the confidence of their record.

usage: copydesk quotes --language en --input GOLD.jsonl | xtask/reliability.py GOLD.jsonl

GOLD is in the format of ../shared/eval/quotes/convert.py. A quotation counts that somebody is said to have said; it is
right where at least 80 % of its letters are in the content of one gold attribution, and its speaker's words share a letter
with that attribution's source, or neither has any. Words in marks that the gold gives to nobody are wrong.
"""
import json
import sys

FLOORS = (0.9, 0.8, 0.7, 0.5, 0.0)


def letters(text, spans):
    return {at for start, end in spans for at in range(start, end) if text[at].isalnum()}


def gold(article):
    for said in article["attributions"]:
        content = letters(article["text"], [(piece["start"], piece["end"]) for piece in said["content"]])
        source = said["source"] and letters(article["text"], said["source"]["spans"])
        yield content, source or set()


def is_right(text, quote, attributions):
    parts = [(part["start"], part["end"]) for part in quote["parts"]] or [(quote["start"], quote["end"])]
    words = letters(text, parts)
    speaker = quote["speaker"]
    named = letters(text, [(speaker["start"], speaker["end"])]) if speaker and speaker["start"] is not None else set()
    best = max(attributions, key=lambda said: len(said[0] & words), default=(set(), set()))
    if not words or len(best[0] & words) < 0.8 * len(words):
        return False
    return bool(named & best[1]) or not (named or best[1])


def main():
    counts = {floor: [0, 0] for floor in FLOORS}
    with open(sys.argv[1], encoding="utf-8") as lines:
        for article, line in zip(map(json.loads, lines), sys.stdin):
            attributions = list(gold(article))
            for quote in json.loads(line)["quotes"]:
                if quote["kind"] == "unattributed":
                    continue
                floor = next(floor for floor in FLOORS if quote["confidence"] >= floor)
                counts[floor][0] += is_right(article["text"], quote, attributions)
                counts[floor][1] += 1
    print("confidence  quotations  right")
    for floor, (right, all_of_them) in counts.items():
        share = f"{100 * right / all_of_them:.1f} %" if all_of_them else "-"
        print(f">= {floor:.1f}      {all_of_them:6}      {share}")


main()
