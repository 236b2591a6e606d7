"""News pages into clean copy: headline, authors, dates, body, and every quote with who said it.

>>> import copydesk
>>> article = copydesk.extract(html, "https://example.com/2026/11/flood")    # doctest: +SKIP
>>> [(quote.speaker.name, quote.text) for quote in article.quotes if quote.speaker]    # doctest: +SKIP

Records are the JSON records of the command line: attributes have their keys' names, offsets are code points, so
``article.body[quote.start:quote.end] == quote.text``, and ``article.to_dict()`` is what ``copydesk extract`` prints.
"""

from copydesk._native import (
    Annotation,
    ArrowTable,
    Article,
    Attribution,
    Block,
    Crawl,
    Cue,
    Entry,
    ExtractArrow,
    ExtractMany,
    Image,
    Maker,
    Mark,
    Origin,
    Profiles,
    Provenance,
    Quote,
    Reservation,
    Span,
    Speaker,
    SpeakerSummary,
    Warning,
    __version__,
    crawl,
    extract,
    extract_arrow,
    extract_many,
    quotes,
    to_arrow,
)
from copydesk.errors import CopydeskError, CrawlError, NotAnArticle, ProfileError

__all__ = [
    "Annotation",
    "ArrowTable",
    "Article",
    "Attribution",
    "Block",
    "CopydeskError",
    "Crawl",
    "CrawlError",
    "Cue",
    "Entry",
    "ExtractArrow",
    "ExtractMany",
    "Image",
    "Maker",
    "Mark",
    "NotAnArticle",
    "Origin",
    "ProfileError",
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
