"""Bag contents: what goes into a family's or a child's bag, file by file.

The format, with every field, stands in docs/export-format.md; who reads a bag again relies on it.
"""

FORMAT = "1"
"""The version of the format; it changes when a reader would have to."""
