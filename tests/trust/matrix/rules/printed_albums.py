"""What is expected of the routes about printed albums: the maker's and the guardians' alone."""

from tests.trust.matrix.roles import GUARDIANS, MEMBERS, WRITERS
from tests.trust.matrix.rule import FAMILY_READS, Rule, may, not_

EDITOR = frozenset({"editor"})
HOLDING = {"own": may(GUARDIANS), "private": may(GUARDIANS | EDITOR)}
OF_PRINTED_ALBUMS = {
    "POST families/<family_id:uuid>/printed-albums": Rule(
        "family", {"own": may(WRITERS, not_(MEMBERS - WRITERS))}, {"student_id": "$student_id"}
    ),
    "GET families/<family_id:uuid>/printed-albums": Rule("family", FAMILY_READS),
    "GET printed-albums/<album_id:uuid>": Rule("printed_album", HOLDING),
    "GET printed-albums/<album_id:uuid>/pdf": Rule("printed_album", HOLDING),
    "DELETE printed-albums/<album_id:uuid>": Rule(
        "printed_album", HOLDING | {"deleted": may(GUARDIANS)}
    ),
}
