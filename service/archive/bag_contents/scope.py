"""Scope: which part of a family's archive a bag holds: what any guardian sees of it, and no more.

Of a grown child that asked for it itself: what that child sees of its own archive. The viewer is
nobody's account: what is one person's alone (unfinished, or not checked) is another guardian's no
more on paper than on a screen, and stays outside.
"""

from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.archive.booklets import Booklet
from models.archive.exports import Export
from models.archive.filing import (
    Box,
    FamilyArchive,
    FiledFile,
    FiledItem,
    FiledPerson,
    WithdrawnNumber,
)
from models.archive.growth import Entry, EntryPerson, EntryPhoto
from models.archive.measurements import Measurement
from models.archive.photos import Photo, PhotoPerson
from models.archive.stories import EntryComment, Story
from models.people.families import Family, Membership, Role
from models.people.persons import Person
from models.people.regions import Household
from models.people.students import Student
from models.trust.consents import Consent
from models.trust.moderation import Standing
from service.trust import access
from service.trust.access import Viewer


@dataclass(frozen=True)
class Scope:
    """All of a family, or of it what is about one child; to a guardian, or to that child itself."""

    family: Family
    student: Student | None
    viewer: Viewer

    @property
    def title(self) -> str:
        """Whose archive it is, in words."""
        return title_of(self.family, self.student)

    def entries(self) -> QuerySet[Entry]:
        """The records that are finished and checked."""
        seen = access.entries_visible_to(self.viewer).filter(self._own())
        return seen.filter(unfinished=False)

    def stories(self) -> QuerySet[Story]:
        """Relatives' tellings of these."""
        within = Subquery(self.entries().values("id"))
        return access.stories_heard_by(self.viewer).filter(entry_id__in=within)

    def comments(self) -> QuerySet[EntryComment]:
        """What was said to these."""
        within = Subquery(self.entries().values("id"))
        return access.comments_heard_by(self.viewer).filter(entry_id__in=within)

    def letters(self) -> QuerySet[Booklet]:
        """Booklets in which a teacher's words stand that were checked."""
        seen = access.booklets_visible_to(self.viewer).filter(self._own())
        return seen.filter(standing=Standing.PASSED).exclude(teacher_words="")

    def photos(self) -> QuerySet[Photo]:
        """Photos, films and recordings: the family's, or those that are about the child."""
        if not self._is_guardians:
            return access.photos_in_own_archive(self.viewer).filter(family_id=self.family.id)
        seen = access.photos_visible_to(self.viewer).filter(family_id=self.family.id)
        return seen if self.student is None else seen.filter(self._of_child(self.student))

    def _of_child(self, student: Student) -> Q:
        entries = Subquery(self.entries().values("id"))
        told = self.stories().filter(recording_id__isnull=False)
        filed = FiledFile.filter(item_id__in=Subquery(self.filed().values("id")))
        shown = PhotoPerson.filter(person_id=student.person_id)
        return (
            Q(id__in=Subquery(EntryPhoto.filter(entry_id__in=entries).values("photo_id")))
            | Q(id__in=Subquery(told.values("recording_id")))
            | Q(id__in=Subquery(filed.values("photo_id")))
            | Q(id__in=Subquery(shown.values("photo_id")))
            | Q(id=student.avatar_id or UUID(int=0))
        )

    def filed(self) -> QuerySet[FiledItem]:
        """What was filed under an archival number, and checked."""
        return access.filed_items_visible_to(self.viewer).filter(self._own())

    def students(self) -> QuerySet[Student]:
        """The child, or the children of the family."""
        seen = access.students_visible_to(self.viewer).filter(family_id=self.family.id)
        return seen.filter(id=self.student.id) if self.student else seen

    def measurements(self) -> QuerySet[Measurement]:
        """Of these children."""
        return access.measurements_visible_to(self.viewer).filter(self._own())

    def persons(self) -> QuerySet[Person]:
        """Everybody whom the family's archive knows, for a child's records name them, too.

        To the child itself those whom its own name.
        """
        known = Person.filter(family_id=self.family.id, removed_at=None)
        return known if self._is_guardians else known.filter(self._named())

    def _named(self) -> Q:
        by = (
            self.students(),
            EntryPerson.filter(entry_id__in=Subquery(self.entries().values("id"))),
            PhotoPerson.filter(photo_id__in=Subquery(self.photos().values("id"))),
            FiledPerson.filter(item_id__in=Subquery(self.filed().values("id"))),
        )
        named = (Q(id__in=Subquery(found.values("person_id"))) for found in by)
        return Q(*named, join_type=Q.OR)

    def members(self) -> QuerySet[Membership]:
        """Who is, or was, of the family; to the child itself nobody but by what they added."""
        return Membership.filter(family_id__in=self._guarded())

    def households(self) -> QuerySet[Household]:
        """The family's numbers in the programme."""
        return Household.filter(family_id__in=self._guarded())

    def archives(self) -> QuerySet[FamilyArchive]:
        """How the family files: one row, once it does."""
        return FamilyArchive.filter(family_id__in=self._guarded())

    def boxes(self) -> QuerySet[Box]:
        """The family's boxes; to the child itself those in which something of its own lies."""
        kept = Subquery(self.filed().values("box_id"))
        return Box.filter(
            Q(family_id__in=self._guarded()) | Q(family_id=self.family.id, id__in=kept),
            deleted_at=None,
        )

    def withdrawn(self) -> QuerySet[WithdrawnNumber]:
        """The archival numbers that were given back."""
        return WithdrawnNumber.filter(family_id__in=self._guarded())

    def consents(self) -> QuerySet[Consent]:
        """The ledger, whole: what was agreed to and what was taken back."""
        return Consent.filter(self._own())

    def _guarded(self) -> list[UUID]:
        return self.viewer.families(Role.GUARDIAN)

    @property
    def _is_guardians(self) -> bool:
        return self.viewer.guards(self.family.id)

    def _own(self) -> Q:
        own = Q(family_id=self.family.id)
        return own & Q(student_id=self.student.id) if self.student else own


def title_of(family: Family, student: Student | None) -> str:
    """「小满的家档」, or the family's."""
    return f"{student.nickname if student else family.name}的家档"


def of(export: Export) -> Scope:
    """The scope of an export whose `family` and `student` are loaded."""
    return Scope(export.family, export.student, _viewer(export))


def _viewer(export: Export) -> Viewer:
    if not export.by_child:
        return Viewer(roles={export.family_id: Role.GUARDIAN})
    assert export.student_id
    oneself = frozenset({export.student_id})
    return Viewer(selves=oneself, of_age=oneself)
