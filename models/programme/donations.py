"""Donations (捐赠): what a family gives the bureau copies of, from the offer to the certificate."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.archive.filing import FiledItem
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.regions import Region


class DonationState(StrEnum):
    """提出 → 鉴定 → 签约 → 入馆; until then the family may take it back. Never back."""

    OFFERED = "offered"
    WANTED = "wanted"
    DECLINED = "declined"
    SIGNED = "signed"
    ACCESSIONED = "accessioned"
    WITHDRAWN = "withdrawn"

    def may_become(self, later: "DonationState") -> bool:
        """Whether the state machine has an edge from here to `later`."""
        return later in _NEXT[self]


_NEXT = {
    DonationState.OFFERED: {
        DonationState.WANTED,
        DonationState.DECLINED,
        DonationState.WITHDRAWN,
    },
    DonationState.WANTED: {DonationState.SIGNED, DonationState.WITHDRAWN},
    DonationState.SIGNED: {DonationState.ACCESSIONED, DonationState.WITHDRAWN},
    DonationState.DECLINED: set(),
    DonationState.ACCESSIONED: set(),
    DonationState.WITHDRAWN: set(),
}


class Publication(StrEnum):
    """What the owner lets the bureau publish (档案法 §31-32): the veto holds whatever it holds."""

    NEVER = "never"
    ASK_FIRST = "ask_first"
    FREELY = "freely"


class Donation(Record):
    """`deed` is what was signed, word for word; `accession` the bureau's number for good."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "donations", on_delete=RESTRICT
    )
    donor: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "donations", on_delete=RESTRICT
    )
    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "models.Region", "donations", on_delete=RESTRICT
    )
    family_id: UUID
    donor_id: UUID
    region_id: UUID
    state = fields.CharEnumField(DonationState, max_length=12, default=DonationState.OFFERED)
    words = fields.CharField(max_length=500, default="", description="The donor's.")
    consent_ids = fields.JSONField(default=list, description="The grants on which it stands.")
    decided_by_id = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    appraisal = fields.CharField(max_length=500, default="", description="What it is worth to it.")
    publication = fields.CharEnumField(Publication, max_length=10, default=Publication.ASK_FIRST)
    closed_until = fields.DateField(null=True, description="Nobody is shown it before.")
    named = fields.BooleanField(default=True, description="Whether the donor's name is told.")
    signature = fields.CharField(max_length=40, default="", description="As the donor wrote it.")
    deed = fields.JSONField(null=True)
    deed_sha256 = fields.CharField(max_length=64, default="")
    signed_at = fields.DatetimeField(null=True)
    accessioned_by_id = fields.UUIDField(null=True, description="Since then copies are made.")
    accession = fields.CharField(max_length=20, unique=True, null=True)
    accessioned_at = fields.DatetimeField(null=True)
    withdrawn_at = fields.DatetimeField(null=True)
    inspection = fields.JSONField(null=True, description="Of the copies, when they came in.")
    version = fields.IntField(default=1)

    class Meta:
        table = "donations"
        indexes = (("family_id", "id"), ("region_id", "state", "id"))


class DonatedItem(Record):
    """An item of a donation; `content` and `copies` are the bureau's, made at the accession.

    `digest` is of what was offered, then of what was signed: nothing else is handed over.
    `student_ids` are the children of whom it tells.
    """

    donation: fields.ForeignKeyRelation[Donation] = fields.ForeignKeyField(
        "models.Donation", "items", on_delete=RESTRICT
    )
    item: fields.ForeignKeyNullableRelation[FiledItem] = fields.ForeignKeyField(
        "models.FiledItem", "donated_as", on_delete=fields.OnDelete.SET_NULL, null=True
    )
    donation_id: UUID
    item_id: UUID | None
    number = fields.CharField(max_length=40, description="档号, as when it was offered.")
    digest = fields.CharField(max_length=64)
    student_ids = fields.JSONField(default=list)
    content = fields.JSONField(null=True)
    copies = fields.JSONField(default=list, description="Key, etag, bytes, sha256 of each.")

    class Meta:
        table = "donated_items"
        unique_together = (("donation_id", "number"),)
        indexes = (("item_id",),)
