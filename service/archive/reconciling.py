"""Reconciling: the walk over the whole bucket that finds objects without rows, and the reverse.

It adopts what a ticket was for, has copies made again, and notes the rest for an operator. Nothing
is ever removed or moved by it: an object that is nobody's is in quarantine by being noted.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from tortoise.expressions import Q

from models.archive.findings import Finding, FindingKind, Walk
from service.archive import findings, inventory, uploads
from service.archive.inventory import Due, Span
from service.foundation import clock, jobs, replica
from service.foundation.database import transaction
from service.integrations import adapters
from service.integrations.errors import VendorUnavailable
from service.integrations.kodo import BATCH_LIMIT
from service.integrations.kodo.exchange import NO_SUCH_KEY
from service.integrations.kodo.management import PAGE, Facts

PAGES = 20
"""A step's: small buckets are looked through in one, each minute."""
YOUNG = timedelta(minutes=2)
"""Whoever has just put an object may still be about to write its row."""
OBJECTS = "objects"
MADE = (*inventory.COPIES, inventory.BOOKLETS, inventory.ALBUMS, inventory.POSTERS)
"""What lacks there can be made again; an original cannot."""

Listing = dict[str, Facts]


@dataclass(frozen=True)
class Place:
    """Where a walk stands: Kodo's word for the next page, and the last key before it."""

    marker: str = ""
    key: str = ""


@dataclass(frozen=True)
class Wrong:
    """What is wrong with an object. The facts are Kodo's, or the row's where Kodo has none."""

    kind: FindingKind
    photo_id: UUID | None
    upload_id: UUID | None
    bytes: int
    etag: str


@jobs.job("objects.reconcile", cron="* * * * *")
async def reconcile(pages: int = PAGES, limit: int = PAGE) -> None:
    """Look at the next pages (of up to `limit`), to the end; the next step goes on, or anew.

    No lock outlasts a page: of two walkers at one place both look, and the later one stops.
    """
    for _ in range(pages):
        walk, _ = await Walk.get_or_create(name=OBJECTS, defaults={"began_at": clock.now()})
        place, _ = await _look_at_page(Place(walk.marker, walk.key), limit)
        if not await _move(walk, place) or place == Place():
            return


async def _move(walk: Walk, place: Place) -> bool:
    """Remember the place, unless another walker came further meanwhile."""
    began = walk.began_at if place.marker else clock.now()
    unmoved = Walk.filter(id=walk.id, marker=walk.marker, key=walk.key)
    return bool(await unmoved.update(marker=place.marker, key=place.key, began_at=began))


@jobs.job("objects.repair", cron="*/10 * * * *")
async def repair() -> None:
    """Have copies made again that a job before could not make."""
    lacking = Finding.filter(settled_at=None, kind__in=[FindingKind.MISSING, FindingKind.DIFFERS])
    made = Q(*(Q(key__startswith=place) for place in MADE), join_type="OR")
    found = await lacking.filter(made).order_by("id").limit(500)
    await _derive_again({one.key: one.photo_id for one in found})


async def look_at_all() -> AsyncIterator[int]:
    """Look at everything now, beside the walk; how many objects each page had."""
    place, looked_at = await _look_at_page(Place())
    yield looked_at
    while place != Place():
        place, looked_at = await _look_at_page(place)
        yield looked_at


async def remove_orphan(finding: Finding) -> bool:
    """Remove an object in quarantine, for an operator; not one that is somebody's by now."""
    for stray in await inventory.strays([finding.key]):
        if stray.upload_id:
            await uploads.complete(stray.upload_id)
    async with transaction():
        orphan = Finding.filter(id=finding.id, kind=FindingKind.ORPHAN, settled_at=None)
        if await orphan.select_for_update().first() is None:
            return False
        if not await inventory.strays([finding.key]):
            return False
        await findings.settle(finding, "removed")
        await adapters().kodo.delete(finding.key)
    return True


async def _look_at_page(place: Place, limit: int = PAGE) -> tuple[Place, int]:
    """The place after this page (the beginning after the last one), and how much it listed."""
    page = await adapters().kodo.page(marker=place.marker, limit=limit)
    listed = {facts["key"]: facts for facts in page.items or []}
    last = max(listed, default=place.key)
    await _look_at(listed, Span(place.key, last if page.marker else inventory.LAST))
    return Place(page.marker, last) if page.marker else Place(), len(listed)


async def _look_at(listed: Listing, span: Span) -> None:
    """Whatever seems wrong is asked of Kodo again, and of the rows once they cannot change."""
    doubts = await _wrong(listed, await replica.read(partial(inventory.due, span)))
    noted = await findings.open_within(span.after, span.to)
    if not doubts and not noted:
        return
    await _adopt(doubts)
    doubtful = doubts.keys() | {finding.key for finding in noted}
    seen = await _as_it_is(listed, doubtful)
    async with transaction():
        photo_ids = {wrong.photo_id for wrong in doubts.values() if wrong.photo_id}
        await inventory.hold_owners(photo_ids, doubts)
        due = await inventory.due(span)
        wrong = await _wrong(seen, due)
        await _note({key: wrong[key] for key in sorted(wrong.keys() & doubtful)}, noted)
        for finding in noted:
            if outcome := _outcome(finding, wrong, seen, due):
                await findings.settle(finding, outcome)


async def _wrong(seen: Listing, due: dict[str, Due]) -> dict[str, Wrong]:
    """By its key, whatever does not agree."""
    found = {}
    for key, wanted in due.items():
        facts = seen.get(key)
        if facts is None:
            found[key] = Wrong(
                FindingKind.MISSING, wanted.photo_id, None, wanted.bytes, wanted.etag
            )
        elif not wanted.is_like(facts["hash"], facts["fsize"]):
            found[key] = Wrong(FindingKind.DIFFERS, wanted.photo_id, None, *_size_and_etag(facts))
    young = (clock.now() - YOUNG).timestamp() * 10_000_000
    old = {key for key, facts in seen.items() if facts["putTime"] <= young}
    for stray in await inventory.strays(old - due.keys()):
        facts = _size_and_etag(seen[stray.key])
        found[stray.key] = Wrong(FindingKind.ORPHAN, stray.photo_id, stray.upload_id, *facts)
    return found


def _size_and_etag(facts: Facts) -> tuple[int, str]:
    return facts["fsize"], facts["hash"]


async def _adopt(doubts: dict[str, Wrong]) -> None:
    """Complete what was put with a ticket; what its uploader may no longer add stays nobody's."""
    for wrong in doubts.values():
        if wrong.upload_id:
            await uploads.complete(wrong.upload_id)


async def _as_it_is(listed: Listing, doubtful: set[str]) -> Listing:
    """The listing with what Kodo says by now of the doubtful keys."""
    seen, asked = dict(listed), sorted(doubtful)
    for start in range(0, len(asked), BATCH_LIMIT):
        for outcome in await adapters().kodo.stat_many(asked[start : start + BATCH_LIMIT]):
            if outcome.facts:
                seen[outcome.key] = outcome.facts
            elif outcome.code == NO_SUCH_KEY:
                seen.pop(outcome.key, None)
            else:
                raise VendorUnavailable("kodo", f"stat answered {outcome.code}")
    return seen


async def _note(wrong: dict[str, Wrong], noted: list[Finding]) -> None:
    """Note what is new; a copy that newly lacks is made again."""
    known = {(finding.kind, finding.key) for finding in noted}
    new = {key: one for key, one in wrong.items() if (one.kind, key) not in known}
    for key, one in new.items():
        await findings.note(one.kind, key, one.photo_id, one.bytes, one.etag)
    lacking = {key: one for key, one in new.items() if one.kind is not FindingKind.ORPHAN}
    await _derive_again({key: one.photo_id for key, one in lacking.items()})


async def _derive_again(lacking: dict[str, UUID | None]) -> None:
    """Ask for new copies, once for each photo of which any lacks; and for new prints."""
    copies = {photo_id for key, photo_id in lacking.items() if key.startswith(inventory.COPIES)}
    for photo_id in filter(None, copies):
        await jobs.later("photos.derive_again", photo_id=photo_id)
    for key in lacking:
        if key.startswith(inventory.BOOKLETS):
            await jobs.later("booklets.print", booklet_id=UUID(key[-40:-4]))
        if key.startswith(inventory.ALBUMS):
            await jobs.later("printed_albums.print", album_id=UUID(key[-40:-4]))
        if key.startswith(inventory.POSTERS):
            await jobs.later("posters.draw", poster_id=UUID(key[-40:-4]))


def _outcome(finding: Finding, wrong: dict[str, Wrong], seen: Listing, due: dict[str, Due]) -> str:
    """What became of a finding; empty while it holds, or nobody can tell."""
    key, present = finding.key, wrong.get(finding.key)
    holds = present is not None and present.kind is finding.kind
    if holds or finding.kind is FindingKind.DAMAGED:  # the bytes are another audit's to judge
        return ""
    if finding.kind is FindingKind.ORPHAN:
        return "adopted" if key in due else "" if key in seen else "gone"
    return "returned" if key in due and key in seen else "gone"
