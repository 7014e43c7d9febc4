"""What is expected of each route: who gets what, on which things. All else is 404, and 401."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.trust.consent_texts import Purpose, current
from tests.trust.matrix.roles import (
    CLASS,
    EVERYBODY,
    GUARDIANS,
    MEMBERS,
    READERS,
    WRITERS,
)

OWNER, STUDENT = frozenset({"owner"}), frozenset({"student"})
PARENT, OTHER_TEACHER = frozenset({"parent"}), frozenset({"other_teacher"})
ASKER, SECOND_ASKER = frozenset({"community_staff"}), frozenset({"town_staff"})
DISTRICT, CITY = frozenset({"district_staff"}), frozenset({"city_staff"})
UPPER_STAFF = frozenset({"district_staff", "city_staff"})
ALL_STAFF = UPPER_STAFF | {"community_staff", "town_staff"}
ADMINISTRATOR = frozenset({"administrator"})
CLASS_STAFF = ADMINISTRATOR | {"teacher"}
NOTHING = "00000000-0000-7000-8000-000000000000"
Expected = Mapping[int, frozenset[str]]
"""Who is answered with which status; 200 stands for every success."""


@dataclass(frozen=True)
class Rule:
    """One route: the kind of thing it is about, and the expectation for each condition of it.

    `body` is what a write sends; `$name` in it stands for an id of the thing.
    """

    kind: str
    on: Mapping[str, Expected]
    body: Mapping[str, Any] | None = None
    query: str = ""

    def expected(self, condition: str, role: str) -> int:
        """The status for a role; 404 for whoever is not named, 401 without a session."""
        named = self.on.get(condition, {})
        found = next((status for status, roles in named.items() if role in roles), None)
        return found or (401 if role == "anonymous" else 404)


def may(roles: frozenset[str], *others: tuple[int, frozenset[str]]) -> Expected:
    """These succeed; others who see the thing, but may not, get another status."""
    return {200: roles, **dict(others)}


def not_(roles: frozenset[str], status: int = 403) -> tuple[int, frozenset[str]]:
    return status, roles


def for_all(roles: frozenset[str] = EVERYBODY, status: int = 200) -> dict[str, Expected]:
    return {"": {status: roles}}


FAMILY_READS = {"own": may(MEMBERS)}
GUARDED = {"own": may(GUARDIANS, not_(MEMBERS - GUARDIANS))}
CHILD_GUARDED = {
    "own": may(GUARDIANS, not_(READERS - GUARDIANS)),
    "class": may(PARENT),
}
CHILD_READS = {"own": may(READERS), "class": may(PARENT)}
ENTRY_READS = {
    "own": may(READERS),
    "private": may(GUARDIANS),
    "class": may(READERS | CLASS),
    "school": may(OTHER_TEACHER),
    "pending": may(OWNER),
}
ENTRY_CHANGES = {
    "own": may(GUARDIANS, not_(READERS - GUARDIANS)),
    "private": may(GUARDIANS),
    "class": may(GUARDIANS, not_((READERS | CLASS) - GUARDIANS)),
    "school": {403: OTHER_TEACHER},
    "pending": may(OWNER),
}
POST_READS = {
    "own": may(READERS),
    "private": may(GUARDIANS),
    "class": may(READERS | CLASS),
    "public": may(EVERYBODY),
    "school": may(OTHER_TEACHER),
    "pending": may(OWNER),
}
POST_CHANGES = {
    "own": may(GUARDIANS, not_(READERS - GUARDIANS)),
    "private": may(GUARDIANS),
    "class": may(GUARDIANS, not_((READERS | CLASS) - GUARDIANS)),
    "public": may(GUARDIANS, not_(EVERYBODY - GUARDIANS)),
    "school": {403: OTHER_TEACHER},
    "pending": may(GUARDIANS),
    "deleted": may(GUARDIANS),
}
DISCARDING = ENTRY_CHANGES | {
    **dict.fromkeys(("deleted", "trashed"), may(GUARDIANS)),
}
HOLDERS = {"own": may(EVERYBODY)}
CONSENT = {
    "family_id": "$family_id",
    "student_id": "$student_id",
    "purpose": "show",
    "version": current(Purpose.SHOW).version,
}
AUDIENCES = ("own", "private", "class", "pending", "deleted")
PHOTO_CONDITIONS = (*AUDIENCES, "foreign", "school", "trashed")
CONSENT_READS = {"own": may(GUARDIANS | STUDENT, not_(MEMBERS - GUARDIANS))}
RECORDS = {
    "own": may(WRITERS | STUDENT, not_(MEMBERS - WRITERS)),
    "class": may(PARENT),
}
AVATARS = dict.fromkeys(AUDIENCES, CHILD_GUARDED["own"]) | {
    "pending": may(OWNER, not_(frozenset({"guardian"}), 422), not_(READERS - GUARDIANS)),
    "trashed": {422: GUARDIANS, 403: READERS - GUARDIANS},
}
TAGGING = {
    "own": may(WRITERS, not_(MEMBERS - WRITERS)),
    "private": may(GUARDIANS),
    "class": may(WRITERS, not_(MEMBERS - WRITERS)),
    "pending": may(OWNER),
    "deleted": may(GUARDIANS),
}
CONFIRMING = {
    "own": CHILD_GUARDED["own"],
    "private": may(GUARDIANS),
    "class": CHILD_GUARDED["own"],
    "pending": may(OWNER),
}
PUBLISHING = {
    name: may(seeing, not_(WRITERS - seeing, 422), not_(MEMBERS - WRITERS))
    for name, seeing in (
        ("own", WRITERS),
        ("class", WRITERS),
        ("private", GUARDIANS),
        ("deleted", GUARDIANS),
        ("pending", OWNER),
        ("trashed", frozenset()),
    )
}
SHARING = {
    **dict.fromkeys(("own", "class", "public"), CHILD_GUARDED["own"]),
    "private": {409: GUARDIANS},
    "pending": {409: OWNER},
}
LOOK = {"reason": "safety", "words": "老师说孩子有两天没有到校了", "minutes": 30}
