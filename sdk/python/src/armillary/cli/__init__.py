"""The command line: ``armillary``."""

from armillary.cli.main import main

__all__ = ["main"]
