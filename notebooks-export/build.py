#!/usr/bin/env python3
"""Runs the notebooks of this folder from top to bottom and writes them with their outputs.

Usage: build.py [--check] [NAME ...]

A notebook NAME.ipynb is made from NAME.py, in which "# %%" begins a cell of code and
"# %% [markdown]" one of text. With --check nothing is written: it fails where a cell does, and
where a notebook is not made from its source. Notebooks with the line "# needs: tables" run only
where TGNAS_BENCHMARKS names the folder of benchmark tables, those with "# needs: images" only where
TGNAS_IMAGES names an HDF5 file of images and PyTorch and h5py are installed.
"""

from __future__ import annotations

import argparse
import base64
import importlib.util
import os
import sys
import tempfile
from pathlib import Path

import nbclient
import nbformat

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
LARGEST = 3_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="run, but write nothing")
    parser.add_argument("names", nargs="*", help="such as 1-rank-and-search; all by default")
    options = parser.parse_args()
    sources = sorted(FOLDER.glob("[0-9]*.py"))
    unknown = set(options.names) - {source.stem for source in sources}
    if unknown:
        sys.exit(f"no such notebook: {', '.join(sorted(unknown))}; "
                 f"there are {', '.join(source.stem for source in sources)}")
    # The program of this checkout comes before one that is installed.
    os.environ["PATH"] = f"{ROOT / '.build/release'}{os.pathsep}{os.environ['PATH']}"
    # Notebooks run in a folder of their own.
    for name in ("TGNAS_BENCHMARKS", "TGNAS_IMAGES"):
        if path := os.environ.get(name):
            os.environ[name] = str(Path(path).resolve())
    for source in sources:
        if options.names and source.stem not in options.names:
            continue
        text = source.read_text(encoding="utf-8")
        if missing := [what for line in text.splitlines() for what in needed(line)]:
            print(f"{source.stem}: not run, as it needs {' and '.join(missing)}")
            continue
        notebook = executed(text, source.stem)
        if options.check:
            compare(notebook, source.with_suffix(".ipynb"))
        else:
            for cell in notebook.cells:
                for output in cell.get("outputs", []):
                    add_png(output)
            nbformat.write(notebook, str(source.with_suffix(".ipynb")))
        print(f"{source.stem}: {len(notebook.cells)} cells")
    size = sum(file.stat().st_size for file in FOLDER.glob("*.ipynb"))
    if size > LARGEST:
        sys.exit(f"the notebooks take {size:,} bytes together; expected at most {LARGEST:,}")


def needed(line: str) -> list[str]:
    """What a line "# needs:" asks for and is not there."""
    if line == "# needs: tables":
        known = os.environ.get("TGNAS_BENCHMARKS")
        return [] if known else ["the benchmark tables (TGNAS_BENCHMARKS)"]
    if line == "# needs: images":
        missing = [name for name in ("torch", "h5py") if importlib.util.find_spec(name) is None]
        return missing + ([] if os.environ.get("TGNAS_IMAGES") else ["images (TGNAS_IMAGES)"])
    return []


def executed(text: str, name: str) -> nbformat.NotebookNode:
    """The notebook of a source, with what its cells put out."""
    notebook = nbformat.v4.new_notebook(cells=cells(text))
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {"name": "python"}
    with tempfile.TemporaryDirectory() as folder:
        client = nbclient.NotebookClient(
            notebook, timeout=900, kernel_name="python3", record_timing=False,
            resources={"metadata": {"path": folder}})
        try:
            client.execute()
        except nbclient.exceptions.CellExecutionError as error:
            sys.exit(f"{name}: {error}")
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.validate(notebook)
    return notebook


def compare(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Expects the notebook at a path to have the same cells, and outputs."""
    if not path.is_file():
        sys.exit(f"{path.name} is missing: run make notebooks")
    written = nbformat.read(str(path), as_version=4)
    if [cell.source for cell in written.cells] != [cell.source for cell in notebook.cells]:
        sys.exit(f"{path.name} is not made from {path.stem}.py as it is now: run make notebooks")
    for mine, theirs in zip(notebook.cells, written.cells):
        if len(mine.get("outputs", [])) != len(theirs.get("outputs", [])):
            sys.exit(f"{path.name}: {theirs.id} lacks outputs: run make notebooks")


def cells(text: str) -> list[nbformat.NotebookNode]:
    """The cells of a source; what stands before the first is about the file."""
    found: list[tuple[bool, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("# %%"):
            found.append((line.rstrip().endswith("[markdown]"), []))
        elif found:
            found[-1][1].append(line)
    made = []
    for number, (is_markdown, lines) in enumerate(found, start=1):
        if is_markdown:
            words = "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines).strip()
            cell = nbformat.v4.new_markdown_cell(words)
        else:
            cell = nbformat.v4.new_code_cell("\n".join(lines).strip())
        # Equal sources give equal notebooks.
        cell["id"] = f"cell-{number}"
        made.append(cell)
    return made


def add_png(output: nbformat.NotebookNode) -> None:
    """Viewers show SVG only in notebooks that they trust, and PNG in all."""
    data = output.get("data", {})
    if "image/svg+xml" not in data:
        return
    try:
        import cairosvg
    except OSError as error:
        sys.exit(
            f"drawings cannot be made PNG pictures ({error}); "
            "install cairo: apt-get install libcairo2"
        )
    svg = data["image/svg+xml"]
    picture = cairosvg.svg2png(bytestring=svg.encode(), scale=1.5)
    data["image/png"] = base64.b64encode(picture).decode()
    # The text of a drawing is the SVG once more.
    data["text/plain"] = "a drawing"


if __name__ == "__main__":
    main()
