"""Families (the owners of every archive), their dated memberships and their invitations."""

from enum import IntEnum, StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account


class Role(IntEnum):
    """One ordered ladder: whoever stands higher may do what those below may."""

    VIEWER = 10
    CONTRIBUTOR = 20
    EDITOR = 30
    GUARDIAN = 40
    OWNER = 50


class Relation(StrEnum):
    FATHER = "爸爸"
    MOTHER = "妈妈"
    GRANDFATHER = "爷爷"
    GRANDMOTHER = "奶奶"
    MATERNAL_GRANDFATHER = "外公"
    MATERNAL_GRANDMOTHER = "外婆"
    OTHER = "亲属"


class District(StrEnum):
    """The pilot districts of the campaign (domain: 试点区)."""

    XIANGZHOU = "香洲区"
    JINWAN = "金湾区"
    DOUMEN = "斗门区"


class Family(Record):
    name = fields.CharField(max_length=20)
    district = fields.CharEnumField(District, null=True)

    class Meta:
        table = "families"


class Membership(Record):
    """An account's place in a family, from `since` until `until` (open while null)."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "memberships", on_delete=RESTRICT
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "memberships", on_delete=RESTRICT
    )
    family_id: UUID
    account_id: UUID
    role = fields.IntEnumField(Role)
    relation = fields.CharEnumField(Relation, max_length=8)
    since = fields.DatetimeField()
    until = fields.DatetimeField(null=True)

    class Meta:
        table = "memberships"


class Invitation(Record):
    """A code that lets relatives in. Only its SHA-256 is kept."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "invitations", on_delete=RESTRICT
    )
    issued_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "invitations", on_delete=RESTRICT
    )
    family_id: UUID
    issued_by_id: UUID
    code_hash = fields.CharField(max_length=64, unique=True)
    role = fields.IntEnumField(Role)
    uses_left = fields.SmallIntField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "invitations"
