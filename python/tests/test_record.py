"""The record in Python is the record of the command line."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
from typing import Any

import copydesk
import pytest
from conftest import Fixture, all_fixtures


def same(value: object, record: Any, path: str) -> None:
    """Whether attributes say what the JSON record says, all the way down."""
    if isinstance(record, dict):
        for key, inner in record.items():
            same(getattr(value, key), inner, f"{path}.{key}")
        attributes = {name for name in dir(value) if not name.startswith(("_", "to_", "from_"))}
        assert attributes == set(record), path
    elif isinstance(record, list):
        assert isinstance(value, list) and len(value) == len(record), path
        for index, (one, inner) in enumerate(zip(value, record, strict=True)):
            same(one, inner, f"{path}[{index}]")
    else:
        assert value == record and type(value) is type(record), path


@pytest.mark.parametrize("fixture", all_fixtures(), ids=lambda fixture: fixture.name)
def test_fixtures_give_the_expected_records(fixture: Fixture) -> None:
    article = copydesk.extract(fixture.html, fixture.url)
    record = article.to_dict()
    same(article, record, "article")
    assert list(record) == list(fixture.expected)
    for key in ("version", "profile_version"):
        record["extractor"][key] = record["extractor"][key] and "*"
    assert record == fixture.expected


def test_records_are_those_of_the_program(program: str, fixtures: list[Fixture]) -> None:
    lines = [json.dumps({"url": one.url, "html": one.html.decode("utf-8", "replace")}) for one in fixtures]
    lines.append(json.dumps({"url": "https://example.com/", "html": "<p>too little"}))
    lines.append(json.dumps({"html": "<link rel=canonical href='https://hotair.com/a'><p>too little"}))
    run = subprocess.run(
        [program, "extract", "--input", "-"], input="\n".join(lines).encode(), capture_output=True, check=False
    )
    theirs = [json.loads(line) for line in run.stdout.splitlines()]
    pages = [(json.loads(line)["html"], json.loads(line).get("url")) for line in lines]
    ours = [one.to_dict() for one in copydesk.extract_many(pages)]
    for one in theirs:
        if one["status"] != "article":
            # The program names the line of its input first.
            one["message"] = one["message"].partition(": ")[2]
    assert ours == theirs


def test_json_and_markdown(venezuela: Fixture) -> None:
    article = copydesk.extract(venezuela.html, venezuela.url)
    assert json.loads(article.to_json()) == article.to_dict()
    assert copydesk.Article.from_json(article.to_json()) == article
    assert article.to_markdown().startswith(f"# {article.headline}\n")
    with pytest.raises(ValueError, match="no such record"):
        copydesk.Article.from_json('{"url": 1}')


def test_offsets_slice_python_strings_exactly() -> None:
    html = """<html><head><title>Flood 🌊 in Oxbow</title></head><body><article><h1>Flood 🌊 in Oxbow</h1>
    <p>The river 🌊🌊 rose by two metres overnight 🏘️, and the lower streets of Oxbow were under water by dawn.</p>
    <p>🙂 “Nobody 𝔰𝔩𝔢𝔭𝔱 🛶,” said Mayor Ann Field, who spent the night 👩‍🚒 on the bridge with volunteers and dogs.</p>
    <p>Trains between Oxbow and the coast will not run before Wednesday 🚂, according to the company's notice.</p>
    </article></body></html>"""
    article = copydesk.extract(html, "https://example.com/2026/11/flood")
    [quote] = article.quotes
    assert quote.text == "Nobody 𝔰𝔩𝔢𝔭𝔱 🛶,"
    assert article.body[quote.start : quote.end] == quote.text
    assert quote.speaker is not None and quote.cue is not None
    assert quote.speaker.name == "Ann Field"
    assert article.body[quote.speaker.start : quote.speaker.end] == quote.speaker.mention
    assert article.body[quote.cue.start : quote.cue.end] == quote.cue.text == "said"
    assert "\n\n".join(article.body[block.start : block.end] for block in article.blocks) == article.body


def test_fixtures_offsets(fixtures: list[Fixture]) -> None:
    checked = 0
    for fixture in fixtures:
        article = copydesk.extract(fixture.html, fixture.url)
        for quote in article.quotes:
            pieces = [article.body[part.start : part.end] for part in quote.parts]
            assert quote.text == (" ".join(pieces) if pieces else article.body[quote.start : quote.end])
            checked += 1
    assert checked > 20


def test_records_are_values(venezuela: Fixture) -> None:
    one = copydesk.extract(venezuela.html, venezuela.url)
    other = copydesk.extract(venezuela.html, venezuela.url)
    assert one == other and one.quotes == other.quotes
    assert one != copydesk.extract(venezuela.html.replace(b"Gomez", b"Lopez"), venezuela.url)
    assert one.quotes[0] is one.quotes[0]
    for value in (one, one.quotes[0], one.provenance, one.blocks[0]):
        assert pickle.loads(pickle.dumps(value)) == value
        assert copy.deepcopy(value) == value
    with pytest.raises(AttributeError):
        one.headline = "Another"  # type: ignore[misc]
    with pytest.raises(TypeError):
        hash(one)
    assert repr(one.quotes[0].cue).startswith("Cue(text=")
    assert repr(one).startswith("<Article ")
