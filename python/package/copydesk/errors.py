"""What can go wrong. Every exception has a ``reason``, a stable word that programs may match on."""

from __future__ import annotations

from typing import Any, Literal

__all__ = ["CopydeskError", "CrawlError", "NotAnArticle", "ProfileError"]


class CopydeskError(Exception):
    """The base of all exceptions of copydesk's own.

    A value of the wrong type is a ``TypeError``, one that makes no sense a ``ValueError``, as everywhere in Python.
    """

    reason: str
    """Stable word for what went wrong."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (type(self), self.args, self.__dict__))


class NotAnArticle(CopydeskError):
    """A page gave no article: it is none, cannot be read, or could not be had.

    :func:`copydesk.extract` raises it; :func:`copydesk.extract_many` and :func:`copydesk.crawl` yield it in the page's place.
    """

    url: str
    """The page's address, as it was given; ``about:blank`` if it has none."""
    id: str | int | None
    """The ``id`` of the batch line it came from."""
    status: Literal["skipped", "failed"]
    """Rightly no article, or one that could not be had."""
    stage: str
    """How far it got: ``input``, ``scope``, ``robots``, ``fetch``, ``page`` or ``extract``."""
    message: str
    """What was wrong, where, and what to do."""
    http_status: int | None
    """The status code of the last answer, if there was one."""
    retryable: bool
    """Whether the same request may succeed later."""
    attempts: int
    """How many requests went out for it."""

    def __init__(
        self,
        message: str,
        *,
        reason: str,
        url: str,
        stage: str,
        status: Literal["skipped", "failed"] = "failed",
        id: str | int | None = None,
        http_status: int | None = None,
        retryable: bool = False,
        attempts: int = 0,
    ) -> None:
        super().__init__(message, reason)
        self.message = message
        self.url = url
        self.id = id
        self.status = status
        self.stage = stage
        self.http_status = http_status
        self.retryable = retryable
        self.attempts = attempts

    def to_dict(self) -> dict[str, Any]:
        """The record that the command line writes for such a page."""
        keys = ("url", "id", "status", "stage", "reason", "message", "http_status", "retryable", "attempts")
        return {key: getattr(self, key) for key in keys}


class ProfileError(CopydeskError):
    """Site profiles that cannot be used. ``reason`` is ``malformed-profile`` or ``unreadable-profile``."""

    problems: list[str]
    """Everything that is wrong with them, each with file, line and key."""

    def __init__(self, reason: str, problems: list[str]) -> None:
        super().__init__("; ".join(problems), reason)
        self.problems = problems


class CrawlError(CopydeskError):
    """A crawl that cannot run or go on.

    ``reason`` is ``no-seeds``, ``options`` (one of them cannot be used), ``output`` (the folder cannot be made), ``state``
    (what an earlier run left there cannot be used, or another run is using it), ``write`` (a file cannot be written),
    ``archive`` or ``broken-off``.
    """


def _again(kind: type[CopydeskError], args: tuple[Any, ...], state: dict[str, Any]) -> CopydeskError:
    """An exception that was pickled."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error
