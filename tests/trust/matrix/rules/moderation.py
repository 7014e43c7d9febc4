"""What is expected of the routes about reports, appeals, restrictions, featuring and the queue."""

from tests.trust.matrix.roles import ANYBODY, CLASS, EVERYBODY, GUARDIANS, READERS, STAFF
from tests.trust.matrix.rule import OTHER_TEACHER, OWNER, POST_READS, Rule, for_all, may, not_

MODERATOR, CURATOR = frozenset({"moderator"}), frozenset({"curator"})
WHO_SEES = {
    "own": READERS,
    "private": GUARDIANS,
    "class": READERS | CLASS,
    "public": EVERYBODY,
    "school": OTHER_TEACHER,
}
NOT_REFUSED = {name: {409: OWNER, 403: seeing - OWNER} for name, seeing in WHO_SEES.items()}
NOT_REFUSED |= {"pending": {409: OWNER}}
NOTHING_ASKED = {name: may(OWNER, not_(seeing - OWNER)) for name, seeing in WHO_SEES.items()}
NOTHING_ASKED |= {"school": {403: OTHER_TEACHER}, "pending": may(OWNER)}
NOT_REFUSED |= {"school": {403: OTHER_TEACHER}}
SAID = ("own", "private", "class", "public", "pending")
NOT_DOUBTFUL = {name: {409: OWNER} for name in SAID}
OWN_ALONE = {name: may(OWNER) for name in SAID}
RESTRICTION = {"what": "commenting", "reason": "留言让人难过", "days": 7}
OF_MODERATION = {
    "GET reviews/counts": Rule("", {"": may(MODERATOR)}),
    "POST reviews/lease": Rule("", {"": may(MODERATOR)}, {"most": 1}),
    "POST reviews/<review_id:uuid>/release": Rule("review", {"own": may(MODERATOR)}),
    "DELETE reviews/<review_id:uuid>/decision": Rule("review", {"own": may(MODERATOR)}),
    "POST reviews/decisions": Rule(
        "review",
        dict.fromkeys(("own", "class"), may(MODERATOR)),
        {"ids": ["$review_id"], "passes": True},
    ),
    "GET review-reasons": Rule("", for_all()),
    "POST restrictions": Rule(
        "post", {"public": may(MODERATOR)}, RESTRICTION | {"post_id": "$post_id"}
    ),
    "GET restrictions": Rule("", {"": may(MODERATOR)}),
    "DELETE restrictions/<restriction_id:uuid>": Rule("restriction", {"own": may(MODERATOR)}),
    "POST posts/<post_id:uuid>/reports": Rule("post", POST_READS, {"reason": "other"}),
    "POST shared/<token:str>/reports": Rule(
        "link",
        {"own": {200: ANYBODY}, "foreign": {200: ANYBODY}, "deleted": {404: ANYBODY}},
        {"reason": "other"},
    ),
    "POST post-comments/<comment_id:uuid>/reports": Rule(
        "post_comment", POST_READS, {"reason": "other"}
    ),
    "GET reports": Rule("", for_all()),
    "POST posts/<post_id:uuid>/appeal": Rule("post", NOT_REFUSED, {"words": "没有问题"}),
    "POST post-comments/<comment_id:uuid>/appeal": Rule(
        "post_comment", NOT_REFUSED, {"words": "没有问题"}
    ),
    "POST posts/<post_id:uuid>/review": Rule("post", NOT_REFUSED),
    "DELETE posts/<post_id:uuid>/review": Rule("post", NOTHING_ASKED),
    "POST post-comments/<comment_id:uuid>/review": Rule("post_comment", NOT_DOUBTFUL),
    "DELETE post-comments/<comment_id:uuid>/review": Rule("post_comment", OWN_ALONE),
    "GET featurings": Rule("", {"": may(CURATOR | STAFF)}),
    "PUT posts/<post_id:uuid>/featuring": Rule("post", {"public": may(CURATOR)}),
    "POST posts/<post_id:uuid>/featuring/confirmation": Rule(
        "post", {"public": {409: CURATOR | STAFF}}
    ),
    "DELETE posts/<post_id:uuid>/featuring": Rule("post", {"public": may(CURATOR | STAFF)}),
}
