"""What is expected of the routes about booklets: the print is the guardians' and the child's."""

from tests.archive.booklet_room import TERM
from tests.trust.matrix.roles import GUARDIANS, MEMBERS
from tests.trust.matrix.rule import (
    CHILD_GUARDED,
    OTHER_TEACHER,
    PARENT,
    STUDENT,
    Expected,
    Rule,
    may,
    not_,
)

TEACHER = frozenset({"teacher"})
HOLDERS = GUARDIANS | STUDENT
GOES = may(GUARDIANS, not_(STUDENT))
STUCK: Expected = {409: GUARDIANS, 403: STUDENT}
UNPRINTED: Expected = {409: HOLDERS}
OF_OWN = ("own", "private", "class", "pending")


def where(*names: str) -> dict[str, Expected]:
    """Guardians go on where it is in one of these conditions, and are stuck in the others."""
    return {name: GOES if name in names else STUCK for name in OF_OWN}


TEACHERS = dict.fromkeys(("own", "class", "pending"), may(TEACHER)) | {"school": may(OTHER_TEACHER)}
OF_BOOKLETS = {
    "GET students/<student_id:uuid>/booklet-proposal": Rule(
        "student", CHILD_GUARDED, query="since=2025-09-01&until=2026-01-20"
    ),
    "POST students/<student_id:uuid>/booklets": Rule(
        "student", CHILD_GUARDED, TERM | {"entry_ids": []}
    ),
    "GET students/<student_id:uuid>/booklets": Rule(
        "student", {"own": may(HOLDERS, not_(MEMBERS - GUARDIANS)), "class": may(PARENT)}
    ),
    "GET booklets/<booklet_id:uuid>": Rule("booklet", dict.fromkeys(OF_OWN, may(HOLDERS))),
    "PUT booklets/<booklet_id:uuid>": Rule("booklet", where("private"), {"entry_ids": []}),
    "DELETE booklets/<booklet_id:uuid>": Rule("booklet", where(*OF_OWN)),
    "POST booklets/<booklet_id:uuid>/request": Rule("booklet", where("private")),
    "POST booklets/<booklet_id:uuid>/confirmation": Rule(
        "booklet",
        dict.fromkeys(("own", "class", "pending"), may(STUDENT, not_(GUARDIANS)))
        | {"private": {409: STUDENT, 403: GUARDIANS}},
        {"choice": "$choice"},
    ),
    "PUT booklets/<booklet_id:uuid>/school": Rule("booklet", where("class", "pending")),
    "DELETE booklets/<booklet_id:uuid>/school": Rule(
        "booklet", where("class", "pending", "private")
    ),
    "POST booklets/<booklet_id:uuid>/lock": Rule("booklet", where("own")),
    "GET booklets/<booklet_id:uuid>/pdf": Rule(
        "booklet", dict.fromkeys(OF_OWN, UNPRINTED) | {"own": may(HOLDERS)}
    ),
    "GET classes/<class_id:uuid>/booklets": Rule(
        "class", {"own": may(TEACHER), "school": may(OTHER_TEACHER)}
    ),
    "GET booklets/<booklet_id:uuid>/endorsement": Rule("booklet", TEACHERS),
    "PUT booklets/<booklet_id:uuid>/endorsement": Rule(
        "booklet",
        TEACHERS | {"own": {409: TEACHER}, "pending": {403: TEACHER}},
        {"words": "愿你保持好奇，慢慢来。"},
    ),
}
