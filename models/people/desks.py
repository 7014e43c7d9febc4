"""Desks: signing in at a browser by scanning its code with the phone that is signed in."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account


class DeskSignIn(Record):
    """A browser that waits to be let in. It holds a secret, the phone reads a code off its screen.

    Only the SHA-256 of each is kept; `taken_at` is when the browser fetched its session, once.
    """

    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", "desks", on_delete=RESTRICT, null=True
    )
    account_id: UUID | None
    code_hash = fields.CharField(max_length=64, unique=True)
    secret_hash = fields.CharField(max_length=64, unique=True)
    browser = fields.CharField(max_length=60, default="", description="How to name it.")
    expires_at = fields.DatetimeField()
    seen_at = fields.DatetimeField(null=True, description="A phone has read the code.")
    allowed_at = fields.DatetimeField(null=True)
    refused_at = fields.DatetimeField(null=True)
    taken_at = fields.DatetimeField(null=True)

    class Meta:
        table = "desk_sign_ins"
        indexes = (("expires_at",),)
