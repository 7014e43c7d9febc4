"""Shapes: what fields of answers have in common, with bounds and words for the document."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

Moment = Annotated[datetime, Meta(tz=True, description="RFC 3339 with an offset.")]
Count = Annotated[int, Meta(ge=0)]
Pixels = Annotated[int, Meta(ge=0, description="Pixels; 0 until the photo has been read.")]
Colour = Annotated[
    str,
    Meta(pattern=r"^(#[0-9a-f]{6})?$(?!\n)", description="To show until the picture is there."),
]
RoleWord = Annotated[
    str,
    Meta(
        description="Whoever stands further right may do what those to the left may.",
        extra_json_schema={"enum": ["viewer", "contributor", "editor", "guardian", "owner"]},
    ),
]
AudienceWord = Annotated[
    str,
    Meta(
        description="Who may see it, narrow to wide.",
        extra_json_schema={"enum": ["guardians", "family", "class", "public"]},
    ),
]
PictureUrl = Annotated[str, Meta(description="A signed URL that soon dies; may be empty.")]
Nickname = Annotated[str, Meta(description="How a child is called; the full name stays inside.")]
ClassEnd = Annotated[
    date | None,
    Meta(description="The first day without the class; null where it is not yet known."),
]
AgeBand = Annotated[str, Meta(description="Such as 「6-8岁」; empty without a child.")]
