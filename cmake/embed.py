"""Writes files as C++: embed.py HEADER SOURCE INCLUDE NAMESPACE FILE..."""

import sys
from pathlib import Path

HEADER = """#pragma once

#include <span>

#include "base/embedded_file.h"

namespace {namespace} {{

// In the order of their names.
std::span<const EmbeddedFile> EmbeddedFiles();

}}  // namespace {namespace}
"""

SOURCE = """#include "{include}"

#include <array>

namespace {namespace} {{
namespace {{

{arrays}
}}  // namespace

std::span<const EmbeddedFile> EmbeddedFiles() {{
  static const std::array<EmbeddedFile, {count}> files{{{{{entries}}}}};
  return files;
}}

}}  // namespace {namespace}
"""


def array(index: int, content: bytes) -> str:
    numbers = ",".join(str(byte) for byte in content + b"\0")
    return f"const unsigned char kFile{index}[] = {{{numbers}}};\n"


def entry(index: int, path: Path, size: int) -> str:
    text = f"std::string_view(reinterpret_cast<const char*>(kFile{index}), {size})"
    return f'EmbeddedFile{{"{path.name}", {text}}},'


def main() -> None:
    header, source, include, namespace, *names = sys.argv[1:]
    files = [(Path(name), Path(name).read_bytes()) for name in sorted(names)]
    arrays = "".join(array(i, content) for i, (_, content) in enumerate(files))
    entries = "".join(entry(i, path, len(content)) for i, (path, content) in enumerate(files))
    Path(header).parent.mkdir(parents=True, exist_ok=True)
    Path(header).write_text(HEADER.format(namespace=namespace))
    Path(source).write_text(
        SOURCE.format(
            include=include, namespace=namespace, arrays=arrays, entries=entries, count=len(files)
        )
    )


if __name__ == "__main__":
    main()
