"""Show pages (单独展示): a family's own page of chosen things, in sections of its own making."""

from uuid import UUID

from tortoise import fields

from models.archive.filing import FiledItem
from models.archive.growth import Entry
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.trust.consents import Consent
from models.trust.moderation import Standing


class ShowPage(Record):
    """One page of a family. Only a link opens it, while its words passed and its consent lives."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "show_pages", on_delete=RESTRICT
    )
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "show_pages", on_delete=RESTRICT
    )
    consent: fields.ForeignKeyRelation[Consent] = fields.ForeignKeyField(
        "models.Consent", "show_pages", on_delete=RESTRICT
    )
    family_id: UUID
    author_id: UUID
    consent_id: UUID
    title = fields.CharField(max_length=30)
    words = fields.CharField(max_length=500, default="")
    version = fields.IntField(default=1, db_default=1)
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    hidden_at = fields.DatetimeField(
        null=True, description="An urgent report hides it until a human has looked."
    )
    deleted_at = fields.DatetimeField(null=True)
    sections: fields.ReverseRelation["ShowSection"]

    class Meta:
        table = "show_pages"
        indexes = (("family_id", "id"),)


class ShowSection(Record):
    """A part of a page with a heading of the family's, such as 「太爷爷的船」."""

    page: fields.ForeignKeyRelation[ShowPage] = fields.ForeignKeyField(
        "models.ShowPage", "sections", on_delete=RESTRICT
    )
    page_id: UUID
    title = fields.CharField(max_length=30)
    position = fields.SmallIntField()
    items: fields.ReverseRelation["ShowItem"]
    filed: fields.ReverseRelation["ShowFiledItem"]

    class Meta:
        table = "show_sections"
        unique_together = (("page_id", "position"),)


class ShowItem(Record):
    """An entry in its place, shown as it was looked at: `version` is the one that was chosen.

    `consent` is the child's own grant where the entry is about a child. Photos that were put into
    the entry after the choice are not shown.
    """

    section: fields.ForeignKeyRelation[ShowSection] = fields.ForeignKeyField(
        "models.ShowSection", "items", on_delete=RESTRICT
    )
    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "show_items", on_delete=RESTRICT
    )
    consent: fields.ForeignKeyNullableRelation[Consent] = fields.ForeignKeyField(
        "models.Consent", "show_items", on_delete=RESTRICT, null=True
    )
    section_id: UUID
    entry_id: UUID
    consent_id: UUID | None
    position = fields.SmallIntField()
    version = fields.IntField()

    class Meta:
        table = "show_items"
        indexes = (("entry_id",),)
        unique_together = (("section_id", "position"),)


class ShowFiledItem(Record):
    """A filed item (件) in its place after the section's entries, as it was when it was chosen.

    `consent_ids` are the grants of all children of whom it tells. What is taken out of the archive
    leaves its place empty.
    """

    section: fields.ForeignKeyRelation[ShowSection] = fields.ForeignKeyField(
        "models.ShowSection", "filed", on_delete=RESTRICT
    )
    item: fields.ForeignKeyNullableRelation[FiledItem] = fields.ForeignKeyField(
        "models.FiledItem", "shown_as", on_delete=fields.OnDelete.SET_NULL, null=True
    )
    section_id: UUID
    item_id: UUID | None
    consent_ids = fields.JSONField(default=list)
    position = fields.SmallIntField()
    version = fields.IntField()

    class Meta:
        table = "show_filed_items"
        indexes = (("item_id",),)
        unique_together = (("section_id", "position"),)
