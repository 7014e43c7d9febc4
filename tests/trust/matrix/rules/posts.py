"""What is expected of the routes about changing posts, their trash, and topics."""

from tests.programme.campaign import period
from tests.trust.matrix.roles import ANYBODY, EVERYBODY, READERS
from tests.trust.matrix.rule import (
    CITY,
    OWNER,
    POST_CHANGES,
    UPPER_STAFF,
    Rule,
    for_all,
    may,
    not_,
)

CURATOR = frozenset({"curator"})
POST_EDITS = {name: found for name, found in POST_CHANGES.items() if name != "deleted"}
POST_EDITS |= {"pending": may(OWNER)}
IN_CHARGE = CITY | CURATOR
TOPIC_CHANGES = {
    "public": may(IN_CHARGE, not_(EVERYBODY - IN_CHARGE)),
    "pending": may(CITY),
    "deleted": {409: IN_CHARGE, 403: EVERYBODY - IN_CHARGE},
}
OF_POSTS = {
    "PUT posts/<post_id:uuid>": Rule("post", POST_EDITS, {"audience": "guardians"}),
    "DELETE posts/<post_id:uuid>": Rule("post", POST_CHANGES),
    "POST posts/<post_id:uuid>/withdrawal": Rule("post", POST_CHANGES),
    "POST posts/<post_id:uuid>/restoration": Rule("post", POST_CHANGES),
    "GET families/<family_id:uuid>/trash/posts": Rule("family", {"own": may(READERS)}),
    "GET topics": Rule("", for_all(ANYBODY)),
    "GET regions/<region_id:uuid>/topics": Rule("school", {"own": may(UPPER_STAFF | CURATOR)}),
    "POST regions/<region_id:uuid>/topics": Rule(
        "school", {"own": may(UPPER_STAFF | CURATOR)}, {"title": "老街", **period()}
    ),
    "GET topics/<topic_id:uuid>": Rule(
        "topic",
        {
            "pending": may(CITY, not_(ANYBODY - EVERYBODY, 404)),
            **{name: {200: ANYBODY} for name in ("public", "deleted")},
        },
    ),
    "PUT topics/<topic_id:uuid>": Rule("topic", TOPIC_CHANGES, {"words": "老物件"}),
    "DELETE topics/<topic_id:uuid>": Rule(
        "topic", TOPIC_CHANGES | {"deleted": TOPIC_CHANGES["public"]}
    ),
}
