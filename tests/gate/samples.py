"""Real stories of other people before a release, where they lie beside the project."""

from __future__ import annotations

import sys

from scripts import samples

if __name__ == "__main__":
    sys.exit(samples.main([]))
