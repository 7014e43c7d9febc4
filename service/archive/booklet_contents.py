"""Booklet contents: everything that a booklet prints, taken down at the moment it is locked."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from models.archive.booklets import Booklet, BookletState
from models.archive.growth import Dimension, Entry
from models.archive.measurements import Quantity
from models.archive.photos import Medium, Photo
from models.people.schools import Enrolment, SchoolClass
from models.people.students import Student
from models.trust.moderation import Standing
from service.archive import ages, albums, booklet_choices, curves, tagging
from service.archive.booklet_pages import (
    MOST_PICTURES,
    SECTIONS,
    Content,
    Curve,
    Leaf,
    Picture,
    Said,
)
from service.archive.terms import in_words as term_in_words
from service.foundation import clock, dates
from service.people.classes import present
from service.trust import access, kinship
from service.trust.access import Viewer

MOST_TELLINGS = 3
"""So many relatives' stories an entry shows in print, the first ones told."""
COVER_SIDE = 1200
"""Pixels that a cover wants at least."""


@dataclass(frozen=True)
class Chosen:
    """The entries of a booklet that may be printed still, and by entry what is printed with them.

    It is the same for everybody, so that a child says yes to what a guardian locks.
    """

    entries: list[Entry]
    pictures: dict[UUID, list[Picture]]
    tellings: dict[UUID, list[Said]]
    praises: dict[UUID, list[Said]]

    @property
    def marks(self) -> list[str]:
        """What is printed, each thing by a mark that tells nothing of it."""
        return [hashlib.sha256(one.encode()).hexdigest()[:16] for one in self._printed()]

    def _printed(self) -> Iterator[str]:
        for entry in self.entries:
            yield f"{entry.id} {entry.version}"
            for picture in self.pictures[entry.id]:
                yield f"{entry.id} {picture.photo_id}"
            for said in (*self.tellings[entry.id], *self.praises[entry.id]):
                yield f"{entry.id} {said.words}"


async def chosen(viewer: Viewer, booklet: Booklet) -> Chosen:
    """What would be printed if the booklet was locked now."""
    entries = await booklet_choices.taken(viewer, booklet)
    told, praised = await _tellings(entries), await _praises(viewer, entries)
    return Chosen(entries, await _pictures(entries), told, praised)


async def of(viewer: Viewer, booklet: Booklet, found: Chosen) -> dict[str, Any]:
    """The content of a booklet as JSON; `locked_at` is set, child and class are fetched."""
    student, entries = booklet.student, found.entries
    names = await _names(booklet, entries, student)
    leaves = [
        Leaf(
            section=entry.dimension or SECTIONS[-1],
            title=entry.title,
            story=entry.story,
            when=dates.in_words(entry.happened) if entry.happened else "",
            age=ages.at(student.birth_date, entry.happened),
            place=entry.place,
            by=names[entry.author_id],
            persons=[p.name for p in tagging.named_in(entry) if p.id != student.person_id],
            pictures=found.pictures[entry.id],
            tellings=found.tellings[entry.id],
            praises=found.praises[entry.id],
        )
        for entry in entries
    ]
    drawn, source = await _curves(viewer, student)
    school, school_class = await _school(booklet)
    endorsed = booklet.state is BookletState.ENDORSED and booklet.standing is Standing.PASSED
    content = Content(
        title=booklet.title,
        child=student.nickname,
        age=ages.in_words(student.birth_date, _last_day(booklet)),
        term=term_in_words(booklet.since, booklet.until),
        school=school,
        school_class=school_class,
        cover=_cover(leaves),
        leaves=leaves,
        curves=drawn,
        reference=source,
        teacher=booklet.teacher_name if endorsed else "",
        teacher_words=booklet.teacher_words if endorsed else "",
        endorsed=_day(booklet.endorsed_at) if endorsed else "",
        confirmed=await _confirmed(booklet, student),
        locked=_day(booklet.locked_at),
    )
    return msgspec.to_builtins(content)


def _last_day(booklet: Booklet) -> date:
    """Of the term, or today while it lasts."""
    return max(min(booklet.until, clock.today()), booklet.since)


def _day(moment: datetime | None) -> str:
    return dates.in_words(moment.astimezone(clock.CHINA).date().isoformat()) if moment else ""


async def _pictures(entries: Sequence[Entry]) -> dict[UUID, list[Picture]]:
    """The first pictures of each entry; recordings have none that tells anything."""
    found = await albums.first_of(access.ANONYMOUS, [entry.id for entry in entries])
    return {
        entry_id: [_picture(one) for one in hung.first if _is_shown(one)][:MOST_PICTURES]
        for entry_id, hung in found.items()
    }


def _is_shown(photo: Photo) -> bool:
    return photo.shown_to_others and photo.medium is not Medium.AUDIO and bool(photo.master_key)


def _picture(photo: Photo) -> Picture:
    film = photo.medium is Medium.VIDEO
    return Picture(photo.id, photo.master_key, photo.width, photo.height, film)


async def _tellings(entries: Sequence[Entry]) -> dict[UUID, list[Said]]:
    told = access.stories_heard_by(access.ANONYMOUS)
    told = told.filter(entry_id__in=[entry.id for entry in entries])
    stories = await told.exclude(words="").order_by("id")
    names = await kinship.called((story.family_id, story.author_id) for story in stories)
    said = defaultdict[UUID, list[Said]](list)
    for story in stories:
        if len(said[story.entry_id]) < MOST_TELLINGS:
            by = names[story.family_id, story.author_id]
            said[story.entry_id].append(Said(by, story.words))
    return said


async def _praises(viewer: Viewer, entries: Sequence[Entry]) -> dict[UUID, list[Said]]:
    seen = access.endorsements_visible_to(viewer).filter(
        entry_id__in=[entry.id for entry in entries], standing=Standing.PASSED
    )
    said = defaultdict[UUID, list[Said]](list)
    for one in await seen.order_by("id"):
        said[one.entry_id].append(Said(one.teacher_name, one.words))
    return said


async def _names(booklet: Booklet, entries: Iterable[Entry], student: Student) -> dict[UUID, str]:
    """What the family calls those who recorded; the child by its own name."""
    acts = {(booklet.family_id, entry.author_id) for entry in entries}
    called = await kinship.called(acts)
    return {
        account_id: student.nickname if word == kinship.ONESELF else word
        for (_, account_id), word in called.items()
    }


async def _curves(viewer: Viewer, student: Student) -> tuple[list[Curve], str]:
    """Height and weight, each where anything was measured, and what the lines behind are from."""
    drawn, sources = [], []
    for quantity in (Quantity.HEIGHT, Quantity.WEIGHT):
        curve = await curves.of_student(viewer, student, quantity)
        if curve.series[0].points:
            drawn.append(Curve(curve.title, curves.svg(curve)))
            sources += [reference.source for reference in curve.references]
    return drawn, "；".join(dict.fromkeys(sources))


async def _school(booklet: Booklet) -> tuple[str, str]:
    """School and class: those that it was sent to, or those of the child today."""
    school_class: SchoolClass | None = booklet.school_class
    if school_class is None:
        held = Enrolment.filter(
            present(), student_id=booklet.student_id, confirmed_at__isnull=False
        )
        enrolment = await held.select_related("school_class__school").first()
        school_class = enrolment.school_class if enrolment else None
    return (school_class.school.name, school_class.name) if school_class else ("", "")


def _cover(leaves: Sequence[Leaf]) -> Picture | None:
    """A photo for the cover: large enough and not too narrow, of a milestone before others."""
    milestones_first = sorted(leaves, key=lambda leaf: leaf.section != Dimension.MILESTONE)
    there = [one for leaf in milestones_first for one in leaf.pictures]
    fitting = [one for one in there if _fits_cover(one)]
    return next(iter(fitting or there), None)


def _fits_cover(picture: Picture) -> bool:
    shape = picture.width / max(picture.height, 1)
    large = min(picture.width, picture.height) >= COVER_SIDE * 3 // 4
    return not picture.film and large and 0.7 <= shape <= 1.8


async def _confirmed(booklet: Booklet, student: Student) -> str:
    """The sentence on the child's page: who looked through it."""
    account_id = booklet.confirmed_by_id
    assert account_id
    called = await kinship.called([(booklet.family_id, account_id)])
    word = called[booklet.family_id, account_id]
    day = _day(booklet.confirmed_at)
    if word == kinship.ONESELF:
        return f"{day}，{student.nickname}自己看过这本成长册，确认了里面的内容。"
    return f"{day}，{student.nickname}和{word}一起看过这本成长册，确认了里面的内容。"
