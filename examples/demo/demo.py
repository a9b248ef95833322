"""Three customers, three churn models, live: what `./dev demo` runs after the build.

Starts a server, trains, converts, registers and deploys one model per tenant, asks the server about
every row that the models have not seen, and shows that no tenant reaches another. Stays up until
Ctrl-C, or stops by itself with --once. A second start finds what the first one made.
"""

from __future__ import annotations

import argparse
import os
import sys

import stopping


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop after the table")
    parser.add_argument("--port", type=int, default=8080, help="another if it is in use")
    arguments = parser.parse_args()
    stopping.end_when_asked()
    for name in [name for name in os.environ if name.startswith("ARMILLARY_")]:
        del os.environ[name]
    from show import show  # The libraries take seconds, in which Ctrl-C must work too.

    stopping.check()
    show(arguments.port, arguments.once)
    return 0


if __name__ == "__main__":
    sys.exit(main())
