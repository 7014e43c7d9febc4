"""Exports: the way of one never leads back, whoever pushes it."""

from models.archive.exports import ExportState
from tests.rules.ways import Way


class OfExports(Way):
    first = ExportState.WAITING
    ways = frozenset(
        {
            ("waiting", "packing"),
            ("packing", "ready"),
            ("ready", "gone"),
            ("waiting", "cancelled"),
            ("packing", "cancelled"),
        }
    )
    ends = frozenset({"gone", "cancelled"})


TestWay = OfExports.TestCase
