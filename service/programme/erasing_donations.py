"""Erasing donations: before the accession all of it goes; after it the deed stays, but not a child.

What a guardian signed away of a child, the child's erasure takes back, copies and deed: see
docs/decisions/0033-donations.md. Of the rest nothing is published any more, nor who gave it.
"""

from uuid import UUID

from models.programme.donations import DonatedItem, Donation
from models.trust.erasures import ErasedKind
from service.foundation.database import query
from service.programme import donation_copies
from service.trust.personal_data import Holding, Objects

_BEFORE, _AFTER = "state <> 'accessioned'", "state = 'accessioned'"
_OF_CHILD = "student_ids ? ($1::uuid)::text"
_TELLING = f"id in (select donation_id from donated_items where {_OF_CHILD})"  # noqa: S608
_WITH_CHILD = "id in (select donation_id from donated_items where student_ids <> '[]')"
_CHILDLESS = "student_ids = '[]'"
_OPEN = "(named or publication <> 'never' or words <> '')"
_IN = "donation_id in (select id from donations where {})"
_SIGNED = "已经签了捐赠协议入馆，由档案馆按协议保存；不再公布，也不写捐赠人的名字"


async def _copies(ids: list[UUID]) -> Objects:
    """The archive's copies, also those that a job may be about to put, or left half made.

    Until what a job had put of a donation that ended is removed, it counts as being taken in.
    """
    rows = await DonatedItem.filter(id__in=ids).select_related("donation")
    made = [copy for row in rows for copy in row.copies]
    lacking = [row for row in rows if row.content is None and row.donation.accessioned_by_id]
    planned = [key for row in lacking for key in await donation_copies.planned(row)]
    return Objects([copy["key"] for copy in made] + planned, sum(copy["bytes"] for copy in made))


async def _forget(ids: list[UUID]) -> None:
    """Of what was accessioned nothing is published or named any more; all else goes."""
    await query(f"delete from donations where id = any($1::uuid[]) and {_BEFORE}", ids)  # noqa: S608
    closed = "update donations set named = false, publication = 'never', words = ''"
    await query(f"{closed} where id = any($1::uuid[])", ids)


async def _forget_child(ids: list[UUID]) -> None:
    """The deed is a list of titles: its hash stays, by which a copy at home is still known."""
    await _forget(ids)
    told = "update donations set deed = null, inspection = null, appraisal = '', signature = ''"
    await query(f"{told} where id = any($1::uuid[])", ids)


HOLDINGS = [
    Holding(
        DonatedItem,
        "捐给档案馆的每一件",
        {
            ErasedKind.STUDENT: f"{_OF_CHILD} or {_IN.format(f'{_BEFORE} and {_TELLING}')}",
            ErasedKind.FAMILY: f"{_IN.format(f'family_id = $1 and {_BEFORE}')}"
            f" or student_ids <> '[]' and {_IN.format('family_id = $1')}",
            ErasedKind.ACCOUNT: _IN.format(f"donor_id = $1 and {_BEFORE}"),
        },
        stays={ErasedKind.FAMILY: f"{_CHILDLESS} and {_IN.format(f'family_id = $1 and {_AFTER}')}"},
        why=_SIGNED,
        objects=_copies,
    ),
    Holding(
        Donation,
        "给档案馆的捐赠",
        {
            ErasedKind.FAMILY: f"family_id = $1 and ({_BEFORE} or {_OPEN}) and not {_WITH_CHILD}",
            ErasedKind.ACCOUNT: f"donor_id = $1 and ({_BEFORE} or {_OPEN})",
        },
        stays={
            ErasedKind.FAMILY: f"family_id = $1 and {_AFTER}",
            ErasedKind.ACCOUNT: f"donor_id = $1 and {_AFTER}",
        },
        why=_SIGNED,
        clear=_forget,
    ),
    Holding(
        Donation,
        "给档案馆的捐赠",
        {
            ErasedKind.STUDENT: _TELLING,
            ErasedKind.FAMILY: f"family_id = $1 and {_WITH_CHILD}",
        },
        stays={ErasedKind.ACCOUNT: "decided_by_id = $1 or accessioned_by_id = $1"},
        why="在档案馆经手的捐赠，只有编号",
        clear=_forget_child,
    ),
]
