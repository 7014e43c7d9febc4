"""What a child may do on a phone that was handed to it: read as itself, and write in its archive.

Every other write is refused, also those of features to come, and what is read there for the sake of
deciding something: that is for the guardian, who takes the phone back for it.
"""

from service.foundation.errors import Forbidden

WRITES = frozenset(
    {
        "DELETE sessions/current",
        "PUT notices/<notice_id:uuid>/read",
        "PUT notices/read",
        "POST uploads",
        "POST uploads/<upload_id:uuid>/confirmation",
        "DELETE photos/<photo_id:uuid>",
        "POST photos/<photo_id:uuid>/restoration",
        "POST entries",
        "PUT entries/<entry_id:uuid>",
        "PUT entries/<entry_id:uuid>/photos",
        "DELETE entries/<entry_id:uuid>",
        "POST entries/<entry_id:uuid>/restoration",
        "POST entries/<entry_id:uuid>/stories",
        "PUT stories/<story_id:uuid>",
        "DELETE stories/<story_id:uuid>",
        "POST entries/<entry_id:uuid>/comments",
        "DELETE comments/<comment_id:uuid>",
        "PUT entries/<entry_id:uuid>/reaction",
        "DELETE entries/<entry_id:uuid>/reaction",
        "POST booklets/<booklet_id:uuid>/confirmation",
        "PUT posts/<post_id:uuid>/like",
        "DELETE posts/<post_id:uuid>/like",
        "PUT tasks/<task_id:uuid>/answers/<student_id:uuid>",
        "DELETE tasks/<task_id:uuid>/answers/<student_id:uuid>",
    }
)
"""The routes that write, and are open to the child all the same."""

KEPT_BACK = frozenset(
    {
        "GET sessions",
        "GET account/data",
        "GET students/<student_id:uuid>/data",
        "GET families/<family_id:uuid>/data",
        "GET students/<student_id:uuid>/looks",
        "GET students/<student_id:uuid>/invitations",
        "GET families/<family_id:uuid>/invitations",
        "GET invitation-codes/<code:str>",
        "GET school-codes/<code:str>",
        "GET class-card-codes/<code:str>",
        "GET desk-sign-ins/<code:str>",
        "GET consents",
        "GET consents/history",
        "GET erasures/<erasure_id:uuid>",
        "GET subscriptions",
        "GET access-grants",
        "GET appointments",
    }
)
"""The routes that only read, and are the guardian's all the same."""

_PREFIX = "api/v1/"


def is_open(method: str, path: str) -> bool:
    """Whether the child may call a route; `path` is the route's template, `entries/<…>`."""
    name = f"{method} {path.strip('/').removeprefix(_PREFIX)}"
    return name not in KEPT_BACK if method == "GET" else name in WRITES


def require_open(method: str, path: str) -> None:
    """Refuse what is the guardian's to do."""
    if not is_open(method, path):
        raise Forbidden("session.handed_over", "现在是孩子在用，请家长来操作")
