"""What is expected of the routes about show pages and links: for whoever decides for a family."""

from tests.trust.matrix.roles import GUARDIANS, MEMBERS
from tests.trust.matrix.rule import CHILD_GUARDED, OWNER, Rule, may, not_

DECIDING = may(GUARDIANS, not_(MEMBERS - GUARDIANS))
GUARDED = {"own": DECIDING, "pending": DECIDING}
PAGE = {"title": "海", "sections": [{"title": "船", "entry_ids": ["$entry_id"]}]}
MAKING = {
    "own": DECIDING,
    "class": DECIDING,
    "private": {422: GUARDIANS, 403: MEMBERS - GUARDIANS},
    "deleted": {422: GUARDIANS, 403: MEMBERS - GUARDIANS},
    "pending": {422: GUARDIANS, 403: MEMBERS - GUARDIANS},
}
LISTING = dict.fromkeys(("own", "class", "public"), CHILD_GUARDED["own"]) | {
    "private": may(GUARDIANS),
    "pending": may(OWNER),
}
NOT_REFUSED = {409: OWNER, 403: MEMBERS - OWNER}
OF_SHOW_PAGES = {
    "GET posts/<post_id:uuid>/share-links": Rule("post", LISTING),
    "POST families/<family_id:uuid>/show-pages": Rule("entry", MAKING, PAGE),
    "GET families/<family_id:uuid>/show-pages": Rule("family", {"own": DECIDING}),
    "GET show-pages/<page_id:uuid>": Rule("show_page", GUARDED),
    "PUT show-pages/<page_id:uuid>": Rule("show_page", GUARDED, PAGE),
    "DELETE show-pages/<page_id:uuid>": Rule("show_page", GUARDED | {"deleted": DECIDING}),
    "POST show-pages/<page_id:uuid>/appeal": Rule(
        "show_page", {"own": NOT_REFUSED, "pending": NOT_REFUSED}, {"words": "没有问题"}
    ),
    "GET show-pages/<page_id:uuid>/share-links": Rule("show_page", GUARDED),
    "POST show-pages/<page_id:uuid>/share-links": Rule(
        "show_page",
        {"own": DECIDING, "pending": {409: GUARDIANS, 403: MEMBERS - GUARDIANS}},
        {},
    ),
}
