"""Stories (共同讲述): relatives' own words and voices on an entry, attributed and kept with it."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Annotated
from uuid import UUID

from models.archive.photos import Medium, Photo, PhotoState
from models.archive.stories import Story
from models.people.accounts import Account
from models.trust.moderation import Standing, Subject
from models.trust.notices import Notice, NoticeKind
from service.archive import conversations
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Forbidden, Invalid, NotFound
from service.trust import access, audit, kinship, moderation, notices
from service.trust.access import Viewer

PAGE = 20
StoryWords = Annotated[str, text(2000, least=0, description="What one remembers of it.")]

Reaction = Callable[[Story, set[UUID]], Awaitable[None]]
_when_told: list[Reaction] = []


class StoryDraft(Draft):
    """One's own telling of an entry: words, a recording, or both."""

    words: StoryWords = ""
    recording_id: UUID | None = None


class StoryChange(Draft):
    """The words as they are to be; the recording stays."""

    words: StoryWords


def when_told(reaction: Reaction) -> None:
    """Run `reaction(story, told)`, once, in the transaction in which others first have a story.

    `told` are the accounts that are told of it.
    """
    _when_told.append(reaction)


async def tell(teller: Account, entry_id: UUID, draft: StoryDraft) -> Story:
    """Add one's own telling to an entry: the teller's at once, the family's when it has passed."""
    _require_something(draft.words, draft.recording_id)
    async with transaction():
        entry = await conversations.entry_of(await access.viewer(teller), entry_id)
        await access.contributing_to(teller, entry.family_id, entry.student_id)
        await conversations.require_kept(entry)
        if draft.recording_id:
            await _take_recording(teller, entry.family_id, draft.recording_id)
        entry = await conversations.joined(teller, entry_id)
        story = await Story.create(
            family_id=entry.family_id,
            entry_id=entry.id,
            author_id=teller.id,
            recording_id=draft.recording_id,
            words=draft.words,
        )
        await audit.record(teller, "story.told", story)
        await _check_words(story)
    return story


async def change(teller: Account, story_id: UUID, draft: StoryChange) -> None:
    """Put other words in place of one's own, which wait for a check of theirs; again is fine."""
    async with transaction():
        # who changes it at the same time waits here, before either holds the question or the story
        await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"story {story_id}")
        before = await _own(teller, story_id)
        if before.words == draft.words:
            return
        _require_something(draft.words, before.recording_id)
        if draft.words.strip():
            await before.fetch_related("entry")
            await conversations.require_kept(before.entry)
        await moderation.drop_question(Subject.STORY, story_id)
        story = await _locked(story_id)
        if story is None:
            raise NotFound
        story.words = draft.words
        await story.save(update_fields=["words"])
        await audit.record(teller, "story.changed", story)
        await _check_words(story)


async def delete(account: Account, story_id: UUID) -> None:
    """Take a story back, its words for good; its recording stays a photo of the family's.

    The teller may, and whoever guards the family. Again is fine.
    """
    async with transaction():
        story = await _theirs_to_delete(await access.viewer(account), story_id)
        await access.require_undisputed(story.family_id)
        await _theirs_to_delete(await access.viewer(account), story_id)  # still, after that wait
        await moderation.drop_question(Subject.STORY, story_id)
        story = await _locked(story_id)
        if story is None:
            return
        story.words, story.deleted_at = "", clock.now()
        await story.save(update_fields=["words", "deleted_at"])
        await Notice.filter(kind=NoticeKind.STORY_ADDED, subject_id=story_id).delete()
        await audit.record(account, "story.deleted", story)


async def seen_by(viewer: Viewer, story_id: UUID) -> Story:
    """A story that the viewer may read and hear, with its teller."""
    visible = access.stories_visible_to(viewer).select_related("author")
    story = await visible.get_or_none(id=story_id)
    if story is None:
        raise NotFound
    return story


async def of_entry(viewer: Viewer, entry_id: UUID, *, after: UUID | None) -> list[Story]:
    """A page of an entry's stories with their tellers, oldest first.

    `after` is the last one of the page before. Returns at most PAGE + 1 stories: the last one only
    says that there is more.
    """
    entry = await conversations.entry_of(viewer, entry_id)
    told = access.stories_heard_by(viewer).filter(entry_id=entry.id)
    if after:
        told = told.filter(id__gt=after)
    return await told.order_by("id").limit(PAGE + 1).select_related("author")


async def recordings_of(viewer: Viewer, found: Iterable[Story]) -> list[Photo]:
    """The recordings of stories that the viewer has; of its own also what has not passed."""
    wanted = [story.recording_id for story in found if story.recording_id]
    if not wanted:
        return []
    kept = await Photo.filter(id__in=wanted, deleted_at=None).prefetch_related("persons__person")
    return [one for one in kept if one.shown_to_others or one.uploader_id == viewer.account_id]


def _require_something(words: str, recording_id: UUID | None) -> None:
    if not words.strip() and recording_id is None:
        raise Invalid.field("words", "story.empty", "写几句话，或者录一段语音")


async def _take_recording(teller: Account, family_id: UUID, photo_id: UUID) -> None:
    """Require a recording of the family's that no other story tells with.

    It stays locked, so that of racers one gets it, and so that its check finds the story.
    """
    await access.hold(family_id)
    visible = access.photos_visible_to(await access.viewer(teller)).filter(family_id=family_id)
    photo = await visible.select_for_update().get_or_none(id=photo_id)
    if photo is None:
        raise _unusable("recording.unknown", "这段录音找不到了")
    if photo.medium is not Medium.AUDIO:
        raise _unusable("recording.not_sound", "这里要放一段录音")
    if photo.state is PhotoState.REFUSED:
        raise _unusable("photo.refused", photo.refusal)
    if photo.standing is Standing.RISKY:
        raise _unusable("photo.risky", "这段录音没有通过安全检查，重新录一段吧")
    if await Story.exists(recording_id=photo_id, deleted_at=None):
        raise _unusable("recording.used", "这段录音已经讲过了，换一段吧")


def _unusable(code: str, detail: str) -> Invalid:
    return Invalid.field("recording_id", code, detail)


async def _own(teller: Account, story_id: UUID) -> Story:
    story = await seen_by(await access.viewer(teller), story_id)
    if story.author_id != teller.id:
        raise Forbidden("story.not_yours", "这是家里别人讲的，只有本人可以改")
    return story


async def _theirs_to_delete(viewer: Viewer, story_id: UUID) -> Story:
    """A story (one taken back, too) that the viewer told, or whose family it guards."""
    story = await Story.get_or_none(id=story_id).select_related("entry")
    if story and viewer.may_change(story.author_id, story.family_id, story.entry.student_id):
        return story
    await seen_by(viewer, story_id)
    raise Forbidden("story.not_yours", "只有讲的人和家里的管理人可以删")


async def _locked(story_id: UUID) -> Story | None:
    kept = Story.filter(id=story_id, deleted_at=None)
    return await kept.select_for_update(no_key=True).get_or_none()


async def _check_words(story: Story) -> None:
    """Words are checked before relatives read them; a voice alone has a check of its own."""
    wordless = not story.words.strip()
    story.standing = Standing.PASSED if wordless else Standing.PENDING
    await story.save(update_fields=["standing"])
    if wordless:
        await _announce(story.id)
    else:
        await moderation.ask(Subject.STORY, story.id, story.author_id)


async def content_to_check(story_id: UUID) -> moderation.Content | None:
    """The words of a story, while there are any."""
    story = await Story.get_or_none(id=story_id, deleted_at=None)
    return moderation.Text(story.words) if story and story.words.strip() else None


async def settled(story_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human, on a story's words."""
    if await Story.filter(id=story_id, standing__in=standing.earlier).update(standing=standing):
        await _announce(story_id)
        await _tell_of_doubt(story_id)


async def announce_recorded(photo_id: UUID) -> None:
    """What follows the check of a photo: where it is a story's voice, others may have the story."""
    for story in await Story.filter(recording_id=photo_id, deleted_at=None):
        await _announce(story.id)


async def _announce(story_id: UUID) -> None:
    """Tell of a story once, when others have it.

    Whoever settles its words or its voice locks the story first: the later one finds the earlier.
    """
    story = await _locked(story_id)
    if story is None or story.announced_at or not await _reaches_others(story):
        return
    story.announced_at = clock.now()
    await story.save(update_fields=["announced_at"])
    concerned = {story.entry.author_id, *await kinship.guardians_of(story.family_id)}
    told = concerned - {story.author_id}
    await notices.tell(told, NoticeKind.STORY_ADDED, story.id, story.family_id)
    for reaction in _when_told:
        await reaction(story, told)


async def _reaches_others(story: Story) -> bool:
    """Whether anybody but its teller has it: see `access.stories_visible_to`."""
    await story.fetch_related("entry", "recording")
    read = story.standing is Standing.PASSED and story.entry.standing is Standing.PASSED
    heard = story.recording is None or story.recording.shown_to_others
    return read and heard and story.entry.deleted_at is None


async def _tell_of_doubt(story_id: UUID) -> None:
    """Nobody else reads it now; whether a human is to look is the teller's to say."""
    story = await Story.get_or_none(id=story_id, standing=Standing.REVIEW, deleted_at=None)
    if story:
        teller, kind = [story.author_id], NoticeKind.WORDS_DOUBTFUL
        await notices.tell(teller, kind, story.id, story.family_id)
