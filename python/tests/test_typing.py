"""What the stubs say is so, and the tests themselves keep to it."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def test_the_package_is_marked_as_typed() -> None:
    assert files("copydesk").joinpath("py.typed").is_file()
    assert files("copydesk").joinpath("_native.pyi").is_file()


def test_stubs_are_those_of_the_extension_module() -> None:
    check([sys.executable, "-m", "mypy.stubtest", "copydesk", "--mypy-config-file", str(PROJECT / "pyproject.toml")])


@pytest.mark.parametrize("place", ["package/copydesk", "tests", "bench"])
def test_our_own_code_is_typed(place: str) -> None:
    check([sys.executable, "-m", "mypy", "--config-file", str(PROJECT / "pyproject.toml"), str(PROJECT / place)])


def check(command: list[str]) -> None:
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT / "tests")
    assert run.returncode == 0, run.stdout + run.stderr
