"""Posts (晒), their photos and their likes."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.archive.growth import Audience, Entry
from models.archive.photos import Photo
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.students import Student
from models.sharing.topics import Topic
from models.trust.consents import Consent


class PostState(StrEnum):
    """待审 → 通过 / 人工复核 / 驳回; 撤回 from any of them, for good."""

    PENDING = "pending"
    REVIEW = "review"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    def may_become(self, later: "PostState", *, on_appeal: bool = False) -> bool:
        """Whether there is an edge from here to `later`; one way back takes a human's second look.

        That is 驳回 → 通过, after an appeal.
        """
        if on_appeal and self is PostState.REJECTED:
            return later is PostState.APPROVED
        return later in _NEXT[self]


_NEXT = {
    PostState.PENDING: {
        PostState.APPROVED,
        PostState.REVIEW,
        PostState.REJECTED,
        PostState.WITHDRAWN,
    },
    PostState.REVIEW: {PostState.APPROVED, PostState.REJECTED, PostState.WITHDRAWN},
    PostState.APPROVED: {PostState.REJECTED, PostState.WITHDRAWN},
    PostState.REJECTED: {PostState.WITHDRAWN},
    PostState.WITHDRAWN: set(),
}


class Post(Record):
    """What a family shows. Its consent is the grant it stands on: withdrawn, it goes dark.

    An edit's new words wait in `words_waiting` and its new photos in their rows; `edit` tells how
    far its check is, and `edited_by_id` who reads what waits. What was approved stays until then.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "posts", on_delete=RESTRICT
    )
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "posts", on_delete=RESTRICT
    )
    student: fields.ForeignKeyNullableRelation[Student] = fields.ForeignKeyField(
        "models.Student", "posts", on_delete=RESTRICT, null=True
    )
    consent: fields.ForeignKeyNullableRelation[Consent] = fields.ForeignKeyField(
        "models.Consent", "posts", on_delete=RESTRICT, null=True
    )
    entry: fields.ForeignKeyNullableRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "posts", on_delete=fields.OnDelete.SET_NULL, null=True
    )
    topic: fields.ForeignKeyNullableRelation[Topic] = fields.ForeignKeyField(
        "models.Topic", "posts", on_delete=RESTRICT, null=True
    )
    family_id: UUID
    author_id: UUID
    student_id: UUID | None
    consent_id: UUID | None
    entry_id: UUID | None
    topic_id: UUID | None
    words = fields.CharField(max_length=1000)
    words_waiting = fields.CharField(max_length=1000, null=True)
    edit = fields.CharEnumField(PostState, max_length=10, null=True)
    edited_by_id = fields.UUIDField(null=True)
    version = fields.IntField(default=1, db_default=1)
    audience = fields.IntEnumField(Audience)
    state = fields.CharEnumField(PostState, max_length=10, default=PostState.PENDING)
    reason = fields.CharField(max_length=80, default="")
    shown_at = fields.DatetimeField(null=True)
    featured_at = fields.DatetimeField(null=True)
    hidden_at = fields.DatetimeField(
        null=True, description="An urgent report hides it until a human has looked."
    )
    deleted_at = fields.DatetimeField(null=True, description="In the trash since then.")
    pictures: fields.ReverseRelation["PostPhoto"]
    likes: fields.ReverseRelation["Like"]

    class Meta:
        table = "posts"
        indexes = (
            ("audience", "state", "id"),
            ("family_id", "id"),
            ("topic_id", "shown_at", "id"),
        )

    @property
    def photos_shown(self) -> list[Photo]:
        """Its pictures (which were fetched with it) in their order, but those in the trash.

        Nor those that wait for the check of an edit.
        """
        return self._photos(waiting=False)

    @property
    def photos_waiting(self) -> list[Photo]:
        """Those that wait for the check of an edit, in their order."""
        return self._photos(waiting=True)

    def _photos(self, *, waiting: bool) -> list[Photo]:
        ordered = sorted(self.pictures, key=lambda picture: picture.position)
        found = [place.photo for place in ordered if place.waits is waiting]
        return [photo for photo in found if photo.deleted_at is None]


class PostPhoto(Record):
    """A photo of a post in its place; one that `waits` was added by an edit not yet approved.

    One that the machine doubts is `cleared` for this post by the human who passed the post.
    """

    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "models.Post", "pictures", on_delete=RESTRICT
    )
    photo: fields.ForeignKeyRelation[Photo] = fields.ForeignKeyField(
        "models.Photo", "post_places", on_delete=RESTRICT
    )
    post_id: UUID
    photo_id: UUID
    position = fields.SmallIntField()
    waits = fields.BooleanField(default=False, db_default=False)
    cleared = fields.BooleanField(default=False, db_default=False)

    class Meta:
        table = "post_photos"
        indexes = (("photo_id",),)
        unique_together = (("post_id", "photo_id"),)


class Like(Record):
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "models.Post", "likes", on_delete=RESTRICT
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "likes", on_delete=RESTRICT
    )
    post_id: UUID
    account_id: UUID

    class Meta:
        table = "likes"
        indexes = (("account_id",),)
        unique_together = (("post_id", "account_id"),)
