"""Share links: unguessable, revocable addresses of one post each."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.sharing.posts import Post
from models.trust.consents import Consent


class ShareLink(Record):
    """Opens one post to whoever holds its token (only the SHA-256 is kept).

    It dies at `expires_at`, when revoked, and with the consent that it stands on.
    """

    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "models.Post", "share_links", on_delete=RESTRICT
    )
    issued_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "share_links", on_delete=RESTRICT
    )
    consent: fields.ForeignKeyRelation[Consent] = fields.ForeignKeyField(
        "models.Consent", "share_links", on_delete=RESTRICT
    )
    post_id: UUID
    consent_id: UUID
    issued_by_id: UUID
    token_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "share_links"
        indexes = (("post_id",),)
