"""The front door: what 家档 is, at one look, and the families that show themselves (精选)."""

from collections import defaultdict
from pathlib import Path
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.pages.cards import Card, card_of
from handlers.pages.rendering import page
from models.people.families import Family
from models.sharing.posts import Post
from service.demo.doors import doors
from service.sharing import feed

bp = Blueprint("front_door")
bp.static(
    "/seal.svg",
    Path(__file__).parent / "static" / "seal.svg",
    name="seal",
    use_modified_since=False,  # Sanic fails on a date beyond its calendar
)

TIMELINE = 3
LEAST_TIMELINE = 2


class Door(msgspec.Struct, frozen=True):
    """A way in that exists in this installation."""

    who: str
    what: str
    url: str


class Shown(msgspec.Struct, frozen=True):
    """A card on the wall; `district` may be empty."""

    card: Card
    district: str
    likes: int
    child_id: UUID | None


_DOORS = {
    "sample": ("先翻一翻", "示范家庭里，小满的十年"),
    "friend": ("朋友圈的朋友", "打开一条晒出来的记录，不用登录"),
}


@bp.get("/")
async def front_door(request: Request) -> HTTPResponse:
    """The page at `/`, for whoever comes by."""
    wall = await _wall()
    return page(
        "front_door/page.html",
        doors=_open_doors(doors()),
        wall=wall,
        timeline=_timeline(wall),
    )


async def _wall() -> list[Shown]:
    posts = await feed.wall()
    likes = await feed.likes_of(posts, None)
    return [_shown(post, likes[post.id].count) for post in posts]


def _shown(post: Post, likes: int) -> Shown:
    return Shown(card_of(post), _district(post.family), likes, post.student_id)


def _district(family: Family) -> str:
    """The district of a family in the city's programme."""
    open_ones = (household for household in family.households if household.until is None)
    return next((household.district.name for household in open_ones), "")


def _open_doors(urls: dict[str, str]) -> list[Door]:
    return [Door(*words, urls[name]) for name, words in _DOORS.items() if name in urls]


def _timeline(wall: list[Shown]) -> list[Card]:
    """One child's cards for the drawn phone; empty while no child has enough on the wall."""
    by_child: dict[UUID, list[Card]] = defaultdict(list)
    for shown in wall:
        if shown.child_id:
            by_child[shown.child_id].append(shown.card)
    longest = max(by_child.values(), key=len, default=[])
    return longest[:TIMELINE] if len(longest) >= LEAST_TIMELINE else []
