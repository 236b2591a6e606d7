"""What the READMEs show in Python runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import ROOT, Fixture


def blocks() -> list[tuple[str, str]]:
    found = []
    for readme in ("README.md", "python/README.md"):
        text = (ROOT / readme).read_text("utf-8")
        for number, code in enumerate(re.findall(r"```python\n(.*?)```", text, re.S)):
            found.append((f"{readme}-{number}", code))
    assert len(found) > 5
    return found


@pytest.mark.parametrize(("name", "code"), blocks(), ids=[name for name, _ in blocks()])
def test_python_in_the_readmes_runs(
    name: str, code: str, fixtures: list[Fixture], venezuela: Fixture, capsys: pytest.CaptureFixture[str]
) -> None:
    import copydesk

    compiled = compile(code, name, "exec")
    if "copydesk.crawl(" in code:
        # It names a real site. `test_crawl.py` runs the same against one on loopback.
        return
    known: dict[str, Any] = {
        "copydesk": copydesk,
        "html": venezuela.html.decode(),
        "url": venezuela.url,
        "pairs": [(one.html, one.url) for one in fixtures],
        "articles": [copydesk.extract(one.html, one.url) for one in fixtures],
    }
    exec(compiled, known)
    if "print(" in code:
        assert capsys.readouterr().out.strip()


def test_the_first_example_is_five_lines(venezuela: Fixture, capsys: pytest.CaptureFixture[str]) -> None:
    code = next(code for name, code in blocks() if name == "README.md-0")
    lines = [line for line in code.splitlines() if line.strip()]
    assert len(lines) == 5
    exec(code, {"html": venezuela.html, "url": venezuela.url})
    assert "Jose Gomez" in capsys.readouterr().out
