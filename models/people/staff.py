"""Staff: offices held in the city's programme, each scoped to a region or a school."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.regions import Region
from models.people.schools import School


class Office(StrEnum):
    """ARCHIVIST is the staff of a node (市、区、镇街、社区) and of all below it."""

    ARCHIVIST = "archivist"
    MODERATOR = "moderator"
    CURATOR = "curator"
    AUDITOR = "auditor"
    SCHOOL_ADMINISTRATOR = "school_administrator"


class Appointment(Record):
    """An office: offered by a code, held by an account from `since` until `until`."""

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "models.Region", "appointments", on_delete=RESTRICT
    )
    school: fields.ForeignKeyNullableRelation[School] = fields.ForeignKeyField(
        "models.School", "appointments", on_delete=RESTRICT, null=True
    )
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", "appointments", on_delete=RESTRICT, null=True
    )
    offered_by: fields.ForeignKeyNullableRelation["Appointment"] = fields.ForeignKeyField(
        "models.Appointment",
        "offers",
        on_delete=RESTRICT,
        null=True,
        description="The office by which it was offered; none where the operator did.",
    )
    region_id: UUID
    school_id: UUID | None
    account_id: UUID | None
    offered_by_id: UUID | None
    office = fields.CharEnumField(Office, max_length=24)
    name = fields.CharField(
        max_length=16, description="Whom it was offered to, as staff know them."
    )
    code_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField(description="Of the offer.")
    since = fields.DatetimeField(null=True)
    until = fields.DatetimeField(null=True)

    class Meta:
        table = "appointments"
        indexes = (("account_id", "until"),)
