"""Share layouts: which photos a link shows, in which order, and what stands under each of them.

今昔对比 tells by how much a child has grown in whole years and no more: an exact age on a known day
would tell the birth date. What is the family's own is told by its years.
"""

from datetime import date
from uuid import UUID

from models.archive.photos import Photo
from models.people.students import Student
from models.sharing.posts import Post
from models.sharing.share_links import Layout, ShareLink
from service.archive import ages
from service.foundation import dates
from service.foundation.errors import Invalid


def picks_for(post: Post, layout: Layout, asked: list[UUID]) -> list[UUID]:
    """The photos that a new link is to show; none stands for all that the post shows."""
    there = {photo.id: photo for photo in post.photos_shown}
    for place, photo_id in enumerate(asked):
        if photo_id not in there or photo_id in asked[:place]:
            detail = "这张照片不在这条里，或者选了两次"
            raise Invalid.field(f"picks[{place}]", "photo.unknown", detail)
    if layout is Layout.SINGLE:
        return _one(asked or list(there))
    if layout is Layout.THEN_AND_NOW:
        return _two([there[photo_id] for photo_id in asked], post.student)
    return asked


def _one(photo_ids: list[UUID]) -> list[UUID]:
    if len(photo_ids) != 1:
        raise Invalid.field("picks", "share_link.one_pick", "单张只放一张照片，选一张就好")
    return photo_ids


def _two(photos: list[Photo], student: Student | None) -> list[UUID]:
    """Two photos of different ages, the earlier one first."""
    if len(photos) != 2:
        raise Invalid.field("picks", "share_link.two_picks", "今昔对比要选两张照片")
    for place, photo in enumerate(photos):
        if not told_by(photo, student):
            detail = "这张照片还不知道是哪年拍的，补上日期就能做今昔对比"
            raise Invalid.field(f"picks[{place}]", "share_link.undated", detail)
    if told_by(photos[0], student) == told_by(photos[1], student):
        detail = "两张照片是同一年的，换一张更早或更近的"
        raise Invalid.field("picks", "share_link.same_age", detail)
    return [photo.id for photo in sorted(photos, key=_first_day)]


def _first_day(photo: Photo) -> str:
    return str(photo.taken_day)


def chosen(link: ShareLink, post: Post) -> list[Photo]:
    """The photos of the link's choice that its post still shows: never others in their place."""
    shown = post.photos_shown
    if not link.picks:
        return shown
    there = {str(photo.id): photo for photo in shown}
    return [there[pick] for pick in link.picks if pick in there]


def captions(link: ShareLink, photos: list[Photo], student: Student | None) -> list[str]:
    """What stands under each photo: of 今昔对比 the ages, else nothing."""
    compared = link.layout is Layout.THEN_AND_NOW
    return [told_by(photo, student) if compared else "" for photo in photos]


def told_by(photo: Photo, student: Student | None) -> str:
    """How old the child is in a photo, 「6岁」, or its year; empty where that is not known."""
    when = dates.parse(photo.taken)
    if when is None or when.about:
        return ""
    days = when.first_day, when.last_day
    if student is None:
        return _span([f"{day.year}年" for day in days])
    if when.last_day < student.birth_date:
        return ""
    return _span([_years(student, max(day, student.birth_date)) for day in days])


def _years(student: Student, day: date) -> str:
    years = ages.full_months(student.birth_date, day) // 12
    return f"{years}岁" if years else "未满1岁"


def _span(ends: list[str]) -> str:
    """What is known no more exactly than from one year to another is not told."""
    return ends[0] if ends[0] == ends[1] else ""
