"""What is expected of the routes about comments under posts, and about distances."""

from tests.trust.matrix.roles import CLASS, EVERYBODY, GUARDIANS, MEMBERS, READERS
from tests.trust.matrix.rule import (
    OTHER_TEACHER,
    OWNER,
    POST_READS,
    STUDENT,
    Rule,
    for_all,
    may,
    not_,
)

SAYING = {
    "own": may(MEMBERS, not_(STUDENT)),
    "private": may(GUARDIANS),
    "class": may((MEMBERS | CLASS) - STUDENT, not_(STUDENT)),
    "public": may(EVERYBODY - STUDENT, not_(STUDENT)),
    "school": may(OTHER_TEACHER),
    "pending": {409: OWNER},
}
TAKING_AWAY = {
    "own": may(GUARDIANS, not_(READERS - GUARDIANS)),
    "private": may(GUARDIANS),
    "class": may(GUARDIANS, not_((READERS | CLASS) - GUARDIANS)),
    "public": may(GUARDIANS, not_(EVERYBODY - GUARDIANS)),
    "school": {403: OTHER_TEACHER},
    "pending": may(OWNER),
    "deleted": may(GUARDIANS),
}
MUTING = {
    "own": {409: READERS},
    "private": {409: GUARDIANS},
    "class": may(CLASS, not_(READERS, 409)),
    "public": may(EVERYBODY - READERS, not_(READERS, 409)),
    "school": may(OTHER_TEACHER),
    "pending": {409: OWNER},
}
KEEPING_AWAY = {"own": may(GUARDIANS, not_(MEMBERS - GUARDIANS))}
OF_THE_FEED = {
    "POST posts/<post_id:uuid>/comments": Rule("post", SAYING, {"words": "海边"}),
    "GET posts/<post_id:uuid>/comments": Rule("post", POST_READS),
    "GET post-comments/<comment_id:uuid>": Rule("post_comment", POST_READS),
    "GET post-comments/<comment_id:uuid>/answers": Rule("post_comment", POST_READS),
    "DELETE post-comments/<comment_id:uuid>": Rule("post_comment", TAKING_AWAY),
    "PUT posts/<post_id:uuid>/mute": Rule("post", MUTING),
    "DELETE posts/<post_id:uuid>/mute": Rule("post", POST_READS),
    "GET mutes": Rule("", for_all()),
    "DELETE mutes/<mute_id:uuid>": Rule("distance", {"own": may(EVERYBODY)}),
    "POST families/<family_id:uuid>/blocks": Rule(
        "distance", KEEPING_AWAY, {"post_comment_id": "$comment_id"}
    ),
    "GET families/<family_id:uuid>/blocks": Rule("distance", KEEPING_AWAY),
    "DELETE families/<family_id:uuid>/blocks/<block_id:uuid>": Rule("distance", KEEPING_AWAY),
}
