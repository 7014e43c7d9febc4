"""Accounts (one per WeChat user) and the sessions of their devices."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record


class Account(Record):
    openid = fields.CharField(max_length=64, unique=True)
    unionid = fields.CharField(max_length=64, null=True)
    nickname = fields.CharField(max_length=32, default="")

    class Meta:
        table = "accounts"


class Session(Record):
    """A signed-in device. Only the SHA-256 of its token is kept."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "sessions", on_delete=RESTRICT
    )
    account_id: UUID
    token_hash = fields.CharField(max_length=64, unique=True)
    used_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sessions"
