"""The class wall: what families show their class, to whoever belongs to it."""

from uuid import UUID

from tortoise.expressions import Subquery

from models.archive.growth import Entry
from models.people.accounts import Account
from models.programme.tasks import Answer
from service.archive.growth import WITH_ALL
from service.foundation.errors import NotFound
from service.people import class_members
from service.programme import policy
from service.trust import access

PAGE = 20


async def page(
    account: Account, class_id: UUID, *, task_id: UUID | None, after: UUID | None
) -> list[Entry]:
    """A page of the entries that a class is shown, the latest recorded first.

    Of these each sees what it may: teachers and the children's guardians all, a child its own, as
    class view is consented to for teachers and parents. `task_id` leaves the answers to one task.
    `after` is the last one of the page before. Returns at most PAGE + 1 entries.
    """
    if not await class_members.belongs(account, class_id):
        raise NotFound
    shown = access.entries_for_class(await access.viewer(account))
    children = class_members.children_of(class_id).values("id")
    found = shown.filter(student_id__in=Subquery(children))
    if task_id:
        task = await policy.seen_by(account, task_id)
        if task.school_class_id != class_id:
            raise NotFound
        found = found.filter(id__in=Subquery(Answer.filter(task_id=task_id).values("entry_id")))
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(PAGE + 1).prefetch_related(*WITH_ALL)
