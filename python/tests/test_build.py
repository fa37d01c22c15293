"""What pip says when something is missing, in one sentence each."""

from __future__ import annotations

import importlib.util
import os
import sys
import types
from pathlib import Path

import pytest

import tgnas
from tgnas import _library

from conftest import ROOT


@pytest.fixture(scope="module")
def build_library():
    """The module build_library.py, without the builder that calls it."""
    interface = types.ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = object
    names = ["hatchling", "hatchling.builders", "hatchling.builders.hooks",
             "hatchling.builders.hooks.plugin", interface.__name__]
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setitem(sys.modules, name, types.ModuleType(name))
        patch.setitem(sys.modules, interface.__name__, interface)
        path = ROOT / "python" / "build_library.py"
        spec = importlib.util.spec_from_file_location("build_library", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """A PATH with only the given tools, shell scripts."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(**scripts: str) -> None:
        for name, script in scripts.items():
            file = folder / name.replace("_", "-")
            file.write_text(f"#!/bin/sh\n{script}\n")
            file.chmod(0o755)

    return make


def sentence(function, *arguments) -> str:
    with pytest.raises(SystemExit) as caught:
        function(*arguments)
    assert caught.value.code.startswith("tgnas: ")
    return caught.value.code


def test_outside_of_a_checkout(build_library, tmp_path):
    assert "is no checkout of tgnas" in sentence(build_library.build, tmp_path)


def test_without_swift(build_library, tools):
    assert sentence(build_library.build, ROOT) == (
        "tgnas: Swift was not found; install Swift 6.1 or newer from https://swift.org/install"
    )


def test_without_libraries(build_library, tools):
    tools(swift="exit 0")
    assert (
        "pkg-config and libopenblas-dev and libhdf5-dev and libssl-dev must be installed first"
        in sentence(build_library.build, ROOT)
    )
    tools(pkg_config='[ "$2" != openblas ]')
    assert sentence(build_library.build, ROOT) == (
        "tgnas: libopenblas-dev must be installed first; run: apt-get install libopenblas-dev"
    )


def test_a_build_that_fails(build_library, tools):
    tools(swift="exit 1", pkg_config="exit 0")
    command = "swift build -c release --no-color-diagnostics --product CTGNAS"
    assert f"'{command}' failed" in sentence(build_library.build, ROOT)


def test_a_library_that_was_built_before(build_library, tmp_path, monkeypatch):
    monkeypatch.delenv("TGNAS_LIBRARY", raising=False)
    assert build_library.given(tmp_path) is None
    monkeypatch.setenv("TGNAS_LIBRARY", "libCTGNAS.so")
    assert "which is no file" in sentence(build_library.given, tmp_path)
    (tmp_path / "libCTGNAS.so").touch()
    assert build_library.given(tmp_path) == tmp_path / "libCTGNAS.so"


def test_what_is_installed():
    package = Path(tgnas.__file__).parent
    if _library.path().parent != package:
        pytest.skip("an editable installation takes everything from the checkout")
    assert (package / "py.typed").is_file()
    assert _library.home() == package / "data"
    for folder in ("spaces", "weights"):
        shipped = {path.name for path in (ROOT / folder).iterdir()}
        assert {path.name for path in (package / "data" / folder).iterdir()} == shipped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "is missing in .*install the package anew from a checkout: pip install ./python"),
        ("no library", "cannot be loaded: .*libCTGNAS.so: (file too short|invalid ELF header)"),
    ],
)
def test_a_library_that_is_missing_or_damaged(text, expected, tmp_path, monkeypatch):
    monkeypatch.setattr(_library, "_PACKAGE", tmp_path / "a" / "b" / "c")
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    if text:
        (tmp_path / "a" / "b" / "c" / "libCTGNAS.so").write_text(text)
    with pytest.raises(tgnas.TGNASError, match=expected):
        _library.library.__wrapped__()


def test_missing_libraries_are_named(tmp_path, monkeypatch):
    class Failing:
        def __init__(self, path: str) -> None:
            raise OSError(
                "libopenblas.so.0: cannot open shared object file: No such file or directory"
            )

    monkeypatch.setattr(_library.ctypes, "CDLL", Failing)
    with pytest.raises(tgnas.TGNASError) as caught:
        _library.library.__wrapped__()
    assert str(caught.value) == (
        "libopenblas.so.0 is missing; tgnas needs OpenBLAS, HDF5 and OpenSSL: "
        "apt-get install libopenblas-dev libhdf5-dev libssl-dev"
    )
    assert os.linesep not in str(caught.value)
