"""What is expected of the routes about filing: the family files, its child reads along."""

from tests.archive.filing_room import AWARD
from tests.trust.matrix.roles import ANYBODY, GUARDIANS, MEMBERS, READERS, WRITERS
from tests.trust.matrix.rule import (
    FAMILY_READS,
    GUARDED,
    OWNER,
    PARENT,
    Rule,
    for_all,
    may,
    not_,
)

AT_HOME = {"own": may(READERS)}
WRITING = {"own": may(WRITERS, not_(MEMBERS - WRITERS))}
FILING = WRITING | {"class": may(PARENT), "deleted": {403: MEMBERS - WRITERS}}
SUGGESTING = {
    **dict.fromkeys(("own", "class"), may(WRITERS, not_(MEMBERS - WRITERS))),
    "private": may(GUARDIANS),
    "pending": may(OWNER),
}
SEEN = {"own": may(READERS), "private": may(GUARDIANS), "pending": may(OWNER)}
CHANGING = {
    "own": may(GUARDIANS, not_(READERS - GUARDIANS)),
    "private": may(GUARDIANS),
    "pending": may(OWNER),
}
ASKING = {"own": may(OWNER), "class": {409: OWNER, 403: READERS - OWNER}}
NO_MORE = {"own": may(OWNER), "class": may(OWNER, not_(READERS - OWNER))}
OF_FILING = {
    "GET class-schemes": Rule("", for_all(ANYBODY)),
    "POST filed-items": Rule(
        "student", FILING, {"family_id": "$family_id", "student_id": "$student_id", **AWARD}
    ),
    "GET families/<family_id:uuid>/filed-items": Rule("family", AT_HOME),
    "GET filed-items/<item_id:uuid>": Rule("filed_item", SEEN),
    "PUT filed-items/<item_id:uuid>": Rule("filed_item", CHANGING, {"title": "奖状"}),
    "DELETE filed-items/<item_id:uuid>": Rule("filed_item", CHANGING),
    "POST filed-items/<item_id:uuid>/review": Rule("doubtful_item", ASKING),
    "DELETE filed-items/<item_id:uuid>/review": Rule("doubtful_item", NO_MORE),
    "GET entries/<entry_id:uuid>/filing": Rule("entry", SUGGESTING),
    "POST families/<family_id:uuid>/boxes": Rule("family", WRITING, {"title": "爷爷的信"}),
    "GET families/<family_id:uuid>/boxes": Rule("family", AT_HOME),
    "GET boxes/<box_id:uuid>": Rule("box", AT_HOME),
    "PUT boxes/<box_id:uuid>": Rule("box", WRITING, {"location": "书房"}),
    "DELETE boxes/<box_id:uuid>": Rule("box", dict.fromkeys(("own", "deleted"), WRITING["own"])),
    "GET families/<family_id:uuid>/archive": Rule("family", FAMILY_READS),
    "PUT families/<family_id:uuid>/archive": Rule("family", GUARDED, {"scheme": "b_1"}),
    "PUT families/<family_id:uuid>/archive/confirmation": Rule("family", GUARDED),
    "DELETE families/<family_id:uuid>/archive/confirmation": Rule("family", GUARDED),
}
