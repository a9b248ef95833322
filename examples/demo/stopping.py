"""An orderly end, whenever it is asked for: Ctrl-C, SIGTERM, or a terminal that is closed."""

from __future__ import annotations

import signal
import sys
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_asked: list[int] = []


def end_when_asked() -> None:
    """From now on each of the signals ends the program through its `with` blocks."""
    sys.unraisablehook = _pass_over
    for number in _SIGNALS:
        signal.signal(number, _end)


def check() -> None:
    """Ends the program if a signal came where no exception could leave, as in a C callback."""
    if _asked:
        raise SystemExit(128 + _asked[0])


def wait() -> None:
    """Returns when the end is asked for."""
    try:
        while not _asked:
            signal.pause()
    except SystemExit:
        return


def ignore() -> None:
    """Lets what ends the program finish, undisturbed by a second Ctrl-C."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _end(number: int, _: FrameType | None) -> None:
    _asked.append(number)
    raise SystemExit(128 + number)


def _pass_over(unraisable: sys.UnraisableHookArgs) -> None:
    """Says nothing of an end that came where it could not leave: `check` ends the program."""
    if not (_asked and isinstance(unraisable.exc_value, SystemExit)):
        sys.__unraisablehook__(unraisable)
