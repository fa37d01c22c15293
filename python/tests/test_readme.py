"""The Python examples of the READMEs work."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from conftest import ROOT

# What the examples leave to their readers.
BEFORE = "def train(architecture):\n    return float(len(architecture))\n\n"


def blocks() -> list:
    found = []
    pages = (
        ROOT / "README.md", ROOT / "python" / "README.md", ROOT / "docs" / "training-loop.md",
    )
    for path in pages:
        texts = re.findall(r"^```python\n(.*?)^```", path.read_text(), flags=re.M | re.S)
        name = path.relative_to(ROOT)
        found += [pytest.param(text, id=f"{name}-{n}") for n, text in enumerate(texts, 1)]
    return found


def test_there_are_examples():
    assert len(blocks()) >= 4


@pytest.mark.parametrize("text", blocks())
def test_examples(text, tmp_path):
    # Dask's workers import the script.
    script = tmp_path / "example.py"
    script.write_text(BEFORE + text)
    ran = subprocess.run(
        [sys.executable, script], capture_output=True, text=True,
        cwd=tmp_path, check=False,
    )
    assert ran.returncode == 0, ran.stderr
