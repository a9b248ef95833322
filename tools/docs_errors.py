"""Writes docs/guide/errors.md from contract/errors.yaml.

With --check it writes nothing and ends with 1 when the page is not what it would write.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from generated_page import settle

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "contract" / "errors.yaml"
PAGE = ROOT / "docs" / "guide" / "errors.md"

HEAD = """\
# Errors

<!-- Made by tools/docs_errors.py from contract/errors.yaml. Edit that file, then run the tool. -->

A request that fails is answered with one JSON object:

```json
{
  "code": "too_long",
  "message": "The name has 70 characters.",
  "field": "/name",
  "rule": "maxLength 63",
  "next_step": "Shorten the value to the limit in the rule.",
  "request_id": "01jdfx0000000000000000000f"
}
```

`code` is one of those below and never changes its meaning; `message` is for people and may change.
`field` and `rule` are there when one field is at fault. Send `request_id` along when you ask for
help: the server's log knows it. The routes under `/v2` answer `{"error": "<code>: <message>"}`, as
the Open Inference Protocol asks, with 400 where the table says 422; where a field is at fault, the
message ends in ` [<field>: <rule>]`.

*Again* says whether the same request, unchanged, may succeed later. Where the answer has a header
`Retry-After`, wait that many seconds first.
"""


def sections(text: str) -> list[tuple[str, list[str]]]:
    """The catalogue's comment lines between entries are its headings: (heading, codes)."""
    found: list[tuple[str, list[str]]] = []
    after_blank = False
    for line in text.splitlines():
        if line.startswith("# ") and after_blank:
            found.append((line.removeprefix("# "), []))
        elif line and not line.startswith((" ", "#")):
            found[-1][1].append(line.rstrip(":"))
        after_blank = not line
    return found


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def page(text: str) -> str:
    """The whole page for the text of a catalogue."""
    catalogue: dict[str, dict[str, Any]] = yaml.safe_load(text)
    parts = [HEAD]
    for heading, codes in sections(text):
        parts.append(f"\n## {heading}\n\n")
        parts.append("| code | HTTP | what went wrong | what to do next | again |\n")
        parts.append("|---|---|---|---|---|\n")
        for code in codes:
            entry = catalogue[code]
            again = "yes" if entry["retry"] else "no"
            title, next_step = cell(entry["title"]), cell(entry["next_step"])
            parts.append(f"| `{code}` | {entry['http']} | {title} | {next_step} | {again} |\n")
    return "".join(parts)


def main(arguments: list[str]) -> int:
    return settle(
        PAGE, page(SOURCE.read_text("utf-8")), "tools/docs_errors.py", check="--check" in arguments
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
