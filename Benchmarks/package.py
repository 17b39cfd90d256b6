"""The build of this package, for the scripts that run what is in it."""

import os
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
BUILT = FOLDER / ".build" / "release"


def build(product: str) -> pathlib.Path:
    """Builds a program for release, with the flags in SWIFTFLAGS; returns where it is."""
    # Without it, files that are new in the package above would not be noticed.
    (FOLDER / "Package.swift").touch()
    flags = os.environ.get("SWIFTFLAGS", "").split()
    command = ["swift", "build", "--package-path", FOLDER, "-c", "release", "--product", product, *flags]
    subprocess.run(command, check=True, stdout=sys.stderr)
    return BUILT / product
