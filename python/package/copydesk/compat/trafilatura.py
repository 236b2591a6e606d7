"""trafilatura's ``extract`` and ``bare_extraction`` with its arguments, answered by copydesk.

    from copydesk.compat import trafilatura    # instead of: import trafilatura

What copydesk has no counterpart of raises :class:`Unsupported` instead of being ignored. These arguments are accepted without
an effect, as they are about how trafilatura works inside: ``fast``, ``no_fallback``. Comments are never part of an
article here, so ``include_comments`` is off unless you ask for it, which is unsupported.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import Any, NoReturn

from copydesk import Article, NotAnArticle
from copydesk import extract as _extract
from copydesk.errors import CopydeskError

__all__ = ["Document", "Unsupported", "bare_extraction", "extract", "fetch_url"]

_FORMATS = ("txt", "markdown", "json")
_HEADER = ("title", "author", "url", "hostname", "description", "sitename", "date", "categories", "tags", "id", "language", "image")


class Unsupported(CopydeskError, NotImplementedError):
    """An argument of trafilatura's that copydesk has no counterpart of."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "unsupported")


@dataclass
class Document:
    """trafilatura's ``Document``, filled from a record, which is in ``article``. What copydesk does not have stays ``None``."""

    title: str | None = None
    author: str | None = None
    url: str | None = None
    hostname: str | None = None
    description: str | None = None
    sitename: str | None = None
    date: str | None = None
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    fingerprint: str | None = None
    id: str | None = None
    license: str | None = None
    body: None = None
    comments: str | None = None
    commentsbody: None = None
    raw_text: str | None = None
    text: str | None = None
    language: str | None = None
    image: str | None = None
    pagetype: str | None = None
    filedate: str | None = None
    article: Article | None = field(default=None, repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """All but ``article``, as trafilatura has it."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "article"}


def extract(
    filecontent: str | bytes,
    url: str | None = None,
    record_id: str | None = None,
    fast: bool = False,
    no_fallback: bool = False,
    favor_precision: bool = False,
    favor_recall: bool = False,
    include_comments: bool = False,
    output_format: str = "txt",
    tei_validation: bool = False,
    target_language: str | None = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: bool | None = None,
    include_links: bool = False,
    deduplicate: bool = False,
    date_extraction_params: dict[str, Any] | None = None,
    with_metadata: bool = False,
    only_with_metadata: bool = False,
    max_tree_size: int | None = None,
    url_blacklist: set[str] | None = None,
    author_blacklist: set[str] | None = None,
    settingsfile: str | None = None,
    prune_xpath: str | list[str] | None = None,
    config: Any = None,
    options: Any = None,
) -> str | None:
    """The text of a page as ``txt``, ``markdown`` or ``json``; ``None`` if it is no article."""
    if output_format not in _FORMATS:
        _unsupported("output_format", output_format, f"it writes {', '.join(_FORMATS)}, and bare_extraction objects")
    _refuse(tei_validation=tei_validation, settingsfile=settingsfile)
    if include_formatting is not None and include_formatting != (output_format == "markdown"):
        _unsupported("include_formatting", include_formatting, "formatting is what output_format='markdown' is for")
    if include_links and output_format != "markdown":
        _unsupported("include_links", include_links, "links are written in output_format='markdown' only")
    document = bare_extraction(
        filecontent, url, fast, no_fallback, favor_precision, favor_recall, include_comments, "python",
        target_language, include_tables, include_images, None, False, deduplicate, date_extraction_params,
        with_metadata, only_with_metadata, max_tree_size, url_blacklist, author_blacklist, False, prune_xpath, config,
        options,
    )
    if document is None:
        return None
    assert isinstance(document, Document)
    document.id = record_id
    if output_format == "json":
        return _json(document, with_metadata)
    text = document.text or ""
    if output_format == "markdown" and document.article is not None:
        text = _markdown(document.article, include_tables, include_links)
    return _header(document) + text if with_metadata else text


def bare_extraction(
    filecontent: str | bytes,
    url: str | None = None,
    fast: bool = False,
    no_fallback: bool = False,
    favor_precision: bool = False,
    favor_recall: bool = False,
    include_comments: bool = False,
    output_format: str = "python",
    target_language: str | None = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: bool | None = None,
    include_links: bool = False,
    deduplicate: bool = False,
    date_extraction_params: dict[str, Any] | None = None,
    with_metadata: bool = False,
    only_with_metadata: bool = False,
    max_tree_size: int | None = None,
    url_blacklist: set[str] | None = None,
    author_blacklist: set[str] | None = None,
    as_dict: bool = False,
    prune_xpath: str | list[str] | None = None,
    config: Any = None,
    options: Any = None,
) -> Document | dict[str, Any] | None:
    """The text of a page and its metadata, which are there whatever ``with_metadata`` says; ``None`` if it is no article."""
    if output_format != "python":
        _unsupported("output_format", output_format, "bare_extraction gives Python objects")
    _refuse(
        include_comments=include_comments, include_images=include_images, include_formatting=include_formatting,
        include_links=include_links, deduplicate=deduplicate, date_extraction_params=date_extraction_params,
        max_tree_size=max_tree_size, prune_xpath=prune_xpath, config=config, options=options,
    )
    if favor_precision and favor_recall:
        raise ValueError("favor_precision and favor_recall exclude each other")
    focus = "precision" if favor_precision else "recall" if favor_recall else "balanced"
    try:
        article = _extract(filecontent, url, focus=focus)  # type: ignore[arg-type]
    except NotAnArticle:
        return None
    document = _document(article, include_tables, author_blacklist or set())
    if url_blacklist and document.url in url_blacklist:
        return None
    if only_with_metadata and not (document.date and document.title and document.url):
        return None
    if target_language is not None and _primary(document.language) not in (None, _primary(target_language)):
        return None
    return document.as_dict() if as_dict else document


def fetch_url(url: str, no_ssl: bool = False, config: Any = None, options: Any = None) -> NoReturn:
    """Never fetches: a single call knows neither the pace of the host nor what its robots.txt said to the call before."""
    raise Unsupported(
        f"copydesk fetches politely or not at all, and a single call cannot: use copydesk.crawl({url!r}, folder, scope='seeds', "
        "max_depth=0), which reads robots.txt first and keeps each host's pace, or fetch the page yourself"
    )


def _unsupported(name: str, value: object, why: str) -> NoReturn:
    raise Unsupported(f"{name}={value!r} is not supported by copydesk: {why}")


def _refuse(**given: Any) -> None:
    for name, value in given.items():
        if value is not None and value is not False:
            _unsupported(name, value, "it has no counterpart; leave it out")


def _primary(language: str | None) -> str | None:
    return language.lower().partition("-")[0] if language else None


def _document(article: Article, include_tables: bool, author_blacklist: set[str]) -> Document:
    blacklist = {author.casefold() for author in author_blacklist}
    authors = [author for author in article.authors if author.casefold() not in blacklist]
    return Document(
        title=article.headline,
        author="; ".join(authors) or None,
        url=article.canonical_url or (article.url if article.url != "about:blank" else None),
        hostname=article.domain or None,
        description=article.description,
        sitename=article.site_name,
        date=article.date_published[:10] if article.date_published else None,
        categories=[article.section] if article.section else [],
        tags=article.keywords,
        raw_text=article.body,
        text=_text(article, include_tables),
        language=article.language,
        image=article.image,
        article=article,
    )


def _text(article: Article, include_tables: bool) -> str:
    kept = (block for block in article.blocks if include_tables or block.kind != "table")
    return "\n".join(article.body[block.start : block.end] for block in kept)


def _markdown(article: Article, include_tables: bool, include_links: bool) -> str:
    """The body alone, which is what trafilatura's Markdown is."""
    record = article.to_dict()
    record.update(headline=None, authors=[], site_name=None, date_published=None, quotes=[], attributions=[], speakers=[])
    if not include_tables:
        record["blocks"] = [block for block in record["blocks"] if block["kind"] != "table"]
    for block in record["blocks"]:
        block["marks"] = [mark for mark in block["marks"] if include_links or mark["kind"] not in ("link", "footnote")]
    page = Article.from_json(json.dumps(record)).to_markdown()
    return page.removeprefix(f"<{article.url}>").strip()


def _json(document: Document, with_metadata: bool) -> str:
    record = document.as_dict()
    for gone in ("body", "commentsbody"):
        del record[gone]
    if with_metadata:
        record["source"] = record.pop("url")
        record["source-hostname"] = record.pop("sitename")
        record["excerpt"] = record.pop("description")
        record["categories"] = ";".join(record["categories"])
        record["tags"] = ";".join(record["tags"])
        record["comments"] = ""
    else:
        record = {"text": document.text, "comments": ""}
    return json.dumps(record, ensure_ascii=False)


def _header(document: Document) -> str:
    lines = []
    for name in _HEADER:
        value = getattr(document, name)
        if value:
            lines.append(f"{name}: {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value}\n")
    return f"---\n{''.join(lines)}---\n"
