"""Album contents: what a printed album shows of its pictures and of what they belong to."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from models.archive.filing import FiledItem
from models.archive.growth import UNDATED, Entry
from models.archive.photos import Medium, Photo
from models.archive.printed_albums import PrintedAlbum
from models.trust.moderation import Standing
from service.archive import ages
from service.archive.album_choices import Hung, shape
from service.archive.album_pages import Chapter, Content, Shot, Telling
from service.archive.booklet_pages import Picture
from service.archive.reading.masters import MASTER_SIDE
from service.foundation import clock, dates
from service.trust import kinship

UNKNOWN = "没有日期的照片"
LANDSCAPE = (1.2, 2.0)
"""The shapes of a picture that a cover wants."""
COVER_SIDE = 1000
"""Pixels that a cover wants at least."""


async def of(album: PrintedAlbum, found: Sequence[Hung]) -> Content:
    """The content of an album of these pictures; its `family` is loaded."""
    names = await _names(album, found)
    by_month = len({hung.of.sort_day.year for hung in found if hung.of.happened}) < 2
    chapters: dict[str, list[Hung]] = {}
    for hung in found:
        chapters.setdefault(_chapter(hung.of.happened, by_month), []).append(hung)
    day = album.created_at.astimezone(clock.CHINA).date()
    return Content(
        title=album.title,
        subtitle=album.subtitle,
        years=_years(found),
        family=album.family.name,
        cover=_cover(found),
        chapters=[_made(album, name, hung, names) for name, hung in chapters.items()],
        printed=dates.in_words(day.isoformat()),
    )


def _chapter(happened: str, by_month: bool) -> str:
    """The month or the year that a day is in; what is not known so exactly as it is said."""
    when = dates.parse(happened)
    if when is None:
        return UNKNOWN
    first, last = when.first_day, when.last_day
    if first.year != last.year:
        return when.words
    if not by_month:
        return f"{first.year}年"
    return f"{first.year}年{first.month}月" if first.month == last.month else when.words


def _years(found: Iterable[Hung]) -> str:
    years = [hung.of.sort_day.year for hung in found if hung.of.sort_day != UNDATED]
    if not years:
        return ""
    first, last = min(years), max(years)
    return f"{first}年" if first == last else f"{first}—{last}年"


def _made(album: PrintedAlbum, name: str, found: list[Hung], names: dict[UUID, str]) -> Chapter:
    told = {hung.of.id: hung.of for hung in found}
    tellings = [_telling(album, one, names) for one in told.values() if _words(one).strip()]
    return Chapter(name, tellings, [_shot(album, hung) for hung in found])


def _shot(album: PrintedAlbum, hung: Hung) -> Shot:
    passed = hung.photo.words_standing is Standing.PASSED
    said = (hung.of.title, _when(hung.of), _age(album, hung.of))
    label = " · ".join(filter(None, said))
    return Shot(picture_of(hung.photo), label, hung.photo.caption if passed else "")


def _telling(album: PrintedAlbum, one: Entry | FiledItem, names: dict[UUID, str]) -> Telling:
    by = names.get(one.author_id, "") if isinstance(one, Entry) else ""
    words = one.title, _when(one), _age(album, one), one.place, by, _words(one)
    return Telling(*words)


def _words(one: Entry | FiledItem) -> str:
    return one.story if isinstance(one, Entry) else one.words


def _when(one: Entry | FiledItem) -> str:
    return dates.in_words(one.happened) if one.happened else ""


def _age(album: PrintedAlbum, one: Entry | FiledItem) -> str:
    """Of the child; whose it is where the album is not of that child alone."""
    if one.student is None:
        return ""
    age = ages.at(one.student.birth_date, one.happened)
    return age if album.student_id or not age else f"{one.student.nickname} {age}"


async def _names(album: PrintedAlbum, found: Iterable[Hung]) -> dict[UUID, str]:
    """What the family calls those who wrote the records: 「妈妈 记」."""
    entries = [hung.of for hung in found if isinstance(hung.of, Entry)]
    called = await kinship.called((album.family_id, one.author_id) for one in entries)
    return {account_id: f"{word} 记" for (_, account_id), word in called.items()}


def picture_of(photo: Photo) -> Picture:
    """Its master, in pixels; of a film the first picture."""
    scale = min(1.0, MASTER_SIDE / max(photo.width, photo.height, 1))
    width, height = round(photo.width * scale), round(photo.height * scale)
    return Picture(photo.id, photo.master_key, width, height, photo.medium is Medium.VIDEO)


def _cover(found: Iterable[Hung]) -> Picture | None:
    """The first that is large, landscape and of something with a title; else what comes nearest."""
    still = [hung for hung in found if hung.photo.medium is Medium.PHOTO]
    best = max(still, key=_fitness, default=None)
    return picture_of(best.photo) if best else None


def _fitness(hung: Hung) -> tuple[bool, bool, bool]:
    least, most = LANDSCAPE
    landscape = least <= shape(hung.photo) <= most
    return landscape, bool(hung.of.title), max(hung.photo.width, hung.photo.height) >= COVER_SIDE
