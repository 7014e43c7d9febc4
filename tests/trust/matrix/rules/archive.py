"""What is expected of the routes about photos, entries, posts and links."""

from tests.trust.matrix.roles import ANYBODY, GUARDIANS, MEMBERS, READERS, WRITERS
from tests.trust.matrix.rule import (
    CONFIRMING,
    ENTRY_CHANGES,
    ENTRY_READS,
    POST_CHANGES,
    POST_READS,
    PUBLISHING,
    RECORDS,
    SHARING,
    TAGGING,
    Rule,
    for_all,
    may,
    not_,
)

OF_THE_ARCHIVE = {
    "POST uploads": Rule(
        "family", RECORDS, {"family_id": "$family_id", "files": [{"name": "a.jpg", "bytes": 9}]}
    ),
    "GET photos/<photo_id:uuid>": Rule("photo", ENTRY_READS | {"deleted": may(GUARDIANS)}),
    "PUT photos/<photo_id:uuid>/persons": Rule("photo", TAGGING, {"person_ids": []}),
    "POST entries": Rule(
        "student",
        RECORDS | {"deleted": {403: MEMBERS - WRITERS}},
        {"family_id": "$family_id", "student_id": "$student_id", "title": "海边"},
    ),
    "GET entries/<entry_id:uuid>": Rule("entry", ENTRY_READS),
    "PATCH entries/<entry_id:uuid>": Rule("entry", ENTRY_CHANGES, {"title": "山上"}),
    "DELETE entries/<entry_id:uuid>": Rule("entry", ENTRY_CHANGES | {"deleted": may(GUARDIANS)}),
    "POST entries/<entry_id:uuid>/confirmation": Rule("entry", CONFIRMING),
}
SHARED = {
    "POST posts": Rule(
        "photo",
        PUBLISHING,
        {"family_id": "$family_id", "photo_ids": ["$photo_id"], "words": "海边"},
    ),
    "GET posts/<post_id:uuid>": Rule("post", POST_READS),
    "DELETE posts/<post_id:uuid>": Rule("post", POST_CHANGES),
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
    "GET regions/<region_id:uuid>": Rule("school", {"own": {200: ANYBODY}}),
}
