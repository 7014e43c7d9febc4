"""Erasing reports and featurings: they go with what they are about, a report with its reporter.

Whoever is reported learns what a human decides, and of nothing before; so does whose post somebody
proposes for the wall.
"""

from models.sharing.featurings import Featuring
from models.sharing.reports import Report
from models.trust.erasures import ErasedKind
from service.sharing.erasing import HANGING_ON_POSTS
from service.trust.personal_data import Holding

_THOSE = "in (select unnest($1::uuid[]))"


_ABOUT = """
(subject_id in (select id from posts where {0}) or subject_id in
    (select c.id from post_comments c join posts on posts.id = c.post_id where posts.{0}))
"""
"""The reports of some posts, and of what was said under them."""

_OF_PAGES = "subject_id in (select id from show_pages where family_id = $1)"


def _of_posts(condition: str) -> dict[ErasedKind, str]:
    """The featurings of a subject's posts for which this holds besides."""
    return {kind: f"{of} and {condition}" for kind, of in HANGING_ON_POSTS.items()}


HOLDINGS = [
    Holding(Report, "举报", {ErasedKind.ACCOUNT: "reporter_id = $1"}),
    Holding(
        Report,
        "举报",
        {
            ErasedKind.STUDENT: _ABOUT.format("student_id = $1"),
            ErasedKind.FAMILY: f"{_ABOUT.format('family_id = $1')} or {_OF_PAGES}",
            ErasedKind.POST: _ABOUT.format("id = $1"),
        },
        mentions=f"subject_id {_THOSE} or review_id {_THOSE}",
        untold=frozenset(ErasedKind),
    ),
    Holding(
        Featuring,
        "上过精选的",
        _of_posts("confirmed_at is not null"),
        stays={ErasedKind.ACCOUNT: "proposed_by_id = $1 or confirmed_by_id = $1"},
        why="工作人员的决定，只有编号",
    ),
    Holding(
        Featuring,
        "上过精选的",
        _of_posts("confirmed_at is null"),
        untold=frozenset(ErasedKind),
    ),
]
