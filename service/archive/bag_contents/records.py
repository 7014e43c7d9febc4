"""Records: every entry, with what relatives and teachers added to it, as one document each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.archive.endorsements import Endorsement
from models.archive.growth import Entry, EntryPhoto
from models.archive.stories import EntryComment, EntryReaction, Story
from models.people.accounts import Account
from service.archive import ages, tagging
from service.archive.bag_contents import album, catalogue
from service.archive.bag_contents.packing import Packing
from service.foundation import dates
from service.trust import access, kinship

PAGE = 100


@dataclass(frozen=True)
class Told:
    """What stands beside some entries, each by the entry's id."""

    photos: dict[UUID, list[EntryPhoto]]
    stories: dict[UUID, list[Story]]
    comments: dict[UUID, list[EntryComment]]
    reactions: dict[UUID, list[EntryReaction]]
    endorsements: dict[UUID, list[Endorsement]]
    numbers: dict[UUID, str]
    called: dict[tuple[UUID, UUID], str]


async def put(packing: Packing) -> None:
    """Put all of them, in the order in which they were written."""
    last = UUID(int=0)
    while page := await _page(packing, last):
        last = page[-1].id
        told = await _told(packing, page)
        for entry in page:
            packing.report.counts["entries"] += 1
            document = _document(packing, entry, told)
            await packing.add_json(f"metadata/entries/{entry.id}.json", document)
            packing.catalogue.add(_line(entry, told))
            packing.entries.add(album.of_entry(entry, document))


async def _page(packing: Packing, last: UUID) -> list[Entry]:
    following = packing.scope.entries().filter(id__gt=last).order_by("id").limit(PAGE)
    return await following.prefetch_related("persons__person", "author", "student")


async def _told(packing: Packing, page: Sequence[Entry]) -> Told:
    ids = [entry.id for entry in page]
    hung = EntryPhoto.filter(entry_id__in=ids).order_by("position", "id").select_related("photo")
    stories = packing.scope.stories().filter(entry_id__in=ids).order_by("id")
    comments = packing.scope.comments().filter(entry_id__in=ids).order_by("id")
    reactions = EntryReaction.filter(entry_id__in=ids).order_by("id")
    praises = access.endorsements_visible_to(packing.scope.viewer, ids).order_by("id")
    seen = packing.scope.filed().filter(entry_id__in=ids)
    said_stories = await stories.select_related("author")
    said_comments = await comments.select_related("author")
    warmth = await reactions.select_related("account")
    family_id = packing.scope.family.id
    speakers = {one.author_id for one in (*page, *said_stories, *said_comments)}
    speakers |= {one.account_id for one in warmth}
    return Told(
        photos=_by_entry(one for one in await hung if packing.has(one.photo_id)),
        stories=_by_entry(said_stories),
        comments=_by_entry(said_comments),
        reactions=_by_entry(warmth),
        endorsements=_by_entry(await praises.select_related("school_class__school")),
        numbers={one.entry_id: one.number for one in await seen if one.entry_id},
        called=await kinship.called((family_id, speaker) for speaker in speakers),
    )


def _by_entry(found: Iterable[Any]) -> dict[UUID, list[Any]]:
    grouped = defaultdict[UUID, list[Any]](list)
    for one in found:
        grouped[one.entry_id].append(one)
    return grouped


def _line(entry: Entry, told: Told) -> bytes:
    persons = [one.name for one in tagging.named_in(entry)]
    by = told.called[entry.family_id, entry.author_id]
    child = entry.student.nickname if entry.student else ""
    return catalogue.of_entry(entry, persons, by, child, told.numbers.get(entry.id, ""))


def _document(packing: Packing, entry: Entry, told: Told) -> dict[str, Any]:
    persons = tagging.named_in(entry)

    def by(account: Account) -> dict[str, Any]:
        called = told.called[entry.family_id, account.id]
        return {"id": account.id, "nickname": account.nickname, "called": called}

    same = (
        *("id", "family_id", "student_id", "title", "story", "dimension", "happened", "place"),
        *("milestone", "draft", "version", "created_at"),
    )
    return {name: getattr(entry, name) for name in same} | {
        "著录": {
            "档号": told.numbers.get(entry.id, ""),
            "题名": entry.title,
            "时间": entry.happened,
            "地点": entry.place,
            "人物": "、".join(one.name for one in persons),
            "文字说明": entry.story,
            "著录者": told.called[entry.family_id, entry.author_id],
        },
        "when": dates.in_words(entry.happened) if entry.happened else "",
        "age": ages.at(entry.student.birth_date, entry.happened) if entry.student else "",
        "audience": entry.audience.word,
        "author": by(entry.author),
        "person_ids": [one.id for one in persons],
        "photo_ids": [one.photo_id for one in told.photos[entry.id]],
        "stories": [_story(packing, one, by(one.author)) for one in told.stories[entry.id]],
        "comments": [_comment(one, by(one.author)) for one in told.comments[entry.id]],
        "reactions": [_reaction(one, by(one.account)) for one in told.reactions[entry.id]],
        "endorsements": [_endorsement(one) for one in told.endorsements[entry.id]],
    }


def _story(packing: Packing, story: Story, by: dict[str, Any]) -> dict[str, Any]:
    recording = story.recording_id
    file = packing.kept[recording].path if recording and packing.has(recording) else ""
    said = {"id": story.id, "author": by, "words": story.words, "created_at": story.created_at}
    return said | {"recording_id": recording, "file": file}


def _comment(comment: EntryComment, by: dict[str, Any]) -> dict[str, Any]:
    made = {"id": comment.id, "author": by, "created_at": comment.created_at}
    return made | {"words": comment.words}


def _reaction(reaction: EntryReaction, by: dict[str, Any]) -> dict[str, Any]:
    made = {"id": reaction.id, "author": by, "created_at": reaction.created_at}
    return made | {"warmth": reaction.warmth}


def _endorsement(said: Endorsement) -> dict[str, Any]:
    school_class = said.school_class
    return {
        "id": said.id,
        "teacher": said.teacher_name,
        "school": school_class.school.name,
        "class": school_class.name,
        "words": said.words,
        "entry_version": said.entry_version,
        "created_at": said.created_at,
    }
