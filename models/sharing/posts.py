"""Posts (晒), their photos and their likes."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.archive.growth import Audience
from models.archive.photos import Photo
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.students import Student
from models.trust.consents import Consent


class PostState(StrEnum):
    """待审 → 通过 / 人工复核 / 驳回; 撤回 from any of them, and never back."""

    PENDING = "pending"
    REVIEW = "review"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    def may_become(self, later: "PostState") -> bool:
        """Whether the state machine has an edge from here to `later`."""
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
    """What a family shows. Its consent is the grant it stands on: withdrawn, it goes dark."""

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
    family_id: UUID
    author_id: UUID
    student_id: UUID | None
    consent_id: UUID | None
    words = fields.CharField(max_length=1000)
    audience = fields.IntEnumField(Audience)
    state = fields.CharEnumField(PostState, max_length=10, default=PostState.PENDING)
    reason = fields.CharField(max_length=80, default="")
    shown_at = fields.DatetimeField(null=True)
    featured_at = fields.DatetimeField(null=True)
    pictures: fields.ReverseRelation["PostPhoto"]
    likes: fields.ReverseRelation["Like"]

    class Meta:
        table = "posts"
        indexes = (("audience", "state", "id"), ("family_id", "id"))

    @property
    def photos_shown(self) -> list[Photo]:
        """Its pictures (which were fetched with it) in their order, but those in the trash."""
        ordered = sorted(self.pictures, key=lambda picture: picture.position)
        return [place.photo for place in ordered if place.photo.deleted_at is None]


class PostPhoto(Record):
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "models.Post", "pictures", on_delete=RESTRICT
    )
    photo: fields.ForeignKeyRelation[Photo] = fields.ForeignKeyField(
        "models.Photo", "post_places", on_delete=RESTRICT
    )
    post_id: UUID
    photo_id: UUID
    position = fields.SmallIntField()

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
