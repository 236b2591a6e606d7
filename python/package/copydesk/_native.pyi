"""The extension module: what `copydesk` re-exports. Records are immutable; each is made when it is asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from os import PathLike
from typing import Any, ClassVar, Literal, Protocol, final

from copydesk.errors import NotAnArticle

__all__ = [
    "Annotation",
    "ArrowTable",
    "Article",
    "Attribution",
    "Block",
    "Crawl",
    "Cue",
    "Entry",
    "ExtractArrow",
    "ExtractMany",
    "Image",
    "Maker",
    "Mark",
    "Origin",
    "Profiles",
    "Provenance",
    "Quote",
    "Reservation",
    "Span",
    "Speaker",
    "SpeakerSummary",
    "Warning",
    "__version__",
    "crawl",
    "extract",
    "extract_arrow",
    "extract_many",
    "quotes",
    "to_arrow",
]

__version__: str

_Focus = Literal["balanced", "precision", "recall"]
_SpeakerKind = Literal["person", "organisation", "group", "document", "unnamed"]

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...

def extract(
    html: str | bytes | bytearray,
    url: str | None = None,
    *,
    profiles: Profiles | None = None,
    focus: _Focus = "balanced",
    captions: bool = False,
    quotes: bool = True,
    content_type: str | None = None,
) -> Article:
    """The article of one page, as `copydesk extract` reads it.

    `html` is the page: `str`, or `bytes` in any encoding a browser would find out. `url` is its address, by which the
    site's profile is found and links are made absolute; without it the page's own word (`<link rel=canonical>`) is
    taken. `profiles` are those to use instead of the built-in ones. `focus` shifts what is kept of pages without a
    profile: `"precision"` only what surely belongs to the article, `"recall"` all that may. `captions` puts captions into
    the body. `content_type` is the header that came with `bytes`.

    Quotes are a third of the work, which is done when they, or anything that has them (`speakers`, `warnings`, `to_dict()`, …), are
    asked for; `quotes=False` leaves them out for good.

    Raises `NotAnArticle` with its `reason` if the page gives none. Holds Python's lock only to hand over the result.
    """

def extract_many(
    pages: Iterable[str | bytes | bytearray | tuple[str | bytes | bytearray, str | None]],
    *,
    profiles: Profiles | None = None,
    focus: _Focus = "balanced",
    captions: bool = False,
    quotes: bool = True,
    threads: int | None = None,
) -> ExtractMany:
    """The articles of many pages, on all cores, in the order of `pages`: one result for each of them.

    A page is `html` or a pair `(html, url)`. What gives no article costs no other page: it is yielded as the
    `NotAnArticle` that `extract` would have raised. Pages are taken as they are needed, a few for each thread ahead, so
    `pages` may be endless. What `pages` itself raises is raised after the results of the pages before it, Ctrl-C at once;
    an item of the wrong type is a `TypeError` in the same way. `quotes=False` leaves quotes and speakers out, which saves a third of
    the time. `threads` is their number instead of one for each core.
    """

def crawl(
    seeds: str | Iterable[str],
    folder: str | PathLike[str],
    *,
    scope: Literal["host", "domain", "seeds"] = "host",
    delay: float | timedelta | None = None,
    hosts_at_once: int = 32,
    max_pages: int | None = None,
    max_pages_per_host: int | None = None,
    max_depth: int | None = None,
    trap_after: int = 200,
    since: date | str | None = None,
    respect_ai_optout: bool = False,
    archive: bool = False,
    archive_size: int | None = None,
    watch: bool = False,
    watch_min: float | timedelta | None = None,
    watch_max: float | timedelta | None = None,
    watch_articles: float | timedelta | None = None,
    watch_for: float | timedelta | None = None,
    profiles: Profiles | None = None,
    focus: _Focus = "balanced",
    captions: bool = False,
    quotes: bool = True,
    user_agent: str | None = None,
    timeout: float | timedelta | None = None,
    idle_timeout: float | timedelta | None = None,
    max_body: int | None = None,
    max_redirects: int | None = None,
    retries: int | None = None,
    max_hold: float | timedelta | None = None,
    per_address: bool = False,
    keep_connections: int | None = None,
    cookies: bool = False,
    headers: Iterable[str] | None = None,
    proxy: str | None = None,
    ca_certificates: Sequence[str | PathLike[str]] | None = None,
    connect_to: Mapping[str, str] | None = None,
    allow_addresses: str | Iterable[str] | None = None,
    ignore_robots_for: str | Iterable[str] | None = None,
) -> Crawl:
    """Crawls sites politely from `seeds`, exactly as `copydesk crawl` does, and yields what became of each page.

    robots.txt is always read first, one request at a time goes to a host, and the slowest of `delay` (one second unless
    given), the site's profile, `Crawl-delay` and `Retry-After` sets the pace. Times are seconds or `timedelta`, sizes
    bytes; what is left out is as on the command line, where `copydesk crawl --help` explains each option.

    `folder` gets `articles.jsonl`, `outcomes.jsonl` and the crawl's state; the same call again goes on with what is left.
    Nothing happens twice: a run yields what it finished itself. Ctrl-C stops in order: the pages in flight are finished
    and yielded, then `KeyboardInterrupt` is raised; a second Ctrl-C raises it at once. `connect_to` maps a host (`*`: every
    one) to the `ADDRESS:PORT` to connect to; `headers` are as for `--header`, `HOST=NAME: VALUE`.

    With `watch` the crawl goes on once everything is fetched: feeds, sitemaps and seeds are asked again and again, what is new
    is fetched at once, and an article whose page changed is yielded once more, with the next `revision`, the keys that
    `changed` and the `similarity` of the bodies. It ends by `watch_for`, `max_pages`, `stop`, `close` or Ctrl-C.

    Raises `ValueError` for options that make no sense and `CrawlError` for what keeps the crawl from running; the latter
    from the iterator, where the crawl is already on its way.
    """

def extract_arrow(
    pages: _ArrowStream | _ArrowArray,
    *,
    html: str = "html",
    url: str | None = "url",
    misses: bool = False,
    profiles: Profiles | None = None,
    focus: _Focus = "balanced",
    captions: bool = False,
    quotes: bool = True,
    threads: int | None = None,
) -> ExtractArrow:
    """The articles of the pages in Arrow data, as Arrow data again: no Python object is made for any page.

    `pages` is a table, a record batch or a stream of batches of any Arrow library: pyarrow's `Table`, `RecordBatch`,
    `RecordBatchReader` or dataset `Scanner.to_reader()`, a polars or pandas `DataFrame`, a DuckDB result. `html` names the
    column of pages, text or binary; `url` that of their addresses, text, or is `None` where there are none. A null address
    is none. All further columns are left alone.

    What comes is what `to_arrow(extract_many(…), misses=misses)` makes of the same pages, in their order, in batches of at most
    256 records. With `misses` every row of `pages` is a row, also one whose page is null, which says so in `message`; without,
    only articles are. No more pages are in memory than the batches of `pages` hold that are being read, and no more
    records than one batch. `threads` is their number instead of one for each core.

    A column that is not there is a `ValueError`, one of another type a `TypeError`, both at once; what is wrong with the data, or
    raised by who makes it, is a `RuntimeError` after the records of the batches before it.
    """

def to_arrow(articles: Iterable[Article | NotAnArticle], *, misses: bool = False) -> ArrowTable:
    """Records as an Arrow table, for everything that knows the Arrow PyCapsule interface, without passing through JSON.

    `pyarrow.table(to_arrow(articles))`, `polars.DataFrame(to_arrow(articles))`. The columns are the record's keys: lists
    are lists, objects (and so quotes and their speakers) structs, times text; `id` is text. A `NotAnArticle` among
    `articles` is left out, anything else is a `TypeError`.

    With `misses` a `NotAnArticle` is a row in its place, so that a job accounts for every page it was given: `status` is
    `"skipped"` or `"failed"`, `url`, `stage`, `reason`, `message`, `http_status`, `retryable` and `attempts` are its own,
    and the article's columns are null or empty. Articles have null in these further columns. The columns are those of the
    command line's Parquet files, which `copydesk convert` reads; `id_number` has the ids that are numbers.
    """

def quotes(text: str, language: str | None = None) -> Annotation:
    """The quotes and attributions of a plain text, as `copydesk quotes` finds them; offsets are into `text`.

    `language` is a BCP 47 tag such as `de`; without it the language is guessed.
    """

@final
class ExtractMany(Iterator[Article | NotAnArticle]):
    """What `extract_many` gives."""

    def __iter__(self) -> ExtractMany: ...
    def __next__(self) -> Article | NotAnArticle: ...

@final
class ExtractArrow(Iterator[ArrowTable]):
    """What `extract_arrow` gives: batches of records as they come, once.

    `for batch in …` gives tables of one batch each; `pyarrow.table(…)` or `polars.DataFrame(…)` takes all of them,
    `pyarrow.RecordBatchReader.from_stream(…)` one by one. Ctrl-C ends either; `KeyboardInterrupt` is what the loop raises, an
    Arrow library raises its own error of a stream that broke off.
    """

    def __iter__(self) -> ExtractArrow: ...
    def __next__(self) -> ArrowTable: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

@final
class Crawl(Iterator[Article | NotAnArticle]):
    """A crawl that runs. It ends when everything is fetched, or after `stop`, `close`, Ctrl-C or when it is thrown away.

    As a context manager it is closed at the end of the block.
    """

    def __iter__(self) -> Crawl: ...
    def __next__(self) -> Article | NotAnArticle: ...
    def __enter__(self) -> Crawl: ...
    def __exit__(self, *_raised: object) -> None: ...
    def stop(self) -> None:
        """Stops in order: what is in flight is finished and still yielded."""

    def close(self) -> None:
        """Stops in order and waits for the end. What was not read by then is only in the crawl's files."""

    @property
    def summary(self) -> dict[str, Any] | None:
        """What the crawl did in all its runs, in numbers; `None` before it has ended.

        `entered == articles + sum(no_article.values()) + waiting`; `no_article` and `kept_back` count by reason,
        `finished_before` is what earlier runs had finished, `revisions` the articles written again because their pages
        had changed, `revisits` how many URLs this run asked for again.
        """

@final
class ArrowTable:
    """Records as columns, to be taken over by an Arrow library."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...

@final
class Profiles:
    """A set of site profiles, found by a page's host."""

    @staticmethod
    def load(directory: str | PathLike[str], *, built_in: bool = True) -> Profiles:
        """The profiles of a folder, over those that are built in unless `built_in` is false.

        Raises `ProfileError` with everything that is wrong with them.
        """

    @staticmethod
    def built_in() -> Profiles:
        """The profiles that are built in."""

    @staticmethod
    def none() -> Profiles:
        """No profile at all: metadata and the generic extractor only."""

    def find(self, url: str) -> str | None:
        """The main host of the profile for a URL, if there is one."""

    @property
    def hosts(self) -> list[str]:
        """The sites' main hosts, sorted."""

    def __len__(self) -> int: ...

@final
class Annotation:
    """Who said what in one text."""

    @property
    def quotes(self) -> list[Quote]:
        """Words between quotation marks, in reading order."""

    @property
    def attributions(self) -> list[Attribution]:
        """All statements given to somebody, in reading order."""

    @property
    def speakers(self) -> list[SpeakerSummary]:
        """Everybody with a name among them, the most quoted first."""

    @property
    def warnings(self) -> list[Warning]:
        """Unbalanced marks and the like."""

    def to_dict(self) -> dict[str, Any]:
        """The object that `copydesk quotes` prints."""

@final
class Article:
    """One article, as one JSON object."""

    @property
    def schema_version(self) -> int:
        """Version of the record's meaning; it rises only when a key changes what it says."""

    @property
    def status(self) -> Literal["article"]:
        """Always `"article"`: tells these lines from those of pages that gave none."""

    @property
    def id(self) -> int | str | None:
        """The `id` of the batch line the page came from."""

    @property
    def url(self) -> str:
        """The address that was asked for."""

    @property
    def final_url(self) -> str:
        """The address that answered, after redirects."""

    @property
    def canonical_url(self) -> str | None:
        """The address the page itself names as its own (`<link rel=canonical>`), absolute."""

    @property
    def pages(self) -> list[str]:
        """The addresses of the pages the body is from, the first page's first, where the profile says how the article
        goes on and it was fetched; `[]` for an article on one page.
        """

    @property
    def duplicate_of(self) -> str | None:
        """The article whose body is the same but for a few words, where a crawl stored one before under another URL.
        """

    @property
    def revision(self) -> int:
        """Which record of the page this is, from 1: `crawl --watch` writes another one, with the next number, once
        the page has changed.
        """

    @property
    def changed(self) -> list[str]:
        """The keys in which the record differs from the revision before, in the record's order; `[]` for the first.
        """

    @property
    def similarity(self) -> float | None:
        """Which share of the words of this body and of that of the revision before the other one has too, from 0 to
        1; `None` for the first.
        """

    @property
    def domain(self) -> str:
        """Host of `final_url`, without a leading `www.`."""

    @property
    def site_name(self) -> str | None:
        """The publication's name as the page or the profile gives it."""

    @property
    def fetched_at(self) -> str | None:
        """When the page was fetched, UTC; `None` for pages that came from a file."""

    @property
    def headline(self) -> str | None:
        """The headline, without site name or section."""

    @property
    def description(self) -> str | None:
        """Standfirst or summary, as the page gives it."""

    @property
    def authors(self) -> list[str]:
        """Names of the people, or else the agency, who wrote the article; without "By", roles or addresses."""

    @property
    def section(self) -> str | None:
        """The section or category the page files the article under."""

    @property
    def keywords(self) -> list[str]:
        """Keywords or tags, in the page's order."""

    @property
    def date_published(self) -> str | None:
        """When the article was first published."""

    @property
    def date_modified(self) -> str | None:
        """When the article was last changed."""

    @property
    def language(self) -> str | None:
        """BCP 47 tag of the article's language."""

    @property
    def image(self) -> str | None:
        """Absolute address of the main image."""

    @property
    def images(self) -> list[Image]:
        """All images of the article, the main one included."""

    @property
    def is_accessible_for_free(self) -> bool | None:
        """Whether the page says it can be read without paying (`isAccessibleForFree`)."""

    @property
    def confidence(self) -> float:
        """How sure it is that the page is one article, 0 to 1; 1 where a profile names its body. How far to trust the
        body is in `provenance.body`.
        """

    @property
    def reservations(self) -> list[Reservation]:
        """What the page reserves against text and data mining and the training of AI, as it says it."""

    @property
    def body(self) -> str:
        """The article's text: its blocks joined by one blank line, items of one list by a single newline."""

    @property
    def blocks(self) -> list[Block]:
        """The blocks of `body`, in order and without overlap."""

    @property
    def entries(self) -> list[Entry]:
        """The entries of a live blog, in the page's order; `[]` for any other article."""

    @property
    def quotes(self) -> list[Quote]:
        """Words between quotation marks, in reading order."""

    @property
    def attributions(self) -> list[Attribution]:
        """All statements the article gives to somebody, quoted or not."""

    @property
    def speakers(self) -> list[SpeakerSummary]:
        """Everybody with a name who is quoted or paraphrased, the most quoted first."""

    @property
    def extractor(self) -> Maker:
        """What made this record."""

    @property
    def provenance(self) -> Provenance:
        """Which source and rule gave each field."""

    @property
    def warnings(self) -> list[Warning]:
        """What a reader of the record should know before trusting it."""

    def to_dict(self) -> dict[str, Any]:
        """The record that `copydesk extract` writes, as Python's own objects."""

    def to_json(self) -> str:
        """The record that `copydesk extract` writes, as one line of JSON."""

    def to_markdown(self) -> str:
        """The article as Markdown: headline, byline, body."""

    @staticmethod
    def from_json(text: str) -> Article:
        """A record from its JSON, such as a line of a crawl's `articles.jsonl`. Raises `ValueError` if it is none."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """The record as an array of one struct: `pyarrow.record_batch(article)` has the columns of `to_arrow`."""

    @staticmethod
    def __arrow_c_schema__() -> object: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Quote:
    """Words between quotation marks, without the marks. A quote interrupted by its cue is one quote: `parts` lists
    its pieces, `start` and `end` run from the first to the last and `text` joins them with a space. Any other
    quote has no `parts`, and `text` is `body[start:end]`.
    """

    @property
    def text(self) -> str:
        """The quoted words."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""

    @property
    def kind(self) -> Literal["direct", "mixed", "unattributed"]:
        """Whole statement, words inside a paraphrase, or nobody's."""

    @property
    def parts(self) -> list[Span]:
        """The pieces of an interrupted quote, else empty."""

    @property
    def attribution(self) -> int | None:
        """Index into the record's `attributions`; `None` for an unattributed quote."""

    @property
    def confidence(self) -> float:
        """How sure we are of kind and speaker, 0 to 1."""

    @property
    def speaker(self) -> Speaker | None:
        """Who said it."""

    @property
    def cue(self) -> Cue | None:
        """The word that says that it was said."""

    @property
    def relayed_by(self) -> Speaker | None:
        """Who passes the words on: in "Gomez said his father told him", the father speaks, Gomez relays."""

    @property
    def repeats(self) -> int | None:
        """Index into the record's `quotes` of the one whose words these are again, as in a pull quote; `None` for all
        others. Summaries leave repeats out.
        """

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Attribution:
    """One statement the article gives to somebody."""

    @property
    def kind(self) -> Literal["direct", "mixed", "indirect"]:
        """Quoted, partly quoted or not quoted."""

    @property
    def confidence(self) -> float:
        """How sure we are of content and speaker, 0 to 1."""

    @property
    def speaker(self) -> Speaker | None:
        """Who said it; `None` where the text does not tell."""

    @property
    def cue(self) -> Cue | None:
        """The word that says that it was said."""

    @property
    def content(self) -> list[Span]:
        """What was said, in one or more pieces, quotation marks included."""

    @property
    def quotes(self) -> list[int]:
        """Indices into the record's `quotes`."""

    @property
    def relayed_by(self) -> Speaker | None:
        """Who passes the words on."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Speaker:
    """Who said something."""

    @property
    def name(self) -> str | None:
        """The fullest name the article gives for the speaker, so that "he" gets one; `None` where it gives none."""

    @property
    def mention(self) -> str | None:
        """The words that name the speaker here: "he", "his father", "Gomez"; `None` where markup alone tells."""

    @property
    def start(self) -> int | None:
        """First code point of the mention."""

    @property
    def end(self) -> int | None:
        """One past the mention's last code point."""

    @property
    def kind(self) -> _SpeakerKind:
        """What the speaker is."""

    @property
    def role(self) -> str | None:
        """Title or office, as printed."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class SpeakerSummary:
    """One speaker with a name, over the whole article."""

    @property
    def name(self) -> str:
        """The fullest name the article gives."""

    @property
    def kind(self) -> _SpeakerKind:
        """What the speaker is."""

    @property
    def role(self) -> str | None:
        """The first title or office the article gives them, as printed."""

    @property
    def quotes(self) -> int:
        """How many quotes are theirs, repeats left out; 0 for whoever is only paraphrased."""

    @property
    def words(self) -> int:
        """The words in those quotes, counted as what white space parts."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Cue:
    """The word or words that say that something was said: "said", "according to", ":"."""

    @property
    def text(self) -> str:
        """The words as printed."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Span:
    """A stretch of text in Unicode code points, end exclusive."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Block:
    """One block of the body: `body[start:end]` in code points."""

    @property
    def kind(self) -> Literal["paragraph", "heading", "blockquote", "list_item", "table", "code", "caption"]:
        """What the block is."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""

    @property
    def level(self) -> int | None:
        """A heading's level (1 to 6) or a list item's depth (1 for the outermost list); `None` for all others."""

    @property
    def number(self) -> int | None:
        """The number of an ordered list's item; `None` for all others. Paragraphs of one item have the same."""

    @property
    def marks(self) -> list[Mark]:
        """Links and emphasis inside the block: those around others first, none partly over another."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Mark:
    """A stretch of a block with a meaning of its own: `body[start:end]` in code points."""

    @property
    def kind(self) -> Literal["link", "footnote", "strong", "emphasis", "code", "cite"]:
        """What it is."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""

    @property
    def href(self) -> str | None:
        """Where a link or footnote reference leads, absolute; `None` for all others."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Entry:
    """One entry of a live blog: `body[start:end]` in code points."""

    @property
    def time(self) -> str | None:
        """When it was written, as far as the page says so in a form for machines."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Image:
    """One image of the article."""

    @property
    def url(self) -> str:
        """Absolute address."""

    @property
    def alt(self) -> str | None:
        """The text that stands in for the image (`alt`)."""

    @property
    def caption(self) -> str | None:
        """The caption printed with it."""

    @property
    def credit(self) -> str | None:
        """Photographer or agency, where the page marks it as such."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Reservation:
    """A `<meta>` element or, in a crawl, a header by which a publisher reserves rights: `robots` or `x-robots-tag`
    with `noai` or `noimageai`, `tdm-reservation`, …
    """

    @property
    def name(self) -> str:
        """The element's or header's name, lower case."""

    @property
    def content(self) -> str:
        """Its content, as written."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Maker:
    """What made the record."""

    @property
    def name(self) -> str:
        """`"copydesk"`."""

    @property
    def version(self) -> str:
        """The program's version."""

    @property
    def profile(self) -> str | None:
        """Main host of the profile that was used, which is its file's name without `.toml`."""

    @property
    def profile_version(self) -> str | None:
        """The profile's version: the first 12 hex digits of the SHA-256 of its file."""

    @property
    def layout(self) -> str | None:
        """Which of the profile's layouts gave the rules: `today`, or the time of an older one as
        `2016-01-01/2021-06-30`, with `..` for an end that is open. `None` where the profile has only one.
        """

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Warning:
    """Something a reader of the record should know: a stable slug and a sentence."""

    @property
    def code(self) -> str:
        """Stable slug, such as `unbalanced-quote` or `profile-missed`."""

    @property
    def field(self) -> str | None:
        """The record's key it is about, if it is about one."""

    @property
    def message(self) -> str:
        """The sentence."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Provenance:
    """Which source and rule gave each field; `None` where the field is absent or empty."""

    @property
    def canonical_url(self) -> Origin | None:
        """Of `canonical_url`."""

    @property
    def site_name(self) -> Origin | None:
        """Of `site_name`."""

    @property
    def headline(self) -> Origin | None:
        """Of `headline`."""

    @property
    def description(self) -> Origin | None:
        """Of `description`."""

    @property
    def authors(self) -> Origin | None:
        """Of `authors`."""

    @property
    def section(self) -> Origin | None:
        """Of `section`."""

    @property
    def keywords(self) -> Origin | None:
        """Of `keywords`."""

    @property
    def date_published(self) -> Origin | None:
        """Of `date_published`."""

    @property
    def date_modified(self) -> Origin | None:
        """Of `date_modified`."""

    @property
    def language(self) -> Origin | None:
        """Of `language`."""

    @property
    def image(self) -> Origin | None:
        """Of `image`."""

    @property
    def images(self) -> Origin | None:
        """Of `images`."""

    @property
    def is_accessible_for_free(self) -> Origin | None:
        """Of `is_accessible_for_free`."""

    @property
    def body(self) -> Origin | None:
        """Of `body` and `blocks`."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Origin:
    """The source of one field's value."""

    @property
    def source(self) -> Literal["profile", "json_ld", "microdata", "meta", "generic", "feed", "url"]:
        """The kind of source."""

    @property
    def rule(self) -> str | None:
        """The rule as written: a profile's selector, a JSON-LD key path, a meta tag's name."""

    @property
    def confidence(self) -> float:
        """How far to trust the value, 0 to 1. A profile's rule is 1: somebody wrote it for this site."""

    def to_dict(self) -> dict[str, Any]:
        """The record's object, as in `Article.to_dict()`."""

    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
