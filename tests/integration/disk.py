"""Disks that are small, take no writes or belong to somebody else, for a server under test.

A small disk is a tmpfs in a mount namespace of its own: it needs no rights beyond those that an
ordinary user has for such namespaces, and it is gone with the process that holds it.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# Becomes root of a user namespace that holds nothing but the mount; ends when its input does.
_HOLD = 'mount -t tmpfs -o "size=$2" armillary-test "$1" && echo mounted && exec cat'
_UNSHARE = ("unshare", "--user", "--map-root-user", "--mount")
_ADVICE = (
    "this test mounts a small disk in a namespace of its own, which this machine forbids: allow "
    "user namespaces (sysctl kernel.unprivileged_userns_clone=1, "
    "kernel.apparmor_restrict_unprivileged_userns=0; in a container, a seccomp profile that lets "
    "unshare and mount pass), or run outside of a chroot"
)


class SmallDisk:
    """A disk of so many bytes at a folder that only its own processes see. Use as a context."""

    def __init__(self, folder: Path, size: int) -> None:
        folder.mkdir()
        self.folder = folder
        self._holder = subprocess.Popen(
            [*_UNSHARE, "sh", "-c", _HOLD, "sh", str(folder), str(size)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != "mounted\n":
            raise RuntimeError(f"{_ADVICE}\n{self._holder.communicate()[1]}")
        pid = str(self._holder.pid)
        self.wrapper = ["nsenter", "--target", pid, "--user", "--mount", "--preserve-credentials"]

    def __enter__(self) -> SmallDisk:
        return self

    def __exit__(self, *_: object) -> None:
        self._holder.communicate()

    @property
    def seen(self) -> Path:
        """The disk as processes outside of its namespace reach it."""
        return Path(f"/proc/{self._holder.pid}/root{self.folder}")

    def fill(self, but: int = 0) -> None:
        """Takes the space that is left, to the last byte or but for so many."""
        ballast = self.seen / "ballast"
        with ballast.open("ab", buffering=0) as file:
            piece = 1 << 20
            while piece:
                try:
                    file.write(b"x" * piece)
                except OSError:
                    piece //= 2
        os.truncate(ballast, max(0, ballast.stat().st_size - but))

    def free(self) -> None:
        """Gives back what `fill` took."""
        (self.seen / "ballast").unlink()

    def make_read_only(self, folder: Path) -> None:
        """From now on files opened in that folder of the disk cannot be written."""
        self._run("mount", "--bind", str(folder), str(folder))
        self._run("mount", "-o", "remount,bind,ro", str(folder))

    def make_writable(self, folder: Path) -> None:
        """Undoes make_read_only."""
        self._run("umount", str(folder))

    def _run(self, *command: str) -> None:
        subprocess.run([*self.wrapper, *command], check=True, timeout=30)


def without_privileges() -> list[str]:
    """The wrapper of a server to which the rights of files apply even if root runs the tests."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
