"""Show page drafts: what a guardian says of a page and puts on it."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, field

from service.foundation.drafts import Draft, text

MOST_SECTIONS = 10
MOST_ENTRIES = 60


class SectionDraft(Draft):
    """A part of the page with a heading of its own, such as 「太爷爷的船」."""

    title: Annotated[str, text(30, description="The heading of the part.")]
    entry_ids: Annotated[
        list[UUID],
        Meta(max_length=MOST_ENTRIES, description="Finished records, in order."),
    ] = field(default_factory=list)
    item_ids: Annotated[
        list[UUID],
        Meta(max_length=MOST_ENTRIES, description="Filed items, in order, after the records."),
    ] = field(default_factory=list)


class ShowPageDraft(Draft):
    """A whole page: each record and item once, no more than 60 in all, in no part none."""

    title: Annotated[str, text(30, description="What stands above the page.")]
    sections: Annotated[
        list[SectionDraft],
        Meta(min_length=1, max_length=MOST_SECTIONS, description="Its parts in their order."),
    ]
    words: Annotated[str, text(500, least=0, description="A few words under the title.")] = ""
    knowingly: Annotated[
        bool,
        Meta(description="Show what the privacy check found, and what only guardians read."),
    ] = False


class ShowPageChange(ShowPageDraft):
    """A whole page in the place of another. `version` is the one that was read."""

    version: Annotated[int, Meta(ge=1, le=2_147_483_647)] | None = None
