"""How a failure ends a command: what is printed and with which code it exits."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from armillary import errors
from armillary.cli.output import complain, remark

EXIT_CODES = (
    (0, "done"),
    (1, "something unexpected; a bug report helps"),
    (2, "the command line is wrong"),
    (3, "not let in: no token, a token that is not valid, or a right that is lacking"),
    (4, "not there, or not visible to this token"),
    (5, "refused in this state: taken, changed meanwhile, not servable, promotion required"),
    (6, "refused input: a field, a record or a model"),
    (7, "no answer, or the server cannot answer now; try again"),
    (8, "a limit: quota, rate, memory, size"),
    (9, "a check found something broken (audit verify)"),
)

_STATUS_CODES: tuple[tuple[type[errors.ApiError], int], ...] = (
    (errors.CODES["unauthenticated"], 3),
    (errors.CODES["permission_denied"], 3),
    (errors.CODES["not_found"], 4),
    (errors.CODES["already_exists"], 5),
    (errors.STATUSES["aborted"], 5),
    (errors.STATUSES["failed_precondition"], 5),
    (errors.STATUSES["invalid_argument"], 6),
    (errors.STATUSES["unimplemented"], 6),
    (errors.STATUSES["unavailable"], 7),
    (errors.STATUSES["deadline_exceeded"], 7),
    (errors.STATUSES["resource_exhausted"], 8),
)

UNEXPECTED, WRONG_COMMAND, NOT_LET_IN, REFUSED_INPUT, NO_ANSWER, BROKEN = 1, 2, 3, 6, 7, 9

# The codes that no server answers, and how each ends.
OWN_CODES = {
    "configuration": (NOT_LET_IN, "See `armillary --help` for what is looked up."),
    "no_answer": (NO_ANSWER, "Start a server with `armillary up`, or check --url."),
    "no_server": (NO_ANSWER, "In a checkout run ./dev build; else put armillaryd on the PATH."),
    "refused_input": (REFUSED_INPUT, "Nothing was sent. Correct what the message names."),
    "unexpected_answer": (UNEXPECTED, "Check --url: is it an Armillary server?"),
    "unusable_file": (REFUSED_INPUT, "Choose another file or folder."),
    "wrong_command": (WRONG_COMMAND, "See the command with --help."),
}


class Refused(Exception):
    """Input that is refused before anything is sent; ``next_step`` where there is a better one."""

    def __init__(self, message: str, next_step: str | None = None) -> None:
        super().__init__(message)
        self.next_step = next_step


@contextlib.contextmanager
def told(as_json: bool) -> Iterator[None]:
    """Turns what the client raises into lines on standard error and an exit code, and what it
    warns of into notes.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", UserWarning)
            warnings.showwarning = _note
            yield
        sys.stdout.flush()
    except errors.ApiError as error:
        _say_api_error(error, as_json)
        sys.exit(exit_code(error))
    except errors.ConfigurationError as error:
        end("configuration", str(error), as_json)
    except (Refused, errors.InvalidInput) as error:
        end("refused_input", str(error), as_json, getattr(error, "next_step", None))
    except errors.ConnectionFailed as error:
        end("no_answer", str(error), as_json)
    except errors.UnexpectedAnswer as error:
        end("unexpected_answer", str(error), as_json)
    except BrokenPipeError:  # whoever reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        where = "" if error.filename is None else f"{error.filename}: "
        end("unusable_file", f"{where}{error.strerror or error}", as_json)


def end(code: str, message: str, as_json: bool, next_step: str | None = None) -> None:
    """Ends the command with one of its own codes."""
    exits, usual = OWN_CODES[code]
    fields = {"code": code, "message": message, "next_step": next_step or usual}
    _print(fields, as_json)
    sys.exit(exits)


def exit_code(error: errors.ApiError) -> int:
    """The documented code of an error of the catalogue."""
    for kind, code in _STATUS_CODES:
        if isinstance(error, kind):
            return code
    return UNEXPECTED


def _note(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    if issubclass(category, UserWarning):
        remark(str(message))


def _say_api_error(error: errors.ApiError, as_json: bool) -> None:
    problem = error.problem
    fields = {
        "code": problem.code,
        "message": problem.message,
        "field": problem.field,
        "rule": problem.rule,
        "request_id": problem.request_id,
        "next_step": problem.next_step,
    }
    _print({name: value for name, value in fields.items() if value}, as_json)


def _print(fields: dict[str, str], as_json: bool) -> None:
    if as_json:
        sys.stderr.write(json.dumps(fields, ensure_ascii=False) + "\n")
        return
    first = f"{fields.pop('code')}: {fields.pop('message')}"
    rest = [(name.replace("_", " "), text) for name, text in fields.items()]
    complain([("error", first), *rest])
