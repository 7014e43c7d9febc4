"""Dating: the day of an entry: what somebody said, else that of its earliest photo, else none."""

from datetime import date
from uuid import UUID

from tortoise.expressions import Subquery

from models.archive.growth import UNDATED, Entry, EntryPhoto
from models.archive.photos import Photo, PhotoState
from service.foundation import dates
from service.foundation.database import query
from service.foundation.errors import Invalid


def said(happened: str) -> tuple[str, date]:
    """A day in EDTF, and where it sorts; refused where it is none, or is yet to come."""
    if not happened:
        return "", UNDATED
    fuzzy = dates.parse(happened)
    if fuzzy is None and dates.is_backwards(happened):
        raise Invalid.field("happened", "entry.backwards", "结束的日子比开始还早，请再看一下")
    if fuzzy is None:
        raise Invalid.field("happened", "entry.date", "这个日期看不懂，可以只写年份")
    if fuzzy.is_to_come():
        raise Invalid.field("happened", "entry.future", "这个日子还没到，等发生了再记下来吧")
    return happened, fuzzy.first_day


def seen(pictures: list[Photo]) -> tuple[str, date]:
    """The day of the earliest of these photos, and where it sorts.

    One that was not read yet may be the earliest: then there is none, and `date_by_photos` waits.
    """
    if any(picture.state is PhotoState.STORED for picture in pictures):
        return "", UNDATED
    dated = [picture for picture in pictures if picture.taken_day]
    first = min(dated, key=lambda photo: photo.taken_day or UNDATED, default=None)
    return (first.taken, first.taken_day or UNDATED) if first else ("", UNDATED)


async def date_by_photo(photo_id: UUID) -> None:
    """What `date_by_photos` does, for one that has been read."""
    await date_by_photos([photo_id])


_DATE = """
update entries set happened = dated.taken, sort_day = dated.taken_day from (
    select distinct on (x.entry_id) x.entry_id, p.taken, p.taken_day
    from entry_photos x join photos p on p.id = x.photo_id
    where x.entry_id = any($1::uuid[]) and p.deleted_at is null and p.taken_day is not null
    order by x.entry_id, p.taken_day, x.position
) dated where entries.id = dated.entry_id and not exists (
    select 1 from entry_photos x join photos p on p.id = x.photo_id
    where x.entry_id = entries.id and p.deleted_at is null and p.state = 'stored')
"""


async def date_by_photos(photo_ids: list[UUID]) -> None:
    """Entries without a date take the first day of their photos, once all of these were read.

    That is no change of the entry's: nobody said anything else.
    """
    showing = EntryPhoto.filter(photo_id__in=photo_ids).values("entry_id")
    undated = Entry.filter(id__in=Subquery(showing), happened="").order_by("id")
    await query(_DATE, [entry.id for entry in await undated.select_for_update(no_key=True)])
