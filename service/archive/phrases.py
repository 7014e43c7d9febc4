"""Phrases: a teacher's own sentences to endorse with, checked once for all their uses."""

from typing import Annotated
from uuid import UUID

from models.archive.endorsements import Phrase
from models.people.accounts import Account
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.people import class_staff
from service.trust import audit, moderation, notices

MOST = 50


class PhraseDraft(Draft):
    """A sentence that a teacher says often."""

    words: Annotated[str, text(100, description="Such as 「观察得真仔细，继续写下去！」.")]


async def add(teacher: Account, draft: PhraseDraft) -> Phrase:
    """Keep a sentence of one's own, as a teacher of some class; the same again is the same."""
    if not await class_staff.taught_by(teacher):
        raise Forbidden("phrase.teacher", "常用语是给老师写评语用的")
    async with transaction():
        await Account.filter(id=teacher.id).select_for_update(no_key=True).get()
        own = Phrase.filter(teacher_id=teacher.id)
        if kept := await own.get_or_none(words=draft.words):
            return kept
        if await own.count() >= MOST:
            raise Conflict("phrase.too_many", f"最多留{MOST}句常用语，先删掉几句不用的")
        phrase = await Phrase.create(teacher_id=teacher.id, words=draft.words)
        await audit.record(teacher, "phrase.added", phrase)
        await moderation.ask(Subject.PHRASE, phrase.id, teacher.id)
    return phrase


async def of(teacher: Account) -> list[Phrase]:
    """The account's own sentences, the first one first."""
    return await Phrase.filter(teacher_id=teacher.id).order_by("id")


async def own(teacher: Account, phrase_id: UUID) -> Phrase:
    """One of these sentences."""
    phrase = await Phrase.get_or_none(id=phrase_id, teacher_id=teacher.id)
    if phrase is None:
        raise NotFound
    return phrase


async def remove(teacher: Account, phrase_id: UUID) -> None:
    """Keep a sentence no longer; what was endorsed with it stays as it is."""
    async with transaction():
        phrase = await own(teacher, phrase_id)
        await moderation.drop_question(Subject.PHRASE, phrase_id)
        if await Phrase.filter(id=phrase_id).delete():
            await audit.record(teacher, "phrase.removed", phrase)


async def content_to_check(phrase_id: UUID) -> moderation.Content | None:
    """The words of a phrase, while it is kept."""
    phrase = await Phrase.get_or_none(id=phrase_id)
    return moderation.Text(phrase.words) if phrase else None


async def settled(phrase_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check on a phrase; its teacher learns of a doubt."""
    asked = Phrase.filter(id=phrase_id, standing__in=standing.earlier)
    if await asked.update(standing=standing) and standing is Standing.REVIEW:
        phrase = await Phrase.get(id=phrase_id)
        await notices.tell([phrase.teacher_id], NoticeKind.WORDS_DOUBTFUL, phrase_id)
