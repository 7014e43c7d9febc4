"""Tagging: whom an entry tells of and whom a photo shows; their family alone reads it."""

from collections.abc import Collection
from uuid import UUID

from tortoise.expressions import Q, Subquery

from models.archive.filing import FiledItem
from models.archive.growth import Entry, EntryPerson, EntryPhoto
from models.archive.photos import Photo, PhotoPerson
from models.people.accounts import Account
from models.people.families import Role
from models.people.persons import Person
from models.people.students import Student
from service.archive import photos, pictured
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.people import persons
from service.trust import access, audit


async def show(account: Account, photo_id: UUID, person_ids: list[UUID]) -> None:
    """Say whom a photo shows, in place of whatever was said before; again is fine."""
    async with transaction():
        photo = await photos.seen_by(await access.viewer(account), photo_id)
        if photo.family_id is None:  # an avatar belongs to no family's archive
            raise NotFound
        await access.family_for(account, photo.family_id, Role.CONTRIBUTOR)
        wanted = {person.id for person in await persons.named(photo.family_id, person_ids)}
        named = {tag.person_id for tag in photo.persons}
        await pictured.require_tagged(photo, wanted - named)
        if not await Photo.filter(id=photo_id).select_for_update(no_key=True).first():
            raise NotFound  # an erasure was waited for
        said = PhotoPerson.filter(photo_id=photo_id)
        before = set(await said.values_list("person_id", flat=True))
        if wanted == before:
            return
        await said.delete()
        await PhotoPerson.bulk_create(
            PhotoPerson(photo_id=photo_id, person_id=person_id) for person_id in wanted
        )
        await audit.record(account, "photo.tagged", photo_id)


async def tell_of(entry: Entry, person_ids: list[UUID]) -> None:
    """Say whom an entry tells of, in place of those before. The caller's transaction."""
    wanted = await persons.named(entry.family_id, person_ids)
    await EntryPerson.filter(entry_id=entry.id).delete()
    await EntryPerson.bulk_create(
        EntryPerson(entry_id=entry.id, person_id=person.id) for person in wanted
    )


def named_in(subject: Entry | Photo | FiledItem) -> list[Person]:
    """Those it names, first known first; who was taken out of the archive is named no more."""
    told = [tag.person for tag in subject.persons if tag.person.removed_at is None]
    return sorted(told, key=lambda person: person.id)


async def children_told_of(items: Collection[FiledItem]) -> dict[UUID, set[UUID]]:
    """By item the children whose it is, whom it names and whom its pictures show.

    The items were fetched with `persons` and `files__photo__persons`.
    """
    named = {item.id: _tagged(item) for item in items}
    everybody = {person for persons in named.values() for person in persons}
    found = await Student.filter(person_id__in=everybody, erased_at=None)
    child_of = {student.person_id: student.id for student in found}
    children = {}
    for item in items:
        children[item.id] = {child_of[one] for one in named[item.id] if one in child_of}
        if item.student_id:
            children[item.id].add(item.student_id)
    return children


async def children_in(entry_ids: Collection[UUID]) -> set[UUID | None]:
    """The children whom these entries name, or their pictures show."""
    named = EntryPerson.filter(entry_id__in=entry_ids).values("person_id")
    places = EntryPhoto.filter(entry_id__in=entry_ids).values("photo_id")
    shown = PhotoPerson.filter(photo_id__in=Subquery(places)).values("person_id")
    told = Q(person_id__in=Subquery(named)) | Q(person_id__in=Subquery(shown))
    return set(await Student.filter(told, erased_at=None).values_list("id", flat=True))  # type: ignore[arg-type]


def _tagged(item: FiledItem) -> set[UUID]:
    shown = {tag.person_id for file in item.files for tag in file.photo.persons}
    return shown | {tag.person_id for tag in item.persons}
