"""Endorsements: a teacher's words on what a family shows the class, for the family and the child.

One for each teacher and entry. They are the child's: they stay when the teacher leaves, and when
the entry is changed afterwards they say that they were about an earlier version.

Locks: the endorsement's own lock, then the family, then its question, then its row.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from models.archive.endorsements import Endorsement
from models.archive.growth import Entry
from models.people.accounts import Account
from models.people.schools import ClassStaff
from models.trust.moderation import Standing, Subject
from models.trust.notices import Notice, NoticeKind
from service.archive import entries, phrases
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Forbidden, Invalid, NotFound
from service.people import class_members
from service.trust import access, audit, kinship, moderation, notices
from service.trust.access import Viewer


class EndorsementDraft(Draft):
    """What a teacher says to an entry: words, or one of the teacher's own phrases."""

    words: Annotated[str, text(300, description="To the child and the family.")] | UnsetType = UNSET
    phrase_id: UUID | UnsetType = UNSET
    version: Annotated[int, Meta(ge=1, le=2**31 - 1, description="As it was read.")] | UnsetType = (
        UNSET
    )


async def endorse(teacher: Account, entry_id: UUID, draft: EndorsementDraft) -> Endorsement:
    """Say something to an entry, in place of what one said before; the same again is fine.

    The family reads it once it was checked; a phrase was checked already.
    """
    async with transaction():
        entry, staff = await _endorsable(teacher, entry_id)
        version = min(draft.version, entry.version) if draft.version else entry.version
        words, standing = await _words(teacher, draft)
        said = await Endorsement.get_or_none(entry_id=entry_id, teacher_id=teacher.id)
        if said:
            said.entry = entry
            if (said.words, said.entry_version, said.deleted_at) == (words, version, None):
                return said
            await moderation.drop_question(Subject.ENDORSEMENT, said.id)
        said = said or Endorsement(entry=entry, teacher_id=teacher.id)
        said.words, said.standing, said.entry_version = words, standing, version
        said.teacher_name, said.school_class_id = staff.name, staff.school_class_id
        said.created_at, said.deleted_at = clock.now(), None  # type: ignore[assignment]
        await said.save()
        await audit.record(teacher, "entry.endorsed", said)
        if standing is Standing.PASSED:
            await _tell(said, entry.family_id)
        else:
            await moderation.ask(Subject.ENDORSEMENT, said.id, teacher.id)
    return said


async def take_back(teacher: Account, entry_id: UUID) -> None:
    """Take one's words back, and forget them; again is fine."""
    async with transaction():
        await _endorsable(teacher, entry_id)
        standing = Endorsement.filter(entry_id=entry_id, teacher_id=teacher.id, deleted_at=None)
        if (given := await standing.get_or_none()) is None:
            return
        await moderation.drop_question(Subject.ENDORSEMENT, given.id)
        if await standing.update(words="", deleted_at=clock.now()):
            await audit.record(teacher, "endorsement.taken_back", given)


async def _endorsable(teacher: Account, entry_id: UUID) -> tuple[Entry, ClassStaff]:
    """An entry that a class is shown which the account teaches; no erasure takes it meanwhile.

    Whoever sees it otherwise is Forbidden. A second tap of the same teacher waits for the first.
    """
    lock = f"endorsement {entry_id} {teacher.id}"
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    if kept := await Entry.get_or_none(id=entry_id):
        await access.hold(kept.family_id)
    viewer = await access.viewer(teacher)
    entry = await access.entries_for_class(viewer).get_or_none(id=entry_id)
    staff = await class_members.teacher_of(teacher, entry.student_id) if entry else None
    if entry and staff:
        return entry, staff
    await entries.seen_by(viewer, entry_id)
    raise Forbidden("endorsement.teacher", "只有班里的老师，对给班级看的记录可以写评语")


async def _words(teacher: Account, draft: EndorsementDraft) -> tuple[str, Standing]:
    """What is said, and where it stands with the safety check."""
    if isinstance(draft.words, str) is isinstance(draft.phrase_id, UUID):
        raise Invalid.field("words", "endorsement.words", "写一句话，或者选一句常用语")
    if isinstance(draft.words, str):
        return draft.words, Standing.PENDING
    try:
        phrase = await phrases.own(teacher, draft.phrase_id)  # type: ignore[arg-type]
    except NotFound as unknown:
        detail = "这句常用语找不到了，请换一句"
        raise Invalid.field("phrase_id", "phrase.unknown", detail) from unknown
    passed = phrase.standing is Standing.PASSED
    return phrase.words, Standing.PASSED if passed else Standing.PENDING


async def beside(viewer: Viewer, entry_ids: Sequence[UUID]) -> dict[UUID, list[Endorsement]]:
    """What the viewer reads of teachers' words on each of these entries, the first one first.

    One statement, however many entries there are.
    """
    said: dict[UUID, list[Endorsement]] = {entry_id: [] for entry_id in entry_ids}
    visible = access.endorsements_visible_to(viewer, entry_ids)
    for one in await visible.order_by("created_at", "id"):
        said[one.entry_id].append(one)
    return said


async def content_to_check(endorsement_id: UUID) -> moderation.Content | None:
    """The words of an endorsement, while it stands."""
    said = await Endorsement.get_or_none(id=endorsement_id, deleted_at=None)
    return moderation.Text(said.words) if said else None


async def settled(endorsement_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check: the family is told, or the teacher of the doubt."""
    asked = Endorsement.filter(id=endorsement_id, standing__in=standing.earlier)
    if not await asked.update(standing=standing):
        return
    said = await Endorsement.get(id=endorsement_id).select_related("entry")
    if said.deleted_at is None and standing is Standing.PASSED:
        await _tell(said, said.entry.family_id)
    if said.deleted_at is None and standing is Standing.REVIEW:
        await notices.tell([said.teacher_id], NoticeKind.WORDS_DOUBTFUL, endorsement_id)


async def _tell(said: Endorsement, family_id: UUID) -> None:
    """Tell the guardians of words on an entry; what they were told of others' before is renewed."""
    kind = NoticeKind.ENTRY_ENDORSED
    await Notice.filter(kind=kind, subject_id=said.entry_id).delete()
    guardians = await kinship.guardians_of(family_id)
    await notices.tell(guardians, kind, said.entry_id, family_id)
