"""Purges: carrying out an erasure, safe to be killed anywhere and to be repeated.

The rows go in one transaction, which lists their objects; these go after it. Tickets and requests
that were under way at that moment may still bring something back: when SETTLING has passed, the
same is done once more, and only then is the erasure done.
"""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.families import Dispute, Family, Membership
from models.people.students import Student
from models.trust.erasures import DoomedObject, ErasedKind, Erasure
from models.trust.notices import NoticeKind
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.integrations import adapters
from service.integrations.errors import VendorUnavailable
from service.integrations.kodo import BATCH_LIMIT
from service.integrations.kodo.exchange import NO_SUCH_KEY
from service.trust import audit, erasures, kinship, notices, personal_data, tombstones
from service.trust.tombstones import Subject

SETTLING = timedelta(hours=2, minutes=20)
"""Longer than any upload ticket lives (a film's: two hours), and any request or job runs."""
BITE = 500
OBJECTS = "objects"
"""In a receipt, beside the tables: the files in the object storage."""


@jobs.job("erasures.due", cron="* * * * *")
async def due() -> None:
    """Begin what has waited long enough, and finish what was begun: also after an outage."""
    now = clock.now()
    # those of families in dispute wait for as long as it lasts, but for what a grown child asked
    disputed = Subquery(Dispute.filter(settled_at=None).values("family_id"))
    grown = Subquery(erasures.grown(Q()).values("account_id"))
    own = Q(kind=ErasedKind.STUDENT, asked_by_id__in=grown)
    free = Q(family_id=None) | own | ~Q(family_id__in=disputed)
    await _again("erasures.purge", erasures.waiting().filter(free, due_at__lte=now))
    begun = Erasure.filter(purged_at__lte=now - SETTLING, done_at=None)
    await _again("erasures.finish", begun)


async def _again(job: str, found: QuerySet[Erasure]) -> None:
    """All of them: so those that cannot go yet keep nobody waiting behind them."""
    batch = await found.order_by("id").limit(BITE)
    while batch:
        for erasure in batch:
            await jobs.again(job, erasure_id=erasure.id)
        batch = await found.order_by("id").filter(id__gt=batch[-1].id).limit(BITE)


@jobs.job("erasures.purge")
async def purge(erasure_id: UUID) -> None:
    """Remove the rows, once, in one transaction; what `held_up_by` says is waited for."""
    async with transaction():
        ripe = erasures.waiting().filter(id=erasure_id, due_at__lte=clock.now())
        erasure = await ripe.select_for_update().get_or_none()
        if erasure is None:
            return
        own = await Membership.filter(account_id=erasure.subject_id, until=None)
        await _lock(erasure, [one.family_id for one in own])
        if await erasures.held_up_by(erasure):
            return
        await carry_out(erasure, await _subjects(erasure))


async def carry_out(erasure: Erasure, subjects: list[Subject]) -> None:
    """Remove the rows of an erasure that the caller holds, in the caller's transaction."""
    await _remove_rows(erasure, subjects)
    erasure.purged_at = clock.now()
    await erasure.save(update_fields=["purged_at", "receipt"])
    await audit.record(None, "erasure.purged", erasure)
    await jobs.later("erasures.finish", erasure_id=erasure.id)


async def _lock(erasure: Erasure, families: list[UUID]) -> None:
    """Let everything that is written about the subject be committed before, or wait for us.

    The key, too: a new row that refers to the subject waits. The families come first, so that
    erasures which share rows come one after the other.
    """
    families = [erasure.family_id] if erasure.family_id else families
    await Family.filter(id__in=families).order_by("id").select_for_update()
    if erasure.kind is ErasedKind.STUDENT:
        await Student.filter(id=erasure.subject_id).select_for_update().first()
    if erasure.kind is ErasedKind.ACCOUNT:
        await Account.filter(id=erasure.subject_id).select_for_update().first()


async def _subjects(erasure: Erasure) -> list[Subject]:
    """What goes: with an account the families that nobody else belongs to."""
    asked = [(erasure.kind, erasure.subject_id)]
    if erasure.kind is not ErasedKind.ACCOUNT:
        return asked
    alone = await erasures.alone_in(erasure.subject_id)
    return [(ErasedKind.FAMILY, family_id) for family_id in alone] + asked


async def _remove_rows(erasure: Erasure, subjects: list[Subject]) -> None:
    """Remove what there is by now, list its objects, count both in the receipt, and have it told
    outside before it is committed.
    """
    receipt, keys = Counter(erasure.receipt), list[str]()
    for kind, subject_id in subjects:
        purged = await personal_data.purge(kind, subject_id)
        await DoomedObject.bulk_create(
            [DoomedObject(erasure_id=erasure.id, key=key) for key in purged.keys],
            batch_size=1000,
        )
        receipt += purged.rows + Counter({OBJECTS: len(purged.keys)})
        keys += purged.keys
    erasure.receipt = dict(receipt)
    await tombstones.keep(erasure, subjects, keys)


@jobs.job("erasures.finish")
async def finish(erasure_id: UUID) -> None:
    """Remove the objects; when everything has settled, once more, and close with the receipt."""
    erasure = await Erasure.get_or_none(id=erasure_id, purged_at__isnull=False, done_at=None)
    if erasure is None or erasure.purged_at is None:
        return
    settled = clock.now() >= erasure.purged_at + SETTLING
    await _remove_objects(erasure_id, for_good=settled)
    if settled:
        await _close(erasure_id)


async def _remove_objects(erasure_id: UUID, *, for_good: bool) -> None:
    """Have the store remove what is listed; `for_good` strikes off what it then says is missing.

    Raises VendorUnavailable while the store keeps anything.
    """
    listed = DoomedObject.filter(erasure_id=erasure_id).order_by("id").limit(BATCH_LIMIT)
    batch = await listed
    while batch:
        outcomes = await adapters().kodo.delete_many(one.key for one in batch)
        gone = {one.key for one in outcomes if one.is_done or one.code == NO_SUCH_KEY}
        if for_good:
            stats = await adapters().kodo.stat_many(one.key for one in batch)
            gone = {one.key for one in stats if one.code == NO_SUCH_KEY}
            struck = [one.id for one in batch if one.key in gone]
            await DoomedObject.filter(id__in=struck).delete()
        if len(gone) < len({one.key for one in batch}):
            raise VendorUnavailable("kodo", "objects were left")
        batch = await listed.filter(id__gt=batch[-1].id)


async def _close(erasure_id: UUID) -> None:
    """Remove what came late. Nothing did: it is done, and whoever asked is told."""
    async with transaction():
        open_one = Erasure.filter(id=erasure_id, done_at=None)
        erasure = await open_one.select_for_update().get_or_none()
        if erasure is None:
            return
        # an account's families are not to be found any more: its memberships went with them
        subjects = await tombstones.subjects_of(erasure_id) or await _subjects(erasure)
        await _lock(erasure, [one for kind, one in subjects if kind is ErasedKind.FAMILY])
        await _remove_rows(erasure, subjects)
        if not await DoomedObject.exists(erasure_id=erasure_id):
            erasure.done_at = clock.now()
            await audit.record(None, "erasure.done", erasure)
            await _tell_done(erasure)
        await erasure.save(update_fields=["done_at", "receipt"])


async def _tell_done(erasure: Erasure) -> None:
    if erasure.kind is ErasedKind.STUDENT and erasure.family_id:
        told = {erasure.asked_by_id, *await kinship.guardians_of(erasure.family_id)}
        await notices.tell(told, NoticeKind.ERASURE_DONE, erasure.id, erasure.family_id)
    if erasure.kind is ErasedKind.FAMILY:
        await notices.tell([erasure.asked_by_id], NoticeKind.ERASURE_DONE, erasure.id)
