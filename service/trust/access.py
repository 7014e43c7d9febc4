"""Access: who may see and do what. The only place that decides it.

Every read starts from a `*_visible_to(viewer)` query, every write from a `*_for(account, …)` verb.
What a viewer may not see is NotFound, exactly as if it did not exist; what they see but may not do
is Forbidden.
"""

from dataclasses import dataclass, field
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.archive.growth import Audience, Entry, EntryPhoto
from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.people.families import Family, Membership, Role
from models.people.students import Student
from models.sharing.posts import Post, PostState
from models.trust.moderation import Standing
from service.foundation import clock
from service.foundation.database import query
from service.foundation.errors import Forbidden, NotFound


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks, with the relations that hold at this moment."""

    account_id: UUID | None = None
    roles: dict[UUID, Role] = field(default_factory=dict)
    classmates: frozenset[UUID] = frozenset()

    def is_family(self, family_id: UUID) -> bool:
        return family_id in self.roles

    def may_change(self, author_id: UUID, family_id: UUID) -> bool:
        """Whether it is the viewer's own, or of a family that the viewer guards."""
        role = self.roles.get(family_id)
        return role is not None and (author_id == self.account_id or role >= Role.GUARDIAN)

    def families(self, at_least: Role = Role.VIEWER) -> list[UUID]:
        return [family for family, role in self.roles.items() if role >= at_least]


ANONYMOUS = Viewer()

_CLASSMATES = """
select distinct mate.student_id from enrolments mate
where mate.since <= $2 and (mate.until is null or mate.until > $2) and mate.school_class_id in (
    select e.school_class_id from enrolments e
    join students s on s.id = e.student_id
    join memberships m on m.family_id = s.family_id and m.until is null
    where m.account_id = $1 and m.role >= $3 and e.since <= $2 and (e.until is null or e.until > $2)
    union
    select c.school_class_id from class_staff c
    where c.account_id = $1 and c.since <= $2 and (c.until is null or c.until > $2))
"""


async def viewer(account: Account | None) -> Viewer:
    """The account's relations as they are now: memberships and classes, both dated."""
    if account is None:
        return ANONYMOUS
    memberships = await Membership.filter(account_id=account.id, until=None)
    rows = await query(_CLASSMATES, account.id, clock.today(), Role.GUARDIAN.value)
    return Viewer(
        account.id,
        {m.family_id: m.role for m in memberships},
        frozenset(row["student_id"] for row in rows),
    )


def students_visible_to(viewer: Viewer) -> QuerySet[Student]:
    """The children of the viewer's own families."""
    return Student.filter(family_id__in=viewer.families())


def entries_visible_to(viewer: Viewer) -> QuerySet[Entry]:
    """One's own; relatives' and classmates' once checked, within their audience and consent."""
    guarded, own = viewer.families(Role.GUARDIAN), viewer.families()
    checked = Q(standing=Standing.PASSED)
    return Entry.filter(
        Q(author_id=viewer.account_id, family_id__in=own)
        | checked & Q(family_id__in=guarded)
        | checked & Q(family_id__in=own, audience__gte=Audience.FAMILY)
        | checked & _class_sees(viewer),
        deleted_at=None,
    )


def photos_visible_to(viewer: Viewer) -> QuerySet[Photo]:
    """The uploader's at once; after the check the guardians' and whoever sees an entry of it."""
    shown = Q(state=PhotoState.READY, standing=Standing.PASSED)
    entries = entries_visible_to(viewer).values("id")
    in_entries = EntryPhoto.filter(entry_id__in=Subquery(entries)).values("photo_id")
    return Photo.filter(
        Q(uploader_id=viewer.account_id, family_id__in=viewer.families())
        | shown & Q(family_id__in=viewer.families(Role.GUARDIAN))
        | shown & Q(id__in=Subquery(in_entries))
    )


def posts_visible_to(viewer: Viewer) -> QuerySet[Post]:
    """One's own; relatives' and others' once approved, within audience and live consent."""
    approved = Q(state=PostState.APPROVED)
    own = viewer.families()
    return Post.filter(
        Q(author_id=viewer.account_id, family_id__in=own)
        | approved & Q(family_id__in=viewer.families(Role.GUARDIAN))
        | approved & Q(family_id__in=own, audience__gte=Audience.FAMILY)
        | approved & _class_sees(viewer)
        | approved & _everybody_sees(),
    ).exclude(state=PostState.WITHDRAWN)


def posts_on_the_wall() -> QuerySet[Post]:
    """What anybody may see without an account: featured by a curator, approved, consented to."""
    return Post.filter(_everybody_sees(), state=PostState.APPROVED, featured_at__isnull=False)


def _consented() -> Q:
    return Q(consent_id__isnull=False, consent__withdrawal__id__isnull=True)


def _everybody_sees() -> Q:
    return _consented() & Q(audience=Audience.PUBLIC)


def _class_sees(viewer: Viewer) -> Q:
    return _consented() & Q(audience__gte=Audience.CLASS, student_id__in=viewer.classmates)


async def family_for(account: Account, family_id: UUID, at_least: Role) -> Family:
    """A family of the account's in which it stands at `at_least` or higher."""
    membership = await Membership.get_or_none(
        account_id=account.id, family_id=family_id, until=None
    ).select_related("family")
    if membership is None:
        raise NotFound
    if membership.role < at_least:
        raise Forbidden("role.too_low", "这件事需要家里的管理人来做")
    return membership.family


async def guarded_family(account: Account, family_id: UUID) -> Family:
    """A family whose guardian the account is."""
    return await family_for(account, family_id, Role.GUARDIAN)


async def student_of(family_id: UUID, student_id: UUID | None) -> Student | None:
    """The family's child that a request names; None where it names none."""
    if student_id is None:
        return None
    student = await Student.get_or_none(id=student_id, family_id=family_id)
    if student is None:
        raise NotFound
    return student
