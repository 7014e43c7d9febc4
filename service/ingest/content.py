"""Content of a bag: all its documents, and who is named in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from service.ingest.bag import Bag, BagError
from service.ingest.documents import (
    ConsentDocument,
    EntryDocument,
    FamilyDocument,
    FiledDocument,
    PersonDocument,
    PhotoDocument,
    StudentDocument,
)


@dataclass(frozen=True)
class Content:
    """What is brought back; photos whose file the bag does not have are in `lost` alone.

    Of what teachers wrote to a term it only knows how many there are.
    """

    family: FamilyDocument
    persons: list[PersonDocument]
    students: list[StudentDocument]
    consents: list[ConsentDocument]
    photos: list[PhotoDocument]
    entries: list[EntryDocument]
    filed: FiledDocument
    lost: list[PhotoDocument]
    letters: int

    def accounts(self) -> dict[UUID, str]:
        """The ids of everybody who wrote, uploaded, filed or agreed, with what they are called."""
        found = dict.fromkeys(self._nameless(), "")
        return found | dict(self._named())

    def _named(self) -> Iterator[tuple[UUID, str]]:
        for photo in self.photos:
            yield photo.uploaded_by.id, photo.uploaded_by.nickname
        for entry in self.entries:
            said = (*entry.stories, *entry.comments, *entry.reactions)
            for by in (entry.author, *(one.author for one in said)):
                yield by.id, by.nickname
        for member in self.family.members:
            yield member.account_id, member.nickname

    def _nameless(self) -> Iterator[UUID]:
        for student in self.students:
            yield from (one.author_id for one in student.measurements)
        yield from (one.filed_by_id for one in self.filed.items)

    def require_closed(self) -> None:
        """Refuse a bag that tells of somebody, or of a box, outside of it: another family's.

        A bag lay in hands that we do not know, and its lists may have been written anew.
        """
        known = {one.id for one in (*self.persons, *self.students, *self.filed.boxes)}
        if any(named is not None and named not in known for named in self._told_of()):
            raise BagError("包里提到了包外面的人或者盒子")

    def _told_of(self) -> Iterator[UUID | None]:
        for tagged in (*self.photos, *self.entries, *self.filed.items):
            yield from tagged.person_ids
        for owned in (*self.entries, *self.filed.items):
            yield owned.student_id
        yield from (student.person_id for student in self.students)
        yield from (item.box_id for item in self.filed.items)


def of(bag: Bag) -> Content:
    """All documents of a bag that was verified; BagError where one of them is not understood."""
    families = bag.document("metadata/families.json", list[FamilyDocument])
    if len(families) != 1:
        raise BagError("包里要有一个家庭")
    photos = [bag.document(p, PhotoDocument) for p in bag.files("metadata/photos")]
    there = set(bag.files("originals"))
    return Content(
        family=families[0],
        persons=bag.document("metadata/persons.json", list[PersonDocument]),
        students=bag.document("metadata/students.json", list[StudentDocument]),
        consents=bag.document("metadata/consents.json", list[ConsentDocument]),
        photos=[photo for photo in photos if photo.file in there],
        entries=[bag.document(p, EntryDocument) for p in bag.files("metadata/entries")],
        filed=bag.document("metadata/filed.json", FiledDocument),
        lost=[photo for photo in photos if photo.file not in there],
        letters=len(bag.files("metadata/letters")),
    )
