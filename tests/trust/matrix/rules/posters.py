"""What is expected of the routes about posters: they are for whoever decides, like their links."""

from tests.trust.matrix.roles import GUARDIANS, READERS
from tests.trust.matrix.rule import Rule, may, not_

DECIDING = may(GUARDIANS, not_(READERS - GUARDIANS))
OF_POSTERS = {
    "POST share-links/<link_id:uuid>/posters": Rule(
        "link",
        {"own": DECIDING, "deleted": {409: GUARDIANS, 403: READERS - GUARDIANS}},
        {"shape": "1:1"},
    ),
    "GET posters/<poster_id:uuid>": Rule("poster", {"own": DECIDING}),
}
