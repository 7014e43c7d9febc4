"""Donation copies: the job that makes the archive's own copies, then the number; and takes them
away again where a donation ended before.

Each item is copied while the donation is held: who takes it back waits for one item at most, and
then nothing more is copied. What was signed is handed over, or nothing: an item that was changed or
taken out of the family's archive since then is left out.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from models.archive.filing import FiledFile
from models.archive.photos import Photo
from models.programme.donations import DonatedItem, Donation, DonationState
from models.trust.notices import Notice, NoticeKind
from service.foundation import clock, jobs, sequences
from service.foundation.database import query, transaction
from service.integrations import adapters
from service.integrations.errors import VendorUnavailable
from service.integrations.kodo import BATCH_LIMIT
from service.integrations.kodo.exchange import NO_SUCH_KEY
from service.programme import donation_contents, donation_inspecting, donation_rules, donations
from service.programme.donation_contents import Described
from service.programme.donation_inspecting import Inspection

Copy = dict[str, Any]
"""`{role, position, key, etag, bytes, sha256}`: an `original`, or what is looked at or played."""

_LEFT = """
select id, 'donations.copy' as job from donations d
where state = 'signed' and accessioned_by_id is not null
and not exists (select 1 from procrastinate_jobs j where j.task_name = 'donations.copy'
    and j.args ->> 'donation_id' = d.id::text and j.status in ('todo', 'doing'))
union all
select id, 'donations.remove' from donations d
where state = 'withdrawn' and accessioned_by_id is not null
and not exists (select 1 from procrastinate_jobs j where j.task_name = 'donations.remove'
    and j.args ->> 'donation_id' = d.id::text and j.status in ('todo', 'doing'))
limit 200
"""


def prefix_of(donation_id: UUID) -> str:
    """What the keys of a donation's copies begin with."""
    return f"donations/{donation_id}/"


@jobs.job("donations.copy")
async def copy(donation_id: UUID) -> None:
    """Copy item by item, inspect all, and accession it at the end; what is there already stays.

    A copy that is not what was recorded is made anew by the next try: until then the walk that
    reads all originals may have mended one.
    """
    waiting = DonatedItem.filter(donation_id=donation_id, content__isnull=True)
    for row_id in await waiting.order_by("number").values_list("id", flat=True):
        if not await _copy_item(donation_id, row_id):  # type: ignore[arg-type]
            return
    inspection = await donation_inspecting.inspect(donation_id)
    if inspection.broken:
        await DonatedItem.filter(id__in=inspection.broken).update(content=None)
        raise VendorUnavailable("kodo", "a copy is not what was recorded")
    await _accession(donation_id, inspection)


async def _under_way(donation_id: UUID) -> Donation | None:
    """The donation, locked, while it is to be accessioned."""
    donation = await donations.locked(donation_id)
    if donation is None or donation.accessioned_by_id is None:
        return None
    return donation if donation.state is DonationState.SIGNED else None


async def _copy_item(donation_id: UUID, row_id: UUID) -> bool:
    """Copy one item, if it still is what was signed; False where nothing is to be copied."""
    async with transaction():
        if await _under_way(donation_id) is None:
            return False
        row = await DonatedItem.get(id=row_id)
        if told := (await donation_contents.as_agreed([row])).get(row.id):
            row.copies = await _copies(row, told)  # type: ignore[assignment]
            row.content = told.content  # type: ignore[assignment]
            await row.save(update_fields=["copies", "content"])
    return True


async def _copies(row: DonatedItem, told: Described) -> list[Copy]:
    place = f"{prefix_of(row.donation_id)}{row.id}"
    made = []
    for at, file in enumerate(donation_contents.files_of(told.item)):
        made += [await _copied(copy, key) for copy, key in _wanted(place, at, file)]
    return made


def _wanted(place: str, at: int, file: FiledFile) -> list[tuple[Copy, str]]:
    """What is to be copied of a file, each with the key of its source."""
    photo: Photo = file.photo
    facts = {"etag": photo.etag, "bytes": photo.bytes, "sha256": file.sha256}
    wanted = [({"role": "original", "position": at, "key": f"{place}/{at}"} | facts, photo.key)]
    for role, source in (("view", photo.master_key), ("play", photo.clean_key)):
        if source:
            key, etag = f"{place}/{at}-{role}", photo.copies.get(source, "")
            copy = {"role": role, "position": at, "key": key, "etag": etag}
            wanted.append((copy | {"bytes": 0, "sha256": ""}, source))
    return wanted


async def planned(row: DonatedItem) -> list[str]:
    """The keys that a copying under way may be about to put for an item."""
    if row.item_id is None:
        return []
    place = f"{prefix_of(row.donation_id)}{row.id}"
    files = await FiledFile.filter(item_id=row.item_id).order_by("position").select_related("photo")
    return [copy["key"] for at, file in enumerate(files) for copy, _ in _wanted(place, at, file)]


async def _copied(copy: Copy, source: str) -> Copy:
    """Copy an object and see that it is the one that was recorded; again is fine.

    A damaged or missing original fails the job: the walk over all objects has noted it already.
    """
    kodo = adapters().kodo
    await kodo.copy(source, copy["key"], force=True)
    facts = await kodo.stat(copy["key"])
    if facts is None or copy["etag"] not in {"", facts["hash"]}:
        raise VendorUnavailable("kodo", "the copy is not what was recorded")
    if copy["role"] == "original":
        await kodo.back_up(copy["key"])
    return copy | {"etag": facts["hash"], "bytes": facts["fsize"]}


async def _accession(donation_id: UUID, inspection: Inspection) -> None:
    """Give the number, once all copies are there and sound: so no number is given in vain."""
    async with transaction():
        donation = await _under_way(donation_id)
        if donation is None:
            return
        given = await _still_given(donation_id)
        if not given:
            await donations.end(donation, None)
            await _tell_ended(donation)
            return
        if {row.id for row in given} != inspection.row_ids:
            await jobs.later("donations.copy", donation_id=donation_id)
            return
        await _remove_left_out(donation_id, given)
        await donation.fetch_related("region")
        now = clock.now()
        year = now.astimezone(clock.CHINA).year
        series = donation_rules.series_of(donation.region, year)
        serial = await sequences.next_of(f"donations.{series}")
        donation.accession = donation_rules.accession_number(series, serial)  # type: ignore[assignment]
        donation.state, donation.accessioned_at = DonationState.ACCESSIONED, now
        donation.inspection = inspection.as_kept(now)  # type: ignore[assignment]
        await donations.keep(donation, None, "donation.accessioned")
        await donations.tell_family(NoticeKind.DONATION_ACCESSIONED, donation)
        await donations.tell_archive(NoticeKind.DONATION_ACCESSIONED, donation, donation.region)


async def _still_given(donation_id: UUID) -> list[DonatedItem]:
    """The copied items that still are what was signed; the others are given no more."""
    rows = await donation_inspecting.given(donation_id)
    agreed = await donation_contents.as_agreed(rows)
    changed = [row.id for row in rows if row.id not in agreed]
    await DonatedItem.filter(id__in=changed).update(content=None)
    return [row for row in rows if row.id in agreed]


async def _remove_left_out(donation_id: UUID, given: list[DonatedItem]) -> None:
    """Remove what was copied of items that are left out, also where no row tells of it."""
    await _remove_objects(donation_id, but={copy["key"] for row in given for copy in row.copies})
    await DonatedItem.filter(donation_id=donation_id, content__isnull=True).update(copies=[])


async def _tell_ended(donation: Donation) -> None:
    """In the place of what was told before: that the archive wanted it."""
    await Notice.filter(subject_id=donation.id, kind=NoticeKind.DONATION_DECIDED).delete()
    await donations.tell_family(NoticeKind.DONATION_DECIDED, donation)


@jobs.job("donations.remove")
async def remove(donation_id: UUID) -> None:
    """Remove every copy of a donation that ended, found by their keys: also one of a killed job.

    Once they are gone, nobody is taking it in any more: the sweep looks for those of whom it is not
    said.
    """
    async with transaction():
        donation = await donations.locked(donation_id)
        if donation is None or donation.state is not DonationState.WITHDRAWN:
            return
        await _remove_objects(donation_id)
        await DonatedItem.filter(donation_id=donation_id).update(copies=[], content=None)
        await Donation.filter(id=donation_id).update(accessioned_by_id=None)


async def _remove_objects(donation_id: UUID, *, but: Collection[str] = ()) -> None:
    kodo = adapters().kodo
    async for page in kodo.pages(prefix_of(donation_id), limit=BATCH_LIMIT):
        outcomes = await kodo.delete_many(facts["key"] for facts in page if facts["key"] not in but)
        if not all(one.is_done or one.code == NO_SUCH_KEY for one in outcomes):
            raise VendorUnavailable("kodo", "copies were left")


@jobs.job("donations.sweep", cron="*/10 * * * *")
async def sweep() -> None:
    """Take up what an outage longer than all retries has left undone."""
    for row in await query(_LEFT):
        await jobs.later(row["job"], donation_id=row["id"])
