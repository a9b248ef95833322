"""Rules that look at one C++ file by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rules.source import Source, blank

Found = Iterator[tuple[int, str]]

MAX_FILE_LINES = 400
MAX_LINE_COLUMNS = 100
MAX_FUNCTION_LINES = 50
MAX_NESTING = 3

# Coroutines live where the sockets are; the core has threads.
COROUTINE_MODULES = {"net"}

# Where a mutex may stand: what everybody else shares state with, what guards no memory of its own,
# and what waits for an event. Elsewhere state is a Guarded<T>.
MUTEX_PLACES = (
    "base/guarded.h",
    "base/bounded_queue.h",
    "base/worker_pool.h",
    "app/ticker.h",  # waits for the next tick
    "inference/internal/deadline_watch.h",  # waits for the next deadline
    "metadata/internal/",
    "net/internal/site.h",  # waits until the last connection has left
    "objects/folder_store.h",  # one name at a time changes on the disk
)

# Who may make a scope. The constructors are private; this catches a new friend.
SCOPE_PLACES = ("metadata/scope.h", "metadata/testing/", "tenancy/access.")
SYSTEM_SCOPE_PLACES = ("metadata/scope.h", "metadata/testing/", "app/")

BANNED_NAMES = set(
    "common data handle helper helpers impl info manager misc process util utils".split()
)

HEAVY_HEADERS = re.compile(r"<(boost/(asio|beast)|google/protobuf|arrow|grpcpp|onnxruntime)")

SQL = re.compile(
    r"\s*(?:SELECT\s|INSERT\s+(?:OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|CREATE\s+(?:UNIQUE\s+|TEMP\s+)?(?:TABLE|INDEX|VIEW|TRIGGER)\s|ALTER\s+TABLE\s|DROP\s+TABLE\s"
    r"|WITH\s+\w+\s+AS\s*\()"
)

CODE_IN_COMMENT = re.compile(
    r"""\ ?(?:  # an example in a comment stands further in
        \#\s*include\s*["<]
      | return\b.*;\s*$
      | (?:if|for|while|switch)\s?\(.*\)\s*\{\s*$
      | (?:auto|const|int|bool|std::\w+)\s.*=.*;\s*$
      | [\w:.<>\[\]*&>-]+\s?\+?=\s[^=].*;\s*$
      | [\w:.<>-]+\(.*\);\s*$
    )""",
    re.X,
)


DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)


def within(source: Source, places: tuple[str, ...]) -> bool:
    return source.place.as_posix().startswith(places)


def file_length(source: Source) -> Found:
    if len(source.lines) > MAX_FILE_LINES:
        yield len(source.lines), f"longer than {MAX_FILE_LINES} lines"


def line_length(source: Source) -> Found:
    for number, line in enumerate(source.lines, 1):
        if len(line) > MAX_LINE_COLUMNS and "http" not in line:
            yield number, f"longer than {MAX_LINE_COLUMNS} columns"


CONTROL = {"if", "else", "for", "while", "do", "switch", "try", "catch"}
TYPES = {"namespace", "class", "struct", "enum", "union", "extern"}


@dataclass(frozen=True)
class Block:
    """A pair of braces, what it is, and how many control statements stand around it."""

    kind: str  # function, control or other
    opened: int
    closed: int
    depth: int


def kind_of_block(head: str, inside_function: bool) -> str:
    """What a brace opens after this text, which goes back to the last brace or semicolon."""
    first = re.match(r"[\s)]*(\w+)", head)
    word = first[1] if first else ""
    if inside_function and word in CONTROL:
        return "control"
    closed = not head.rstrip().endswith(("=", ",", "("))
    return "function" if "(" in head and word not in TYPES | CONTROL and closed else "other"


def blocks(source: Source) -> Iterator[Block]:
    code = DIRECTIVE.sub(lambda match: blank(match[0]), source.code)
    stack: list[tuple[str, int, int]] = []
    head_start = 0
    for match in re.finditer(r"[{};]", code):
        at = match.start()
        if match[0] == "{":
            inside = any(kind == "function" for kind, _, _ in stack)
            kind = kind_of_block(code[head_start:at], inside)
            depth = sum(kind == "control" for kind, _, _ in stack) + (kind == "control")
            stack.append(("other" if inside and kind == "function" else kind, at, depth))
        elif match[0] == "}" and stack:
            kind, opened, depth = stack.pop()
            yield Block(kind, opened, at, depth)
        head_start = match.end()


def function_length(source: Source) -> Found:
    for block in blocks(source):
        lines = source.code.count("\n", block.opened, block.closed) - 1
        if block.kind == "function" and lines > MAX_FUNCTION_LINES:
            message = f"a function of {lines} lines: {MAX_FUNCTION_LINES} at most"
            yield source.line_of(block.opened), message


def nesting(source: Source) -> Found:
    for block in blocks(source):
        if block.kind == "control" and block.depth == MAX_NESTING + 1:
            yield source.line_of(block.opened), f"nested deeper than {MAX_NESTING} levels"


def coroutines(source: Source) -> Found:
    if source.module not in COROUTINE_MODULES:
        for number, _ in source.matches(r"\bco_(await|return|yield)\b"):
            yield number, "coroutines live in net/ only"


def banned_names(source: Source) -> Found:
    names = [*source.place.parts[:-1], source.path.stem.removesuffix("_test")]
    for name in BANNED_NAMES.intersection(names):
        yield 1, f"'{name}' says nothing as a name: name the thing"
    for number, found in source.matches(r"\b(?:class|struct|enum|union|concept)\s+(\w+)\b(?!::)"):
        if found[1].lower() in BANNED_NAMES:
            yield number, f"'{found[1]}' says nothing as a name: name the thing"


def detached_threads(source: Source) -> Found:
    for number, _ in source.matches(r"[.>]detach\s*\(\s*\)"):
        yield number, "a thread belongs to a class: no detach"


def sleeping(source: Source) -> Found:
    for number, _ in source.matches(r"\b(sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\("):
        yield number, "wait for the event, on a Clock: no sleep"


def raw_memory(source: Source) -> Found:
    for number, _ in source.matches(r"^(?!\s*#).*(?<!operator )\bnew\b(?!\s*\()"):
        if not re.search(r"unique_ptr<[^;]*>\s*\w*\(\s*new\b", source.code_lines[number - 1]):
            yield number, "no raw new: std::make_unique, or a value"
    for number, _ in source.matches(r"(?<!operator )(?<!= )\bdelete\b(?!\s*;)"):
        yield number, "no raw delete: let an owner free it"


def mutexes(source: Source) -> Found:
    if source.is_testing or within(source, MUTEX_PLACES):
        return
    for number, _ in source.matches(r"\bstd::(\w*mutex|condition_variable\w*)\b"):
        yield number, "shared state is a Guarded<T>"


def scopes(source: Source) -> Found:
    rules = (("TenantScope", SCOPE_PLACES), ("SystemScope", SYSTEM_SCOPE_PLACES))
    for name, places in rules:
        if not within(source, places):
            for number, _ in source.matches(rf"(?<![\w~]){name}\s*[({{](?!\s*const)"):
                yield number, f"a {name} is made in {' and '.join(places)} only"
    if not within(source, SYSTEM_SCOPE_PLACES):
        for number, _ in source.matches(r"\b(SystemAuthority)\b"):
            yield number, "SystemAuthority belongs to app/"
    if source.place.as_posix() == "metadata/scope.h":
        for number, found in source.matches(r"\bfriend\b.*?(\w+);"):
            if found[1] not in {"Access", "SystemAuthority", "TestScopes"}:
                yield number, f"{found[1]} may not make scopes"


def pragma_once(source: Source) -> Found:
    if source.path.suffix == ".h" and "#pragma once" not in source.lines:
        yield 1, "a header starts with #pragma once"


def heavy_headers(source: Source) -> Found:
    if source.path.suffix == ".h" and not (source.is_internal or source.is_testing):
        for include in source.includes:
            if HEAVY_HEADERS.match(include.text):
                yield include.line, f"{include.text} is heavy: only in .cc files and internal/"


def open_tasks(source: Source) -> Found:
    for comment in source.comments:
        if re.search(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))", comment.text):
            yield comment.line, "a TODO names its issue: TODO(#12)"


def commented_code(source: Source) -> Found:
    for comment in source.comments:
        if CODE_IN_COMMENT.match(comment.text):
            yield comment.line, "commented-out code: the history keeps it"


RULES: dict[str, Callable[[Source], Found]] = {
    "file-length": file_length,
    "line-length": line_length,
    "function-length": function_length,
    "nesting": nesting,
    "coroutines": coroutines,
    "banned-name": banned_names,
    "detach": detached_threads,
    "sleep": sleeping,
    "raw-memory": raw_memory,
    "mutex": mutexes,
    "scope": scopes,
    "pragma-once": pragma_once,
    "heavy-header": heavy_headers,
    "todo": open_tasks,
    "commented-code": commented_code,
}
