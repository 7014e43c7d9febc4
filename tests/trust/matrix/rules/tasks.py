"""What is expected of the routes about tasks, themes, answers, the wall and endorsements.

`public` is a theme of the city, `upcoming` a task whose first day is still to come.
"""

from tests.programme.campaign import period
from tests.trust.matrix.roles import EVERYBODY, GUARDIANS, READERS
from tests.trust.matrix.rule import (
    ADMINISTRATOR,
    CITY,
    CLASS_STAFF,
    ENTRY_READS,
    OTHER_TEACHER,
    OWNER,
    PARENT,
    STUDENT,
    UPPER_STAFF,
    Rule,
    for_all,
    may,
    not_,
)

TEACHER = frozenset({"teacher"})
TEACHERS = TEACHER | OTHER_TEACHER
FAMILIES = GUARDIANS | STUDENT | PARENT
OTHER_STAFF = ADMINISTRATOR | OTHER_TEACHER
OF_CLASS = {"own": may(CLASS_STAFF), "school": may(OTHER_STAFF)}
TASK_READS = {
    **dict.fromkeys(("own", "upcoming"), may(CLASS_STAFF | FAMILIES)),
    "pending": may(TEACHER),
    "deleted": may(CLASS_STAFF),
    "school": may(OTHER_STAFF),
    "public": may(EVERYBODY),
}
TASK_CHANGES = TASK_READS | {
    **dict.fromkeys(("own", "upcoming"), may(CLASS_STAFF, not_(FAMILIES))),
    "public": may(CITY, not_(EVERYBODY - CITY)),
}
PARTS = {
    **dict.fromkeys(("own", "upcoming"), may(TEACHER, not_(ADMINISTRATOR | FAMILIES))),
    "pending": may(TEACHER),
    "deleted": may(TEACHER, not_(ADMINISTRATOR)),
    "school": may(OTHER_TEACHER, not_(ADMINISTRATOR)),
    "public": {403: EVERYBODY},
}
TAKING_BACK = {
    "own": may(GUARDIANS, not_(STUDENT)),
    "upcoming": may(GUARDIANS | STUDENT),
    "public": may(GUARDIANS, not_(READERS - GUARDIANS)),
}
ENDORSING = {
    "own": {403: READERS},
    "private": {403: GUARDIANS},
    "class": may(TEACHER, not_(READERS | PARENT)),
    "school": may(OTHER_TEACHER),
    "pending": {403: OWNER},
}
OF_TASKS = {
    "POST classes/<class_id:uuid>/tasks": Rule("class", OF_CLASS, {"title": "读书", **period()}),
    "GET classes/<class_id:uuid>/tasks": Rule(
        "class", OF_CLASS | {"own": may(CLASS_STAFF | FAMILIES)}
    ),
    "GET tasks/<task_id:uuid>": Rule("task", TASK_READS),
    "PUT tasks/<task_id:uuid>": Rule(
        "task", TASK_CHANGES | {"deleted": {409: CLASS_STAFF}}, {"title": "山上"}
    ),
    "DELETE tasks/<task_id:uuid>": Rule("task", TASK_CHANGES),
    "POST regions/<region_id:uuid>/themes": Rule(
        "school", {"own": may(UPPER_STAFF)}, {"title": "老街", **period()}
    ),
    "GET regions/<region_id:uuid>/themes": Rule("school", {"own": may(UPPER_STAFF)}),
    "GET families/<family_id:uuid>/themes": Rule("family", {"own": may(READERS)}),
    "GET classes/<class_id:uuid>/themes": Rule("class", OF_CLASS),
    "PUT tasks/<task_id:uuid>/answers/<student_id:uuid>": Rule(
        "task",
        TAKING_BACK | {"upcoming": {409: GUARDIANS | STUDENT}},
        {"entry_id": "$entry_id"},
    ),
    "DELETE tasks/<task_id:uuid>/answers/<student_id:uuid>": Rule("task", TAKING_BACK),
    "GET tasks/<task_id:uuid>/answers": Rule("task", PARTS),
    "GET tasks/<task_id:uuid>/to-endorse": Rule("task", PARTS),
    "GET classes/<class_id:uuid>/wall": Rule(
        "class", {"own": may(TEACHER | FAMILIES), "school": may(OTHER_TEACHER)}
    ),
    "PUT entries/<entry_id:uuid>/endorsement": Rule("entry", ENDORSING, {"words": "真仔细"}),
    "DELETE entries/<entry_id:uuid>/endorsement": Rule("entry", ENDORSING),
    "GET entries/<entry_id:uuid>/endorsements": Rule("entry", ENTRY_READS),
    "GET phrases": Rule("", for_all()),
    "POST phrases": Rule("", {"": may(TEACHERS, not_(EVERYBODY - TEACHERS))}, {"words": "真好"}),
    "DELETE phrases/<phrase_id:uuid>": Rule("phrase", {"own": may(TEACHER)}),
}
