"""The recipes for the shell give what the bare program gives, also when the program is killed."""
import json
import os
import shutil
import subprocess

import pytest
from conftest import COPYDESK, RECIPES, by_url


def run(recipe, *arguments, **environment):
    return subprocess.run([RECIPES / recipe, *arguments], env={**os.environ, **environment}, check=False).returncode


def written(folder):
    return by_url(json.loads(line) for path in folder.glob("*.jsonl") for line in path.open(encoding="utf-8"))


def killed_once(folder):
    """A program that begins to write and is killed, the first time it is called."""
    path = folder / "copydesk"
    path.write_text(f'#!/bin/sh\nif mkdir "{folder}/killed" 2>/dev/null; then echo "{{"; kill -9 $$; fi\nexec "{COPYDESK}" "$@"\n')
    path.chmod(0o755)
    return str(path)


@pytest.fixture(params=["warcs_xargs.sh", "warcs_parallel.sh"])
def recipe(request):
    needed = request.param.removeprefix("warcs_").removesuffix(".sh")
    assert shutil.which(needed), f"{needed} is not installed"
    return request.param


def test_warcs(recipe, warcs, bare_warcs, tmp_path):
    assert run(recipe, warcs, tmp_path / "out") == 0
    assert written(tmp_path / "out") == bare_warcs


def test_warcs_when_the_program_is_killed(recipe, warcs, bare_warcs, tmp_path):
    program = killed_once(tmp_path)
    first = run(recipe, warcs, tmp_path / "out", COPYDESK=program)
    assert (tmp_path / "killed").exists()
    if "xargs" in recipe:
        assert first != 0 and len(list((tmp_path / "out").glob("*.jsonl"))) == 3
        first = run(recipe, warcs, tmp_path / "out", COPYDESK=program)
    assert first == 0
    assert written(tmp_path / "out") == bare_warcs
