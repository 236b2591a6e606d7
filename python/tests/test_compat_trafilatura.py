"""trafilatura's functions, answered by copydesk, held against trafilatura itself."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import trafilatura as theirs
from conftest import Fixture
from copydesk.compat import trafilatura as ours

# Where a default of ours is another one, and why: comments are never part of an article here, and a configuration of
# trafilatura's own is nothing we could follow.
OTHER_DEFAULTS = {"include_comments", "config"}


@pytest.mark.parametrize("name", ["extract", "bare_extraction", "fetch_url"])
def test_the_arguments_are_theirs(name: str) -> None:
    our, their = (inspect.signature(getattr(module, name)).parameters for module in (ours, theirs))
    assert list(our) == list(their)
    for argument in our:
        assert our[argument].kind == their[argument].kind, argument
        if argument not in OTHER_DEFAULTS:
            assert our[argument].default == their[argument].default, argument


def test_documents_have_their_fields() -> None:
    assert list(ours.Document().as_dict()) == list(theirs.settings.Document().as_dict())


# What each argument is tried with; together they are all of them.
SUPPORTED: dict[str, Any] = {
    "filecontent": None, "url": None, "record_id": "7", "fast": True, "no_fallback": True, "favor_precision": True,
    "favor_recall": True, "target_language": "en", "include_tables": False, "with_metadata": True,
    "only_with_metadata": True, "url_blacklist": {"https://example.com/"}, "author_blacklist": {"nobody"},
}
IN_SOME_FORMATS: dict[str, Any] = {"output_format": "markdown", "include_formatting": True, "include_links": True, "as_dict": True}
UNSUPPORTED: dict[str, Any] = {
    "include_comments": True, "tei_validation": True, "include_images": True, "deduplicate": True,
    "date_extraction_params": {"original_date": True}, "max_tree_size": 10, "settingsfile": "settings.cfg",
    "prune_xpath": "//aside", "config": object(), "options": object(),
}


def test_every_argument_is_tried() -> None:
    tried = {*SUPPORTED, *IN_SOME_FORMATS, *UNSUPPORTED}
    known = {*inspect.signature(theirs.extract).parameters, *inspect.signature(theirs.bare_extraction).parameters}
    assert tried == known


@pytest.mark.parametrize("name", sorted(set(SUPPORTED) - {"filecontent", "url"}))
def test_supported_arguments_give_text(venezuela: Fixture, name: str) -> None:
    text = ours.extract(venezuela.html, venezuela.url, **{name: SUPPORTED[name]})
    assert text is not None and "Jose Gomez" in text


@pytest.mark.parametrize("name", sorted(UNSUPPORTED))
def test_unsupported_arguments_are_told(venezuela: Fixture, name: str) -> None:
    functions: list[Callable[..., Any]] = [ours.extract, ours.bare_extraction]
    for function in functions:
        if name in inspect.signature(function).parameters:
            with pytest.raises(ours.Unsupported, match=name) as caught:
                function(venezuela.html, venezuela.url, **{name: UNSUPPORTED[name]})
            assert caught.value.reason == "unsupported"


@pytest.mark.parametrize("output_format", ["csv", "html", "xml", "xmltei", "python", "nonsense"])
def test_other_formats_are_told(venezuela: Fixture, output_format: str) -> None:
    with pytest.raises(ours.Unsupported, match="output_format"):
        ours.extract(venezuela.html, output_format=output_format)
    if output_format != "python":
        with pytest.raises(ours.Unsupported, match="output_format"):
            ours.bare_extraction(venezuela.html, output_format=output_format)


@pytest.mark.parametrize("given", [{"include_formatting": True}, {"include_links": True},
                                   {"include_formatting": False, "output_format": "markdown"}])
def test_formatting_belongs_to_markdown(venezuela: Fixture, given: dict[str, Any]) -> None:
    with pytest.raises(ours.Unsupported):
        ours.extract(venezuela.html, **given)


def words(text: str | None) -> set[str]:
    return set(re.findall(r"\w+", text or ""))


def test_the_text_is_about_theirs(fixtures: list[Fixture]) -> None:
    for fixture in fixtures:
        our, their = (words(module.extract(fixture.html, fixture.url)) for module in (ours, theirs))
        assert len(our & their) > 0.5 * len(our), fixture.name


def test_metadata_is_theirs(venezuela: Fixture) -> None:
    document = ours.bare_extraction(venezuela.html, venezuela.url, with_metadata=True)
    known = theirs.bare_extraction(venezuela.html, venezuela.url, with_metadata=True)
    assert isinstance(document, ours.Document) and known is not None and not isinstance(known, dict)
    assert (document.title, document.date, document.author) == (known.title, known.date, known.author)
    assert document.article is not None and document.article.quotes
    as_dict = ours.bare_extraction(venezuela.html, venezuela.url, as_dict=True)
    assert isinstance(as_dict, dict) and as_dict["title"] == document.title


def test_json_has_their_keys(venezuela: Fixture) -> None:
    for with_metadata in (False, True):
        our, their = (
            json.loads(module.extract(venezuela.html, venezuela.url, output_format="json", record_id="7",
                                      with_metadata=with_metadata))
            for module in (ours, theirs)
        )
        assert set(our) == set(their)
        assert our.get("id") == their.get("id")


PAGE = """<html lang=en><head><title>Flood</title></head><body><article><h1>Flood in Oxbow</h1>
<p>The <b>river</b> rose by <a href="/metres">two metres</a> overnight, and the lower streets were under water.</p>
<p>“Nobody slept,” said Mayor Ann Field, who spent the night on the bridge with volunteers and their dogs.</p>
<table><tr><th>Street</th><th>Depth</th></tr><tr><td>Quay</td><td>two metres</td></tr></table>
<p>Trains between Oxbow and the coast will not run before Wednesday, according to the railway company.</p>
</article></body></html>"""


def test_markdown_is_the_body() -> None:
    plain = ours.extract(PAGE, "https://example.com/flood", output_format="markdown")
    linked = ours.extract(PAGE, "https://example.com/flood", output_format="markdown", include_links=True)
    assert plain is not None and linked is not None
    assert "**river**" in plain and "](" not in plain and "Who said what" not in plain
    assert "[two metres](https://example.com/metres)" in linked
    tabled = ours.extract(PAGE, "https://example.com/flood")
    without = ours.extract(PAGE, "https://example.com/flood", include_tables=False)
    assert tabled is not None and "Quay" in tabled
    assert without is not None and "Quay" not in without and "Trains" in without


def test_filters() -> None:
    url = "https://example.com/flood"
    assert ours.extract(PAGE, url, target_language="de") is None
    assert ours.extract(PAGE, url, target_language="en") is not None
    assert ours.extract(PAGE, url, url_blacklist={url}) is None
    assert ours.extract(PAGE, url, only_with_metadata=True) is None
    assert ours.extract("<p>Too little.", url) is None
    headed = ours.extract(PAGE, url, with_metadata=True)
    assert headed is not None and headed.startswith('---\ntitle: "Flood in Oxbow"\n')
    with pytest.raises(ValueError, match="exclude"):
        ours.extract(PAGE, url, favor_precision=True, favor_recall=True)


def test_fetching_is_refused_with_the_way_out() -> None:
    with pytest.raises(ours.Unsupported, match="copydesk.crawl"):
        ours.fetch_url("https://example.com/")
    assert issubclass(ours.Unsupported, NotImplementedError)
