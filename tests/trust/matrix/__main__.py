"""Prints docs/access.md: `python -m tests.trust.matrix > docs/access.md`."""

import sys

from tests.trust.matrix.page import page

sys.stdout.write(page())
