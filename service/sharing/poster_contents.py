"""Poster contents: what a living link shows, as a poster draws it; nothing where it is dark."""

from models.archive.photos import Medium, Photo
from models.sharing.posters import PosterShape
from models.sharing.share_links import ShareLink
from service.foundation.errors import NotFound
from service.people import students
from service.sharing import share_links, share_opening
from service.sharing.poster_pages import Content, Picture
from service.sharing.share_opening import ShownPost


async def shown(link: ShareLink, shape: PosterShape) -> Content | None:
    """What the link opens at this moment; None where it opens nothing, or no post."""
    try:
        opened = await share_opening.opened(token_of(link))
    except NotFound:
        return None
    if not isinstance(opened, ShownPost):
        return None
    post = opened.post
    child, age = students.shown_outside(post.student)
    return Content(
        shape=shape,
        layout=link.layout,
        words=post.words,
        family=post.family.name,
        child=child,
        age=age,
        pictures=[_picture(photo, told) for photo, told in opened.photos],
    )


def token_of(link: ShareLink) -> str:
    """What the code leads to: the end of the link's address."""
    return share_links.url_of(link).rpartition("/")[2]


def _picture(photo: Photo, age: str) -> Picture:
    film = photo.medium is Medium.VIDEO
    return Picture(photo.id, photo.master_key, photo.width, photo.height, film, age)
