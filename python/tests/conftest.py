"""What the tests share: the project's fixtures, and its program where it is built."""

from __future__ import annotations

import json
import os
import signal
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"


@dataclass(frozen=True)
class Fixture:
    """A saved page with the record that is expected of it."""

    name: str
    url: str
    html: bytes
    expected: dict[str, Any]


def all_fixtures() -> list[Fixture]:
    """Every page of `fixtures/` that has an expected record."""
    found = []
    for expected in sorted(FIXTURES.glob("*/*/expected.json")):
        folder = expected.parent
        url = tomllib.loads((folder / "page.toml").read_text("utf-8"))["url"]
        record = json.loads(expected.read_text("utf-8"))
        name = f"{folder.parent.name}/{folder.name}"
        found.append(Fixture(name, url, (folder / "page.html").read_bytes(), record))
    assert len(found) > 10
    return found


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Ctrl-C is what it is at a terminal, even where whoever started the tests has it ignored, as shells do in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def fixtures() -> list[Fixture]:
    return all_fixtures()


@pytest.fixture(scope="session")
def venezuela(fixtures: list[Fixture]) -> Fixture:
    """The article with the relayed quote."""
    return next(one for one in fixtures if one.name == "hotair.com/venezuela-soldiers")


@pytest.fixture(scope="session")
def program() -> str:
    """The command line program, to hold the package against."""
    named = os.environ.get("COPYDESK")
    built = [Path(named)] if named else [ROOT / "target" / kind / "copydesk" for kind in ("release", "debug")]
    for path in built:
        if path.exists():
            return str(path)
    pytest.skip("the program is not built: cargo build")
