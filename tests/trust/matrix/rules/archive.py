"""What is expected of the routes about photos, entries, posts and links."""

from tests.trust.matrix.roles import ANYBODY, CLASS, GUARDIANS, MEMBERS, READERS, WRITERS
from tests.trust.matrix.rule import (
    CHILD_READS,
    CONFIRMING,
    DISCARDING,
    ENTRY_CHANGES,
    ENTRY_READS,
    OWNER,
    POST_READS,
    PUBLISHING,
    RECORDS,
    SHARING,
    STUDENT,
    TAGGING,
    Rule,
    for_all,
    may,
    not_,
)

ASKING = {"own": may(OWNER), "class": {409: OWNER, 403: (READERS | CLASS) - OWNER}}
TAKING_BACK = may(OWNER, not_((READERS | CLASS) - OWNER))
AT_HOME = {
    **dict.fromkeys(("own", "class"), may(READERS)),
    **dict.fromkeys(("private", "deleted"), may(GUARDIANS)),
    "pending": may(OWNER),
}
DESCRIBING = TAGGING | dict.fromkeys(("own", "class"), may(WRITERS, not_(READERS - WRITERS)))
BATCHING = {name: DESCRIBING[name] for name in ("own", "class")} | {
    name: may(seeing, not_((WRITERS | STUDENT) - seeing, 422), not_(MEMBERS - WRITERS))
    for name, seeing in (
        *(("private", GUARDIANS), ("deleted", GUARDIANS)),
        *(("pending", OWNER), ("trashed", frozenset())),
    )
}
OF_THE_ARCHIVE = {
    "POST uploads": Rule(
        "family", RECORDS, {"family_id": "$family_id", "files": [{"name": "a.jpg", "bytes": 9}]}
    ),
    "GET families/<family_id:uuid>/storage": Rule("family", CHILD_READS),
    "GET photos/<photo_id:uuid>": Rule("photo", ENTRY_READS | {"deleted": may(GUARDIANS)}),
    "PUT photos/<photo_id:uuid>": Rule("photo", DESCRIBING, {"taken": "2016-05~"}),
    "PUT photos": Rule(
        "photo",
        BATCHING,
        {"family_id": "$family_id", "photo_ids": ["$photo_id"], "taken": "2016-05~"},
    ),
    "GET families/<family_id:uuid>/photos": Rule("family", {"own": may(READERS)}),
    "GET photos/<photo_id:uuid>/look-alikes": Rule("photo", AT_HOME),
    "GET photos/<photo_id:uuid>/suggestions": Rule("photo", AT_HOME),
    "GET entries/<entry_id:uuid>/photos": Rule("entry", ENTRY_READS),
    "PUT photos/<photo_id:uuid>/persons": Rule("photo", TAGGING, {"person_ids": []}),
    "DELETE photos/<photo_id:uuid>": Rule("photo", DISCARDING),
    "POST photos/<photo_id:uuid>/restoration": Rule("photo", DISCARDING),
    "GET families/<family_id:uuid>/trash": Rule("family", {"own": may(READERS)}),
    "POST entries": Rule(
        "student",
        RECORDS | {"deleted": {403: MEMBERS - WRITERS}},
        {"family_id": "$family_id", "student_id": "$student_id", "title": "海边"},
    ),
    "GET entries/<entry_id:uuid>": Rule("entry", ENTRY_READS),
    "PUT entries/<entry_id:uuid>": Rule("entry", ENTRY_CHANGES, {"title": "山上"}),
    "PUT entries/<entry_id:uuid>/photos": Rule(
        "entry", ENTRY_CHANGES, {"photo_ids": ["$photo_id"]}
    ),
    "DELETE entries/<entry_id:uuid>": Rule("entry", ENTRY_CHANGES | {"deleted": may(GUARDIANS)}),
    "POST entries/<entry_id:uuid>/confirmation": Rule("entry", CONFIRMING, {"version": 1}),
    "POST photos/<photo_id:uuid>/review": Rule("review", ASKING),
    "DELETE photos/<photo_id:uuid>/review": Rule("review", ASKING | {"class": TAKING_BACK}),
    "POST entries/<entry_id:uuid>/review": Rule("review", ASKING),
    "DELETE entries/<entry_id:uuid>/review": Rule("review", ASKING | {"class": TAKING_BACK}),
}
SHARED = {
    "POST posts": Rule(
        "photo",
        PUBLISHING,
        {"family_id": "$family_id", "photo_ids": ["$photo_id"], "words": "海边"},
    ),
    "GET posts/<post_id:uuid>": Rule("post", POST_READS),
    "PUT posts/<post_id:uuid>/like": Rule("post", POST_READS),
    "DELETE posts/<post_id:uuid>/like": Rule("post", POST_READS),
    "POST posts/<post_id:uuid>/share-links": Rule("post", SHARING, {}),
    "DELETE share-links/<link_id:uuid>": Rule(
        "link", {name: may(GUARDIANS, not_(READERS - GUARDIANS)) for name in ("own", "deleted")}
    ),
    "GET shared/<token:str>": Rule(
        "link", {"own": {200: ANYBODY}, "foreign": {200: ANYBODY}, "deleted": {404: ANYBODY}}
    ),
    "GET feed": Rule("", for_all(ANYBODY)),
    "GET consent-texts": Rule("", for_all(ANYBODY)),
    "GET regions": Rule("", for_all(ANYBODY)),
    "GET sample": Rule("", for_all(ANYBODY, 404)),
    "GET regions/<region_id:uuid>": Rule("school", {"own": {200: ANYBODY}}),
}
