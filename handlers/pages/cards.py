"""Cards: what a page shows of a post to somebody outside the family."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from models.archive.photos import Photo
from models.sharing.posts import Post
from service.archive.renditions import Rendition, clean_url, rendition_url
from service.foundation import clock
from service.people import students


class Picture(msgspec.Struct, frozen=True):
    """One picture in three sizes, on URLs of at most 10 minutes; `colour` is `#rrggbb`.

    `told` stands under it; of a film it is the poster, and `film` is to be played.
    """

    thumb: str
    card: str
    screen: str
    width: int
    height: int
    colour: str
    told: str = ""
    film: str = ""


class Card(msgspec.Struct, frozen=True):
    """A post without accounts, full names, school, place or EXIF (未成年人网络保护条例 §35).

    `child` is a nickname and `age` a band; both are empty where the post is the family's own.
    """

    child: str
    age: str
    family: str
    words: str
    day: str
    pictures: list[Picture]

    @property
    def name(self) -> str:
        """Whose card it is."""
        return self.child or self.family


def card_of(post: Post, laid_out: Sequence[tuple[Photo, str]] | None = None) -> Card:
    """The card of a post that was fetched with all it shows, or with what a link lays out of it."""
    child, age = students.shown_outside(post.student)
    photos = [(photo, "") for photo in post.photos_shown] if laid_out is None else laid_out
    return Card(
        child=child,
        age=age,
        family=post.family.name,
        words=post.words,
        day=_day(post.shown_at) if post.shown_at else "",
        pictures=[_picture(photo, told) for photo, told in photos],
    )


def _picture(photo: Photo, told: str) -> Picture:
    return Picture(
        thumb=rendition_url(photo, Rendition.THUMB, outside=True),
        card=rendition_url(photo, Rendition.CARD, outside=True),
        screen=rendition_url(photo, Rendition.SCREEN, outside=True),
        width=photo.width,
        height=photo.height,
        colour=photo.colour,
        told=told,
        film=clean_url(photo, outside=True),
    )


def _day(moment: datetime) -> str:
    """The day as families in China count it: 「2026年9月1日」."""
    day = moment.astimezone(clock.CHINA)
    return f"{day.year}年{day.month}月{day.day}日"
