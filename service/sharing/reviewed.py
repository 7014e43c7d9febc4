"""Reviewed: what a moderator is shown of a post or a show page, and which verbs decide on them.

Everything of it, also what an edit adds and nobody else sees yet: that is what a decision is about.
What has left a page since is the family's own again, and no moderator's to look at.
"""

from uuid import UUID

from models.archive.photos import Medium, Photo
from models.sharing.posts import Post
from models.sharing.show_pages import ShowPage
from models.trust.moderation import Standing, Subject
from service.archive import renditions
from service.archive.renditions import Rendition
from service.sharing import (
    post_comments,
    post_verdicts,
    show_page_contents,
    show_page_verdicts,
)
from service.trust import reviews
from service.trust.review_outcomes import Outcome, Seen

MOST_PICTURES = 60


async def post_seen(post_id: UUID) -> Seen | None:
    """The words and pictures of a post, shown and waiting, and how it is shown."""
    post = await Post.get_or_none(id=post_id).prefetch_related(
        "pictures__photo", "family", "student", "topic"
    )
    if post is None:
        return None
    places = sorted(post.pictures, key=lambda place: place.position)
    photos = [place.photo for place in places]
    return Seen(
        words="\n".join(filter(None, (post.words, post.words_waiting))),
        pictures=_pictures(photos),
        films=_films(photos),
        shown_as=_names(post),
        audience=post.audience.word,
        topic=post.topic.title if post.topic else "",
    )


def _names(post: Post) -> str:
    return "\n".join(filter(None, (post.family.name, post.student and post.student.nickname)))


def _pictures(photos: list[Photo]) -> list[str]:
    """A film by its first picture."""
    return [renditions.rendition_url(one, Rendition.SCREEN, outside=True) for one in photos]


def _films(photos: list[Photo]) -> list[str]:
    films = [one for one in photos if one.medium is Medium.VIDEO]
    return [renditions.clean_url(one, outside=True) for one in films]


async def page_seen(page_id: UUID) -> Seen | None:
    """What a show page says, its things as they are shown, and their pictures beyond the first."""
    page = await ShowPage.get_or_none(id=page_id).select_related("family")
    if page is None:
        return None
    sections = await show_page_contents.sections_on(page_id, MOST_PICTURES)
    said = [page.title, page.words, *(section.title for section in sections)]
    photos: list[Photo] = []
    for thing in (one for section in sections for one in section.things):
        said += [thing.title, thing.words]
        photos += thing.photos
    photos = photos[:MOST_PICTURES]
    return Seen(
        words="\n".join(filter(None, said)),
        pictures=_pictures(photos),
        films=_films(photos),
        shown_as=page.family.name,
        audience="link",
    )


async def _judge_post(post_id: UUID, passes: bool, reason: str) -> None:
    await post_verdicts.judge(post_id, passes=passes, reason=reason)


async def _doubt_post(post_id: UUID) -> None:
    """What an edit adds may still be in doubt after a look at what is shown."""
    if post := await post_verdicts.locked(post_id):
        await post_verdicts.call_human(post)


POSTS = Outcome(
    post_seen,
    post_verdicts.take_down,
    hide=post_verdicts.hide,
    keep=post_verdicts.unhide,
    judge=_judge_post,
    doubt=_doubt_post,
    reinstate=post_verdicts.reinstate,
)

COMMENTS = Outcome(
    post_comments.shown_to_moderator,
    post_comments.take_down,
    hide=post_comments.hide,
    keep=post_comments.unhide,
    reinstate=post_comments.reinstate,
)


async def _doubt_page(page_id: UUID) -> None:
    """What was changed meanwhile may be in doubt."""
    if await ShowPage.exists(id=page_id, standing=Standing.REVIEW, deleted_at=None):
        await reviews.open_doubt(Subject.SHOW_PAGE, page_id)


PAGES = Outcome(
    page_seen,
    show_page_verdicts.take_down,
    hide=show_page_verdicts.hide,
    keep=show_page_verdicts.unhide,
    doubt=_doubt_page,
    reinstate=show_page_verdicts.reinstate,
)
