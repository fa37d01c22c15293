"""Builds the shared library with Swift and puts it into the wheel, with spaces and weights."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PRODUCT = "CTGNAS"
# The flags of the Makefile: with others Swift would compile everything anew.
SWIFT = ["swift", "build", "-c", "release", "--no-color-diagnostics"]
TOOLCHAIN = "install Swift 6.1 or newer from https://swift.org/install"


class LibraryHook(BuildHookInterface):
    """Hatchling calls this before it makes a wheel."""

    def initialize(self, version: str, build_data: dict) -> None:
        checkout = Path(self.root).parent
        library = given(checkout) or build(checkout)
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"
        build_data["pure_python"] = False
        if version == "editable":
            return  # The library and its data are found in the checkout.
        build_data["force_include"].update(
            {
                str(library): f"tgnas/{library.name}",
                str(checkout / "spaces"): "tgnas/data/spaces",
                str(checkout / "weights"): "tgnas/data/weights",
                str(checkout / "LICENSE"): "tgnas/data/LICENSE",
                str(checkout / "NOTICE"): "tgnas/data/NOTICE",
            }
        )


def given(checkout: Path) -> Path | None:
    """The library that TGNAS_LIBRARY names, seen from the checkout: one that was built already."""
    name = os.environ.get("TGNAS_LIBRARY")
    if not name:
        return None
    library = checkout / name
    if not library.is_file():
        fail(f"TGNAS_LIBRARY names {name}, which is no file; unset it to build the library")
    return library


def build(checkout: Path) -> Path:
    """The path of the shared library, built anew where something has changed."""
    if not (checkout / "Package.swift").is_file():
        fail(f"{checkout} is no checkout of tgnas (it has no Package.swift); "
             "install with pip from a checkout: pip install ./python")
    if shutil.which("swift") is None:
        fail(f"Swift was not found; {TOOLCHAIN}")
    check_libraries()
    command = [*SWIFT, "--product", PRODUCT]
    if subprocess.run(command, cwd=checkout, stdout=sys.stderr).returncode != 0:
        fail(f"'{' '.join(command)}' failed in {checkout}; see its messages above")
    shown = subprocess.run(
        [*SWIFT, "--show-bin-path"], cwd=checkout, stdout=subprocess.PIPE, text=True, check=True
    )
    suffix = "dylib" if sys.platform == "darwin" else "so"
    return Path(shown.stdout.strip()) / f"lib{PRODUCT}.{suffix}"


def check_libraries() -> None:
    packages = {
        "openblas": "libopenblas-dev", "hdf5": "libhdf5-dev", "libcrypto": "libssl-dev",
    }
    if shutil.which("pkg-config") is None:
        missing = ["pkg-config", *packages.values()]
    else:
        missing = [
            package
            for name, package in packages.items()
            if subprocess.run(["pkg-config", "--exists", name]).returncode != 0
        ]
    if missing:
        fail(f"{' and '.join(missing)} must be installed first; run: "
             f"apt-get install {' '.join(missing)}")


def fail(sentence: str) -> None:
    sys.exit(f"tgnas: {sentence}")
