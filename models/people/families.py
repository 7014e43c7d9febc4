"""Families (the owners of every archive): memberships, invitations, disputes, successions."""

from enum import IntEnum, StrEnum
from typing import Any
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


class Family(Record):
    """`erased_at` tells that everything of it is gone; the row stays as a tombstone."""

    name = fields.CharField(max_length=20)
    erased_at = fields.DatetimeField(null=True)
    disputes: fields.ReverseRelation["Dispute"]
    households: fields.ReverseRelation[Any]

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
        indexes = (("account_id", "until"), ("family_id", "until"))


class Invitation(Record):
    """A code that lets relatives in. Only its SHA-256 is kept.

    A card (「我是爷爷」) names the relation beforehand; it is null where the guest says it.
    """

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
    relation = fields.CharEnumField(Relation, max_length=8, null=True)
    uses_left = fields.SmallIntField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitations"


class Dispute(Record):
    """Guardians who disagree: until it is settled nothing new is shown and nothing is deleted."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "disputes", on_delete=RESTRICT
    )
    opened_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "disputes", on_delete=RESTRICT
    )
    family_id: UUID
    opened_by_id: UUID
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "disputes"
        indexes = (("family_id", "settled_at"),)


class SuccessionState(StrEnum):
    """ASKED → APPROVED → CARRIED_OUT; what is asked or approved may end otherwise, for good."""

    ASKED = "asked"
    APPROVED = "approved"
    CARRIED_OUT = "carried_out"
    TAKEN_BACK = "taken_back"
    REFUSED = "refused"
    DECLINED = "declined"
    LAPSED = "lapsed"

    def may_become(self, later: "SuccessionState") -> bool:
        """Whether the state machine has an edge from here to `later`."""
        return later in _NEXT.get(self, set())


_OTHERWISE = {
    SuccessionState.TAKEN_BACK,
    SuccessionState.REFUSED,
    SuccessionState.DECLINED,
    SuccessionState.LAPSED,
}
_NEXT = {
    SuccessionState.ASKED: {SuccessionState.APPROVED, *_OTHERWISE},
    SuccessionState.APPROVED: {SuccessionState.CARRIED_OUT, *_OTHERWISE},
}


class Succession(Record):
    """A guardian asks to take over a family whose owner is out of reach for good.

    `reference` is of the paper that an archivist has seen, never what it says.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "successions", on_delete=RESTRICT
    )
    owner: fields.ForeignKeyRelation[Membership] = fields.ForeignKeyField(
        "models.Membership", "successions_of", on_delete=RESTRICT
    )
    heir: fields.ForeignKeyRelation[Membership] = fields.ForeignKeyField(
        "models.Membership", "successions_to", on_delete=RESTRICT
    )
    family_id: UUID
    owner_id: UUID
    heir_id: UUID
    state = fields.CharEnumField(SuccessionState, max_length=12, default=SuccessionState.ASKED)
    reference = fields.CharField(max_length=60, default="")
    decided_by_id = fields.UUIDField(null=True, description="The archivist who saw the paper.")
    due_at = fields.DatetimeField(null=True)

    class Meta:
        table = "successions"
        indexes = (("family_id", "state"),)
