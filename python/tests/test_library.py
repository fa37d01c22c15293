"""The header, the shared library and the Python package say the same."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys

import pytest

import tgnas
from tgnas import _library

from conftest import ROOT

HEADER = ROOT / "Sources" / "CABI" / "tgnas.h"
KINDS = {
    "void": None, "int32_t": ctypes.c_int32, "int64_t": ctypes.c_int64, "uint64_t": ctypes.c_uint64,
    "const char *": ctypes.c_char_p, "char *": ctypes.c_void_p, "void *": ctypes.c_void_p,
    "char **": _library.TEXT, "int64_t *": ctypes.POINTER(ctypes.c_int64),
    "float *": ctypes.POINTER(ctypes.c_float), "double *": ctypes.POINTER(ctypes.c_double),
    "const double *": ctypes.POINTER(ctypes.c_double), "tgnas_progress": _library.PROGRESS,
}


def kind(declared: str) -> object:
    """The ctypes type of a C type."""
    plain = re.sub(r"^(const )?tgnas_(space|installation) ", "void ", declared)
    return _library.HANDLE if plain == "void **" else KINDS[plain]


def declarations() -> dict[str, tuple]:
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.S)
    text = re.sub(r"typedef[^;]*;", "", text)
    found = {}
    for result, name, arguments in re.findall(r"([\w ]+[ *])\b(tgnas_\w+)\(([^()]*)\);", text):
        types = [
            re.match(r"(.*?)\w+$", " ".join(argument.split()))[1].strip()
            for argument in arguments.split(",") if argument.strip() != "void"
        ]
        types = [re.sub(r" ?(\*+)$", r" \1", declared) for declared in types]
        result = re.sub(r" ?(\*+)$", r" \1", " ".join(result.split()))
        found[name] = (kind(result), tuple(kind(declared) for declared in types))
    return found


def test_the_header_declares_what_python_calls():
    assert declarations() == _library.SIGNATURES


@pytest.mark.skipif(sys.platform != "linux", reason="nm and ldd are those of Linux")
def test_the_library_shows_only_what_the_header_declares():
    shown = subprocess.run(
        ["nm", "-D", "--defined-only", "--extern-only", _library.path()],
        capture_output=True, text=True, check=True,
    ).stdout
    names = {line.split()[-1] for line in shown.splitlines()}
    assert names == set(_library.SIGNATURES)


@pytest.mark.skipif(sys.platform != "linux", reason="nm and ldd are those of Linux")
def test_the_library_needs_no_swift():
    needed = subprocess.run(
        ["ldd", _library.path()], capture_output=True, text=True, check=True
    ).stdout
    assert "libopenblas" in needed and "libhdf5" in needed
    assert "swift" not in needed.replace(str(_library.path()), "")
    assert "Foundation" not in needed and "not found" not in needed


def test_a_program_in_c_can_use_it(tmp_path):
    source = tmp_path / "score.c"
    source.write_text("""
        #include <stdio.h>
        #include "tgnas.h"
        int main(int count, char **arguments) {
          tgnas_installation *installation;
          tgnas_space *space;
          char *notes = NULL, *error = NULL;
          double score;
          const char cell[] =
              "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+"
              "|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|";
          if (tgnas_installation_open(arguments[1], &installation, &error) != TGNAS_SUCCESS ||
              tgnas_space_open(
                  installation, "{\\"space\\": \\"nasbench201\\"}", &space, &notes, &error) ||
              tgnas_score(space, cell, sizeof cell, 1, &score, &notes, &error)) {
            fprintf(stderr, "%s\\n", error);
            return 1;
          }
          printf("%.17g\\n", score);
          tgnas_free(notes);
          tgnas_space_close(space);
          tgnas_installation_close(installation);
          return count == 2 ? 0 : 1;
        }
        """)
    compiler = ["cc", "-Wall", "-Werror", "-pedantic", f"-I{HEADER.parent}", source]
    library = _library.path()
    subprocess.run(
        [*compiler, library, f"-Wl,-rpath,{library.parent}", "-o", tmp_path / "score"], check=True
    )
    ran = subprocess.run(
        [tmp_path / "score", str(_library.home())], capture_output=True, text=True, check=True
    )
    best = tgnas.load("nasbench201").rank(top=1)
    assert float(ran.stdout) == best.score[0]


def test_the_version(program):
    assert tgnas.__version__ == program("--version").strip()
    with pytest.raises(AttributeError):
        tgnas.nothing  # noqa: B018
