"""Topics (话题): what a campaign invites to show, such as 6·9 国际档案日."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.regions import Region
from models.trust.moderation import Standing


class Topic(Record):
    """A tag under which posts gather; `region` is whose it is, from the district to the city.

    Posts join it from `since` to `until`; what joined stays under it.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "models.Region", "topics", on_delete=RESTRICT
    )
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "topics", on_delete=RESTRICT
    )
    region_id: UUID
    author_id: UUID
    title = fields.CharField(max_length=20)
    words = fields.CharField(max_length=300, default="")
    since = fields.DateField()
    until = fields.DateField()
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "topics"
        indexes = (("region_id", "id"),)
