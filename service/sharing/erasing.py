"""Erasing what was shared: posts about a child, with everything that hangs on them."""

from models.sharing.posts import Like, Post, PostPhoto
from models.sharing.share_links import ShareLink
from models.sharing.topics import Topic
from models.trust.erasures import ErasedKind
from service.sharing.erasing_show_pages import PAGES_OF
from service.trust.personal_data import Holding

_OF_FAMILY = "属于家庭的档案，由家里决定去留"
HANGING_ON_POSTS = {
    ErasedKind.STUDENT: "post_id in (select id from posts where student_id = $1)",
    ErasedKind.FAMILY: "post_id in (select id from posts where family_id = $1)",
    ErasedKind.POST: "post_id = $1",
}
"""Of every table that hangs on posts."""
_ON_PAGES = {
    kind: f"{HANGING_ON_POSTS[kind]} or show_page_id in ({pages})"
    for kind, pages in PAGES_OF.items()
}
_DISCARDED = "photo_id in (select id from photos where discard_id = $1)"

HOLDINGS = [
    Holding(Like, "点赞", HANGING_ON_POSTS | {ErasedKind.ACCOUNT: "account_id = $1"}),
    Holding(
        ShareLink,
        "分享链接",
        HANGING_ON_POSTS | _ON_PAGES,
        stays={ErasedKind.ACCOUNT: "issued_by_id = $1"},
        why=_OF_FAMILY,
    ),
    Holding(PostPhoto, "哪张照片晒在哪里", HANGING_ON_POSTS | {ErasedKind.PHOTOS: _DISCARDED}),
    Holding(
        Post,
        "晒出的内容",
        {
            ErasedKind.STUDENT: "student_id = $1",
            ErasedKind.FAMILY: "family_id = $1",
            ErasedKind.POST: "id = $1",
        },
        stays={ErasedKind.ACCOUNT: "author_id = $1 or edited_by_id = $1"},
        why=_OF_FAMILY,
    ),
    Holding(
        Topic,
        "发布的话题",
        stays={ErasedKind.ACCOUNT: "author_id = $1"},
        why="属于地区的话题，写的人不再署名",
    ),
]
