"""What tests share: spaces that are loaded once, and the program to compare with."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

import tgnas
from tgnas._tables import EXACT

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("TGNAS_BINARY", ROOT / ".build" / "release" / "tgnas"))


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory):
    """The user's cache of embeddings is neither read nor written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TGNAS_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("TGNAS_HOME", raising=False)
        yield


@pytest.fixture(scope="session")
def cells(_own_cache: None) -> tgnas.Space:
    return tgnas.load("nasbench201")


@pytest.fixture(scope="session")
def program():
    """Runs the program tgnas of the checkout."""
    if not PROGRAM.is_file():
        pytest.fail(f"{PROGRAM} is missing; run make build, or set TGNAS_BINARY")

    def run(*arguments: str, input: str | None = None, fails: bool = False) -> str:
        ran = subprocess.run(
            [PROGRAM, *arguments], input=input, capture_output=True, text=True, check=False
        )
        assert (ran.returncode != 0) == fails, ran.stderr
        return ran.stderr if fails else ran.stdout

    return run


@pytest.fixture(scope="session")
def printed(program):
    """The table that the program prints, with every digit."""

    def table(*arguments: str, input: str | None = None) -> pd.DataFrame:
        text = program(*arguments, "--format", "csv", "--quiet", input=input)
        return pd.read_csv(
            io.StringIO(text), keep_default_na=False, na_values=[""], **EXACT
        )

    return table
