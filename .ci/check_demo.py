"""Checks what `copydesk demo` wrote and said: check_demo.py OUTPUT_DIR FILE_WITH_WHAT_IT_PRINTED"""
import json
import pathlib
import sys

folder, said = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")


def lines(name):
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


articles, outcomes = lines("articles.jsonl"), lines("outcomes.jsonl")
assert len(articles) == len({article["url"] for article in articles}), "an article was written twice"
assert len(outcomes) == len({outcome["url"] for outcome in outcomes}), "a URL ended twice"
assert len(articles) == sum(outcome["status"] == "article" for outcome in outcomes)
assert len({article["domain"] for article in articles}) >= 6, "fewer than six sites gave articles"

for article in articles:
    for quote in article["quotes"]:
        pieces = quote["parts"] or [quote]
        text = " ".join(article["body"][piece["start"]:piece["end"]] for piece in pieces)
        assert text == quote["text"], (article["url"], quote)

(hotair,) = [article for article in articles if "venezuela" in article["url"]]
for junk in ("Advertisement", "Trending on", "VIP Member", "Stephen Moore"):
    assert junk not in json.dumps([hotair["body"], hotair["authors"], hotair["headline"]]), junk
assert hotair["headline"].startswith("Rather than backing Guaido"), hotair["headline"]
father, gomez = [quote for quote in hotair["quotes"] if quote["kind"] != "unattributed"]
assert father["text"].startswith("Son, if this decision"), father
assert father["speaker"]["mention"] == "his father" and father["relayed_by"]["name"] == "Jose Gomez", father
assert gomez["speaker"]["name"] == "Jose Gomez" and gomez["cue"]["text"] == "said", gomez
assert "his father" in said and "Jose Gomez" in said, "the summary does not show who said what"
print(f"demo: {len(articles)} articles, {len(outcomes)} URLs, {sum(len(a['quotes']) for a in articles)} quotes: all as expected")
