"""Accounts (one per WeChat user) and the sessions of their devices."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record


class Account(Record):
    """`avatar_id` is a photo of the account's own; the phone number is encrypted.

    `vouched_by_id` is the guardian on whose phone a child writes: WeChat knows that one's openid.
    """

    openid = fields.CharField(max_length=64, unique=True)
    unionid = fields.CharField(max_length=64, null=True)
    nickname = fields.CharField(max_length=32, default="")
    avatar_id = fields.UUIDField(null=True)
    phone_sealed = fields.BinaryField(null=True)
    vouched_by_id = fields.UUIDField(null=True)
    erased_at = fields.DatetimeField(null=True)

    class Meta:
        table = "accounts"

    @property
    def is_lent(self) -> bool:
        """Whether it is a child's on a guardian's phone: never the child's own sign-in."""
        return self.vouched_by_id is not None


class Session(Record):
    """A signed-in device. Only the SHA-256 of its token is kept.

    One `at_desk`, in a browser that others may use, too, ends sooner than a phone's.
    """

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "sessions", on_delete=RESTRICT
    )
    account_id: UUID
    token_hash = fields.CharField(max_length=64, unique=True)
    device = fields.CharField(max_length=60, default="")
    at_desk = fields.BooleanField(default=False, db_default=False)
    used_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sessions"
        indexes = (("account_id", "revoked_at"),)
