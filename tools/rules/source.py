"""C++ sources as the rules see them: code, strings and comments apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TOKEN = re.compile(
    r"""
      (?<=[0-9a-fA-F])'(?=[0-9a-fA-F])                            # between the digits of a number
    | R"(?P<mark>[^()\s\\]{0,16})\((?P<raw>.*?)\)(?P=mark)"
    | "(?P<text>(?:\\.|[^"\\\n])*)"
    | '(?:\\.|[^'\\\n])+'
    | //(?P<line>[^\n]*)
    | /\*(?P<block>.*?)\*/
    """,
    re.S | re.X,
)


@dataclass(frozen=True)
class Breach:
    path: Path
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Piece:
    """A string or a comment, and the line where it starts."""

    line: int
    text: str


def blank(text: str) -> str:
    return "".join(letter if letter == "\n" else " " for letter in text)


@dataclass(frozen=True)
class Source:
    """One C++ file. `path` is relative to the repository, `place` to src/."""

    path: Path
    text: str

    @property
    def place(self) -> Path:
        return self.path.relative_to("src")

    @property
    def module(self) -> str:
        return self.place.parts[0]

    @property
    def is_testing(self) -> bool:
        return self.path.stem.endswith("_test") or "testing" in self.place.parts[1:-1]

    @property
    def is_internal(self) -> bool:
        return "internal" in self.place.parts[1:-1]

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def _tokens(self) -> list[re.Match[str]]:
        return list(TOKEN.finditer(self.text))

    def line_of(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    @cached_property
    def code(self) -> str:
        """The text with strings and comments blanked out, so that offsets and lines stay."""
        parts, end = [], 0
        for token in self._tokens:
            parts += [self.text[end : token.start()], blank(token.group())]
            end = token.end()
        return "".join([*parts, self.text[end:]])

    @cached_property
    def code_lines(self) -> list[str]:
        return self.code.splitlines()

    def matches(self, pattern: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Lines of code, without strings and comments, that hold the pattern."""
        for number, line in enumerate(self.code_lines, 1):
            if found := re.search(pattern, line):
                yield number, found

    @cached_property
    def strings(self) -> list[Piece]:
        """The literals; those with only white space between them are one, as in C++."""
        joined: list[Piece] = []
        end = -1
        for token in self._tokens:
            text = token["raw"] if token["raw"] is not None else token["text"]
            if text is None:
                continue
            if joined and not self.text[end : token.start()].strip() and end >= 0:
                joined[-1] = Piece(joined[-1].line, joined[-1].text + text)
            else:
                joined.append(Piece(self.line_of(token.start()), text))
            end = token.end()
        return joined

    @cached_property
    def comments(self) -> list[Piece]:
        found = []
        for token in self._tokens:
            text = token["line"] if token["line"] is not None else token["block"]
            if text is not None:
                first = self.line_of(token.start())
                found += [Piece(first + i, line) for i, line in enumerate(text.split("\n"))]
        return found

    @cached_property
    def includes(self) -> list[Piece]:
        """What is included, with its quotes or brackets."""
        found = []
        for number, line in enumerate(self.lines, 1):
            if match := re.match(r'\s*#\s*include\s*(["<][^">]+[">])', line):
                found.append(Piece(number, match[1]))
        return found


def read_sources(root: Path) -> list[Source]:
    files = sorted(f for f in (root / "src").rglob("*") if f.suffix in {".h", ".cc"})
    return [Source(file.relative_to(root), file.read_text()) for file in files]
