"""Holds the anonymous namespaces of a module apart: its sources are compiled several at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.source import Source

OPENS = re.compile(r"\bnamespace\s*\{")
TYPE = re.compile(r"(?:^|>)\s*(?:struct|class|union|enum(?:\s+class)?)\s+(\w+)[^();=]*$")
FUNCTION = re.compile(r"^.*[\s*&>](\w+)\s*\((.*)\)\s*(?:const|noexcept)?$", re.S)
VARIABLE = re.compile(r"^[\w:<>,\s*&]*[\s*&>]([A-Za-z_]\w*)(?:\[\w*\])?$", re.S)
VALUE = re.compile(r"(?<![=!<>])=(?!=)")
NAMES_NOTHING = re.compile(r"(?:using|return|namespace|static_assert)\b|[A-Z_0-9]+\s*\(")
Named = tuple[str, int]  # A name, with the types of its parameters; where it stands.


def names_of(source: Source) -> Iterator[Named]:
    """What the anonymous namespaces of a source declare."""
    for space in OPENS.finditer(source.code):
        for head, at in heads(source.code, space.end()):
            if name := name_in(head):
                yield name, source.line_of(at)


def heads(code: str, begin: int) -> Iterator[tuple[str, int]]:
    """The beginning of each declaration of a namespace: what stands before its body, its value or
    its end."""
    depth, start, has_value = 0, begin, False
    for mark in re.finditer(r"[{};]", code[begin:]):
        at = begin + mark.start()
        if depth == 0 and code[start:at].strip() and not has_value:
            yield declared(code[start:at]), at
            has_value = mark[0] == "{" and VALUE.search(code[start:at]) is not None
        depth += {"{": 1, "}": -1, ";": 0}[mark[0]]
        if depth < 0:
            return
        if depth == 0 and (mark[0] == ";" or not has_value):
            start, has_value = at + 1, False


def declared(text: str) -> str:
    """Without preprocessor lines, attributes, and the value."""
    text = re.sub(r"^\s*#.*$", "", text, flags=re.M)
    text = re.sub(r"\[\[.*?\]\]", "", text)
    return VALUE.split(text)[0].strip()


def name_in(head: str) -> str:
    if NAMES_NOTHING.match(head):
        return ""
    if found := TYPE.search(head):
        return found[1]
    if found := FUNCTION.match(head):
        return f"{found[1]}({', '.join(types_of(found[2]))})"
    if found := VARIABLE.match(head):
        return found[1]
    return ""


def types_of(parameters: str) -> Iterator[str]:
    """The type of each parameter, as it is written."""
    for parameter in re.split(r",(?![^<(]*[>)])", parameters):
        written = " ".join(parameter.split())
        yield re.sub(r"(?<=[\s*&>])\w+$", "", written).strip() or written


def part_of(source: Source) -> tuple[str, str]:
    """What is compiled together: a module's sources, its tests, its fakes."""
    if source.path.stem.endswith("_test"):
        return source.module, "tests"
    return source.module, "fakes" if source.is_testing else "sources"


def private_names(sources: list[Source], _modules: object) -> Iterator[tuple[Source, int, str]]:
    first: dict[tuple[tuple[str, str], str], Source] = {}
    for source in sources:
        if source.path.suffix != ".cc":
            continue
        for name, line in names_of(source):
            other = first.setdefault((part_of(source), name), source)
            if other is not source:
                yield source, line, f"{other.place.as_posix()} has a private {name}, too"
