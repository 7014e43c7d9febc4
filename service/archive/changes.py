"""Changes: what is said otherwise of an entry, and the end of its being unfinished."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from models.archive.growth import Audience, Entry, EntryPerson, EntryPhoto
from models.people.accounts import Account
from models.trust.consents import Consent
from models.trust.moderation import Subject
from service.archive import (
    dating,
    entries,
    entry_audiences,
    entry_words,
    milestones,
    revisions,
    tagging,
)
from service.archive.entry_forms import EntryChange, require_something
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.trust import access, audit, moderation

_TAKEN_AS_GIVEN = ("title", "story", "place", "milestone", "dimension", "unfinished")
_COLUMNS = (*_TAKEN_AS_GIVEN, "happened", "sort_day", "audience", "consent_id", "draft")


async def change(account: Account, entry_id: UUID, draft: EntryChange) -> Entry:
    """Change an entry, or finish it. Narrowing holds at once; new words wait for their check.

    What is the same already is no change. Raises Conflict where somebody else came between: it is
    not the `version` that was looked at.
    """
    async with transaction():
        await entries.hold_changes(entry_id)
        viewer = await access.viewer(account)
        seen = await entries.theirs_to_change(viewer, entry_id)
        if seen.deleted_at:
            raise NotFound
        changed = await _changed(account, seen, draft)
        if entry_words.CHECKED & changed.keys():
            await moderation.drop_question(Subject.ENTRY, entry_id)
        entry = await Entry.filter(id=entry_id, deleted_at=None).select_for_update().get_or_none()
        if entry is None:
            raise NotFound
        entries.require_unconfirmed(viewer, entry)
        persons = await _other_persons(entry, draft)
        if changed or persons is not None:
            _require_version(entry, draft)
            await _write(account, entry, changed)
        if persons is not None:
            await tagging.tell_of(entry, persons)
    await entry.fetch_related(*entries.WITH_ALL)
    return entry


async def _changed(account: Account, seen: Entry, draft: EntryChange) -> dict[str, Any]:
    """The columns that are to be otherwise; refused where its audience may not have it so."""
    before = {name: getattr(seen, name) for name in _COLUMNS}
    seen.update_from_dict(_given(draft))
    finishing = before["unfinished"] and not seen.unfinished
    if seen.unfinished and not before["unfinished"]:
        raise Conflict("entry.finished", "这条已经记下了，不能再变回草稿")
    said = any(getattr(seen, name) != before[name] for name in entry_words.CHECKED)
    if said or finishing:
        require_something(seen, pictured=await EntryPhoto.exists(entry_id=seen.id))
    if not seen.unfinished:
        await _admit(account, seen, draft, finishing=finishing, said=said)
    return {name: getattr(seen, name) for name in _COLUMNS if getattr(seen, name) != before[name]}


def _given(draft: EntryChange) -> dict[str, Any]:
    """What a request says of the columns."""
    sent = {k: v for k, v in msgspec.structs.asdict(draft).items() if v is not UNSET}
    given = {name: sent[name] for name in _TAKEN_AS_GIVEN if name in sent}
    milestones.of_key(given.get("milestone", ""))
    if isinstance(draft.audience, str):
        given["audience"] = entry_audiences.audience_of(draft.audience)
    if isinstance(draft.happened, str):
        given["happened"], given["sort_day"] = dating.said(draft.happened)
    return given


async def _admit(
    account: Account, seen: Entry, draft: EntryChange, *, finishing: bool, said: bool
) -> None:
    """Let the audience have it as it is to be, as far as the account may say so."""
    if finishing or isinstance(draft.audience, str):
        as_draft = await entry_audiences.adds_as_draft(account, seen)
        seen.draft = as_draft if finishing else seen.draft
        await entry_audiences.admit(seen)
    elif said:
        await _require_words_for_class(account, seen)
        await entry_audiences.require_discreet(seen)


async def _require_words_for_class(account: Account, seen: Entry) -> None:
    """New words that a class is to read take what a new entry does; what is dark stays at home."""
    living = Consent.filter(id=seen.consent_id, withdrawal__id__isnull=True)
    if seen.audience < Audience.CLASS or not await living.exists():
        return
    viewer = await access.viewer(account)
    if not (viewer.guards(seen.family_id) or seen.student_id in viewer.of_age):
        detail = (
            "班级也看得到这条，改字要请家里的管理人来改；或者请管理人先改成「家人」可见，你再改"
        )
        raise Forbidden("entry.for_class", detail)
    await access.deciding_for(account, seen.family_id, seen.student_id)
    await entry_audiences.consent_for(seen)


async def _other_persons(entry: Entry, draft: EntryChange) -> list[UUID] | None:
    """Those whom it is to tell of, if they are others than now."""
    if not isinstance(draft.person_ids, list):
        return None
    told = EntryPerson.filter(entry_id=entry.id, person__removed_at=None)
    now = await told.values_list("person_id", flat=True)
    return None if sorted(now) == sorted(draft.person_ids) else draft.person_ids  # type: ignore[type-var]


def _require_version(entry: Entry, draft: EntryChange) -> None:
    if isinstance(draft.version, int) and draft.version != entry.version:
        raise Conflict("entry.changed", "这条记录刚刚有人改过，请看看现在的样子再改")


async def _write(account: Account, entry: Entry, changed: dict[str, Any]) -> None:
    """Write the change; what is unfinished has no history yet."""
    began_unfinished = entry.unfinished
    if not began_unfinished:
        await revisions.keep(account, entry)
    entry.update_from_dict(changed)
    entry.version += 1
    await entry.save()
    finished = began_unfinished and not entry.unfinished
    await audit.record(account, "entry.recorded" if finished else "entry.changed", entry)
    if finished or (not entry.unfinished and entry_words.CHECKED & changed.keys()):
        await entry_words.ask(entry, account)
