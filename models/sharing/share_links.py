"""Share links: unguessable, revocable addresses of one post, or of one show page, each."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.archive.stories import Story
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.sharing.posts import Post
from models.sharing.show_pages import ShowPage
from models.trust.consents import Consent


class Layout(StrEnum):
    """How a shared post is laid out: 九宫格, 单张 or 今昔对比."""

    GRID = "grid"
    SINGLE = "single"
    THEN_AND_NOW = "then_and_now"


class ShareLink(Record):
    """Opens one post, or one show page, to whoever holds its token (only the SHA-256 is kept).

    It dies at `expires_at`, when revoked, and with the consent that it stands on. `picks` are the
    photos that its layout shows, in their order; `story` is a relative's line beside the words, as
    long as they are those that hash to `story_hash`.
    """

    post: fields.ForeignKeyNullableRelation[Post] = fields.ForeignKeyField(
        "models.Post", "share_links", on_delete=RESTRICT, null=True
    )
    show_page: fields.ForeignKeyNullableRelation[ShowPage] = fields.ForeignKeyField(
        "models.ShowPage", "share_links", on_delete=RESTRICT, null=True
    )
    story: fields.ForeignKeyNullableRelation[Story] = fields.ForeignKeyField(
        "models.Story", "share_links", on_delete=fields.OnDelete.SET_NULL, null=True
    )
    issued_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "share_links", on_delete=RESTRICT
    )
    consent: fields.ForeignKeyRelation[Consent] = fields.ForeignKeyField(
        "models.Consent", "share_links", on_delete=RESTRICT
    )
    post_id: UUID | None
    show_page_id: UUID | None
    story_id: UUID | None
    consent_id: UUID
    issued_by_id: UUID
    layout = fields.CharEnumField(
        Layout, max_length=12, default=Layout.GRID, db_default=Layout.GRID.value
    )
    picks = fields.JSONField(default=list, db_default="[]")
    story_hash = fields.CharField(max_length=64, default="", db_default="")
    token_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "share_links"
        indexes = (("post_id",), ("show_page_id",))
