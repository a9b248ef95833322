"""How a failure ends a command: what is printed and with which code it exits."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator

from armillary import errors
from armillary.cli.output import complain

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

NOT_LET_IN, REFUSED_INPUT, NO_ANSWER, BROKEN = 3, 6, 7, 9


@contextlib.contextmanager
def told(as_json: bool) -> Iterator[None]:
    """Turns what the client raises into lines on standard error and an exit code."""
    try:
        yield
    except errors.ApiError as error:
        _say_api_error(error, as_json)
        sys.exit(exit_code(error))
    except errors.ConfigurationError as error:
        _say("configuration", str(error), as_json, "See `armillary --help` for what is looked up.")
        sys.exit(NOT_LET_IN)
    except errors.InvalidInput as error:
        _say("refused_input", str(error), as_json, "Nothing was sent. Correct the record.")
        sys.exit(REFUSED_INPUT)
    except errors.ConnectionFailed as error:
        _say(
            "no_answer", str(error), as_json, "Start a server with `armillary up`, or check --url."
        )
        sys.exit(NO_ANSWER)
    except errors.UnexpectedAnswer as error:
        _say("unexpected_answer", str(error), as_json, "Check --url: is it an Armillary server?")
        sys.exit(1)


def refuse(message: str, next_step: str, as_json: bool = False) -> None:
    """Refuses input before anything is sent."""
    _say("refused_input", message, as_json, next_step)
    sys.exit(REFUSED_INPUT)


def exit_code(error: errors.ApiError) -> int:
    """The documented code of an error of the catalogue."""
    for kind, code in _STATUS_CODES:
        if isinstance(error, kind):
            return code
    return 1


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


def _say(code: str, message: str, as_json: bool, next_step: str) -> None:
    _print({"code": code, "message": message, "next_step": next_step}, as_json)


def _print(fields: dict[str, str], as_json: bool) -> None:
    if as_json:
        sys.stderr.write(json.dumps(fields, ensure_ascii=False) + "\n")
        return
    first = f"{fields.pop('code')}: {fields.pop('message')}"
    rest = [(name.replace("_", " "), text) for name, text in fields.items()]
    complain([("error", first), *rest])
