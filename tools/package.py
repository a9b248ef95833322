#!/usr/bin/env python3
"""Packs a built server with its pages, the library that it carries, the SDK's wheel, the licences.

Makes build/package/armillary-VERSION-linux-x86_64.tar.gz and its sha256. `packages.txt` inside
names the Debian packages whose libraries the server needs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLATFORM = "linux-x86_64"


def output_of(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def version() -> str:
    found = re.search(r"project\(armillary VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())
    if not found:
        raise SystemExit("package: CMakeLists.txt names no version")
    return found[1]


def runtime_packages(binary: Path) -> list[str]:
    """The Debian packages that own the shared libraries of a program."""
    libraries = re.findall(r"=> (/\S+)", output_of("ldd", str(binary)))
    paths = {
        os.path.realpath(library) for library in libraries if not library.startswith(str(ROOT))
    }
    names = {path.removeprefix("/usr") for path in paths}
    owners = set()
    for name in paths | names:
        done = subprocess.run(["dpkg", "-S", name], check=False, capture_output=True, text=True)
        owners |= {line.split(":")[0] for line in done.stdout.splitlines()}
    return sorted(owners)


def lay_out(build: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cmake", "--install", build, "--prefix", folder, "--strip"], check=True)
    if not (folder / "share/workbench/index.html").exists():
        raise SystemExit("package: the pages are not built: ./dev build")
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*wheel, "--wheel-dir", folder / "sdk", ROOT / "sdk/python"], check=True)
    packages = runtime_packages(build / "armillaryd")
    (folder / "packages.txt").write_text("\n".join(packages) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="a built folder")
    build = parser.parse_args().build
    name = f"armillary-{version()}-{PLATFORM}"
    folder = ROOT / "build/package" / name
    lay_out(build, folder)
    packed = folder.with_name(f"{name}.tar.gz")
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, arcname=name)
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    packed.with_name(f"{packed.name}.sha256").write_text(f"{digest}  {packed.name}\n")
    print(f"{packed.relative_to(ROOT)}  {packed.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
