"""Post drafts: what is asked of a new post, and of a change of one."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from service.foundation.drafts import Draft, text

MOST_PHOTOS = 9

PhotoIds = Annotated[
    list[UUID],
    Meta(
        min_length=1,
        max_length=MOST_PHOTOS,
        description="One to nine photos in their order, or one film alone.",
    ),
]
PostWords = Annotated[str, text(1000, least=0, description="What to say about them.")]
AudienceName = Literal["guardians", "family", "class", "public"]
EntryId = Annotated[UUID | None, Meta(description="The record from which it comes.")]
TopicId = Annotated[UUID | None, Meta(description="The topic (话题) that it joins.")]
Knowingly = Annotated[bool, Meta(description="Show what the privacy check found, too.")]


class PostDraft(Draft):
    """A post: photos or a film, words, and who may see it."""

    family_id: UUID
    photo_ids: PhotoIds
    words: PostWords = ""
    student_id: UUID | None = None
    entry_id: EntryId = None
    topic_id: TopicId = None
    audience: AudienceName = "family"
    knowingly: Knowingly = False


class PostChange(Draft):
    """What is to be otherwise; what is left out stays. `version` is the one that was read."""

    words: PostWords | UnsetType = UNSET
    photo_ids: PhotoIds | UnsetType = UNSET
    audience: AudienceName | UnsetType = UNSET
    topic_id: TopicId | UnsetType = UNSET
    version: Annotated[int, Meta(ge=1, le=2_147_483_647)] | None = None
    knowingly: Knowingly = False
