"""Notices: what an account is told inside the mini-program; sent at least once, shown once."""

from collections.abc import Iterable
from uuid import UUID

from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.families import Membership
from models.people.students import StudentAccount
from models.trust.notices import Notice, NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.trust import audit

PAGE = 20


async def tell(
    account_ids: Iterable[UUID], kind: NoticeKind, subject_id: UUID, family_id: UUID | None = None
) -> None:
    """Tell accounts of one event, each once however often it is told. The caller's transaction.

    Of a family's affairs only those learn who belong to it now, as members or as its students.
    """
    told = set(account_ids)
    if family_id:
        told &= await _belonging_to(family_id)
    await Notice.bulk_create(
        [
            Notice(
                account_id=account_id,
                kind=kind,
                subject_id=subject_id,
                family_id=family_id,
                created_at=clock.now(),
            )
            for account_id in sorted(told)  # in one order, so that racers do not deadlock
        ],
        ignore_conflicts=True,
    )


async def tell_anew(
    account_ids: Iterable[UUID], kind: NoticeKind, subject_id: UUID, family_id: UUID | None = None
) -> None:
    """Tell of what may happen again to the same thing: once, until it was read.

    The one that was read makes way. The caller's transaction.
    """
    told = set(account_ids)
    before = Notice.filter(account_id__in=told, kind=kind, subject_id=subject_id)
    read = before.filter(read_at__isnull=False).order_by("account_id").select_for_update()
    await Notice.filter(id__in=await read.values_list("id", flat=True)).delete()
    await tell(told, kind, subject_id, family_id)


async def _belonging_to(family_id: UUID) -> set[UUID]:
    members = Membership.filter(family_id=family_id, until=None)
    students = StudentAccount.filter(student__family_id=family_id, until=None)
    found = [*await members.values_list("account_id", flat=True)]
    return {*found, *await students.values_list("account_id", flat=True)}  # type: ignore[arg-type]


async def of(account: Account, *, after: UUID | None) -> list[Notice]:
    """A page of the account's notices, latest first; `after` is the last one of the page before.

    Returns at most PAGE + 1 notices: the last one only says that there is more.
    """
    own = _own(account)
    if after:
        own = own.filter(id__lt=after)
    return await own.order_by("-id").limit(PAGE + 1)


async def read(account: Account, notice_id: UUID) -> None:
    """Remember that a notice of the account's own was read; again is fine."""
    async with transaction():
        own = Notice.filter(id=notice_id, account_id=account.id)
        if await own.filter(read_at=None).update(read_at=clock.now()):
            await audit.record(account, "notice.read", notice_id)
        elif not await own.exists():
            raise NotFound


async def unread(account: Account) -> int:
    """How many of the account's own notices are new."""
    return await _own(account).filter(read_at=None).count()


def _own(account: Account) -> QuerySet[Notice]:
    """But those of a kind that the release after this one tells: they wait for it."""
    return Notice.filter(account_id=account.id, kind__in=list(NoticeKind))


async def read_all(account: Account, latest_id: UUID) -> None:
    """Remember that the account's own notices up to this one were read; again is fine."""
    async with transaction():
        new = _own(account).filter(id__lte=latest_id, read_at=None)
        ids = await new.select_for_update().values_list("id", flat=True)
        await Notice.filter(id__in=ids).update(read_at=clock.now())
        await audit.record_each(account, "notice.read", ids)  # type: ignore[arg-type]
