"""Drafts: what people send us, as typed and bounded values. Unknown fields are refused."""

from typing import Annotated

import msgspec
from msgspec import Meta


class Draft(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Base of every request body."""


NOT_BLANK = r"[^\s\x1c-\x1f\x85]"
"""Python's `\\S`, spelled out: in the dialect of JSON Schema (ECMA 262) `\\s` has fewer blanks."""


def text(most: int, *, description: str, least: int = 1) -> Meta:
    """Text of `least` to `most` characters that is not blank."""
    pattern = NOT_BLANK if least else None
    return Meta(min_length=least, max_length=most, pattern=pattern, description=description)


Name = Annotated[str, text(16, description="A short name, 1-16 characters.")]
