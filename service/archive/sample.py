"""The sample: the years of a family that was made to be leafed through by anybody."""

from uuid import UUID

from models.archive.growth import Audience, Entry
from models.people.accounts import Account
from models.people.students import Student
from models.trust.moderation import Standing
from service.archive import timeline
from service.trust import kinship
from service.trust.access import Viewer

Tellers = dict[tuple[UUID, UUID], str]


async def years_of(student: Student, most: int) -> tuple[Viewer, list[Entry], Tellers]:
    """What all of the child's family read, latest first: nothing unchecked, nothing of guardians.

    With it who looks, a guardian, and what the family calls each author.
    """
    first, *_ = await kinship.guardians_of(student.family_id)
    scope = await timeline.of_student(await Account.get(id=first), student.id)
    told = timeline.entries(scope).filter(
        standing=Standing.PASSED, draft=False, audience__gte=Audience.FAMILY
    )
    found = await timeline.whole(scope, await timeline.latest(told, most))
    return (
        scope.viewer,
        found,
        await kinship.called((one.family_id, one.author_id) for one in found),
    )
