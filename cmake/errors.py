"""Writes the error catalogue as C++: errors.py ERRORS.YAML HEADER SOURCE INCLUDE."""

import sys
from pathlib import Path

import yaml

HEADER = """#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace armillary {{

// Every way a call can fail, from contract/errors.yaml.
enum class ErrorCode : std::uint8_t {{
{enumerators}
}};

// What the catalogue says of a code. `name` is how it is written on the wire.
struct ErrorEntry {{
  ErrorCode code;
  std::string_view name;
  std::string_view status;
  int http;
  std::string_view title;
  std::string_view next_step;
  bool retry;
}};

const ErrorEntry& EntryOf(ErrorCode code);
std::span<const ErrorEntry> AllErrors();
inline std::string_view CodeName(ErrorCode code) {{ return EntryOf(code).name; }}

}}  // namespace armillary
"""

SOURCE = """#include "{include}"

#include <array>
#include <cstddef>

namespace armillary {{
namespace {{

constexpr std::array<ErrorEntry, {count}> kEntries{{{{
{entries}
}}}};

}}  // namespace

const ErrorEntry& EntryOf(ErrorCode code) {{ return kEntries.at(static_cast<std::size_t>(code)); }}
std::span<const ErrorEntry> AllErrors() {{ return kEntries; }}

}}  // namespace armillary
"""


def camel(code: str) -> str:
    return "".join(part.capitalize() for part in code.split("_"))


def quoted(text: str) -> str:
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def entry(code: str, of: dict) -> str:
    retry = "true" if of.get("retry") else "false"
    texts = f"{quoted(of['title'])}, {quoted(of['next_step'])}"
    answer = f"{quoted(of['status'])}, {of['http']}"
    return f"    {{ErrorCode::{camel(code)}, {quoted(code)}, {answer}, {texts}, {retry}}},"


def main() -> None:
    catalogue, header, source, include = sys.argv[1:]
    document = yaml.safe_load(Path(catalogue).read_text())
    errors = document.get("errors", document)
    Path(header).parent.mkdir(parents=True, exist_ok=True)
    enumerators = "\n".join(f"  {camel(code)}," for code in errors)
    Path(header).write_text(HEADER.format(enumerators=enumerators))
    entries = "\n".join(entry(code, of) for code, of in errors.items())
    Path(source).write_text(SOURCE.format(include=include, count=len(errors), entries=entries))


if __name__ == "__main__":
    main()
