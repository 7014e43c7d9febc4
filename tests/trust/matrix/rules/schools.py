"""What is expected of the routes about schools and of staff."""

from datetime import timedelta

from service.foundation import clock
from tests.school import APPROVAL
from tests.trust.matrix.roles import EVERYBODY
from tests.trust.matrix.rule import (
    ADMINISTRATOR,
    ALL_STAFF,
    ASKER,
    CITY,
    CLASS_STAFF,
    DISTRICT,
    LOOK,
    OTHER_TEACHER,
    SECOND_ASKER,
    UPPER_STAFF,
    Rule,
    for_all,
    may,
    not_,
)

OF_A_SCHOOL = {
    "GET schools": Rule("", for_all()),
    "POST schools": Rule(
        "school",
        {"own": may(UPPER_STAFF)},
        {"name": "香洲二小", "region_id": "$region_id", "approval": APPROVAL},
    ),
    "PUT schools/<school_id:uuid>": Rule(
        "school",
        {"own": may(UPPER_STAFF, not_(ADMINISTRATOR))},
        {"approval": "珠教基〔2027〕3号"},
    ),
    "GET schools/<school_id:uuid>": Rule("school", {"own": may(ADMINISTRATOR)}),
    "POST schools/<school_id:uuid>/code": Rule("school", {"own": may(ADMINISTRATOR)}),
    "GET schools/<school_id:uuid>/code.jpg": Rule("school", {"own": may(ADMINISTRATOR)}),
    "GET schools/<school_id:uuid>/classes": Rule("school", {"own": may(ADMINISTRATOR)}),
    "POST schools/<school_id:uuid>/classes": Rule(
        "school", {"own": may(ADMINISTRATOR)}, {"name": "五年级1班"}
    ),
    "GET schools/<school_id:uuid>/teachers": Rule("school", {"own": may(ADMINISTRATOR)}),
    "GET school-codes/<code:str>": Rule("school", {"own": may(EVERYBODY)}),
    "POST class-staff": Rule(
        "class",
        {"own": may(EVERYBODY), "school": may(EVERYBODY)},
        {"code": "$code", "class_id": "$class_id", "name": "李老师"},
    ),
    "POST class-staff/<staff_id:uuid>/confirmation": Rule(
        "class_staff", {"own": may(ADMINISTRATOR), "school": may(ADMINISTRATOR)}
    ),
    "DELETE class-staff/<staff_id:uuid>": Rule(
        "class_staff",
        {
            "own": may(ADMINISTRATOR | {"teacher"}),
            "deleted": may(ADMINISTRATOR | {"former_teacher"}),
            "school": may(ADMINISTRATOR | {"other_teacher"}),
        },
    ),
    "GET classes": Rule("", for_all()),
    "PUT classes/<class_id:uuid>": Rule(
        "class",
        {"own": may(ADMINISTRATOR), "school": may(ADMINISTRATOR)},
        {"until": (clock.today() + timedelta(days=90)).isoformat()},
    ),
    "GET classes/<class_id:uuid>/enrolments": Rule(
        "class", {"own": may(CLASS_STAFF), "school": may(ADMINISTRATOR | OTHER_TEACHER)}
    ),
    "GET classes/<class_id:uuid>/students": Rule(
        "class",
        {
            "own": may(ADMINISTRATOR | {"teacher"}),
            "school": may(ADMINISTRATOR | {"other_teacher"}),
        },
    ),
}
MODERATOR = frozenset({"moderator"})
OF_STAFF = {
    "GET appointments": Rule("", for_all()),
    "POST appointments": Rule(
        "school",
        {"own": may(UPPER_STAFF)},
        {"office": "school_administrator", "name": "何校长", "school_id": "$school_id"},
    ),
    "POST appointments/acceptance": Rule("", {"": {404: EVERYBODY}}, {"code": "made up"}),
    "DELETE appointments/<appointment_id:uuid>": Rule(
        "appointment",
        {
            "own": may(UPPER_STAFF | {"community_staff"}),
            "school": may(UPPER_STAFF | ADMINISTRATOR),
        },
    ),
    "GET staff/waiting": Rule("", for_all()),
    "GET staff/households": Rule("", {"": may(ALL_STAFF)}, query="region=440402004001"),
    "GET staff/household-standings": Rule("", {"": may(ALL_STAFF)}, query="region=440402004001"),
    "GET reviews": Rule("", {"": may(MODERATOR)}),
    "GET reviews/<review_id:uuid>": Rule("review", {"own": may(MODERATOR)}),
    "POST reviews/<review_id:uuid>/decision": Rule(
        "review", {"own": may(MODERATOR)}, {"passes": True}
    ),
    "GET access-grants": Rule("", for_all()),
    "POST access-grants": Rule(
        "student",
        {"own": may(ALL_STAFF), "foreign": may(UPPER_STAFF)},
        LOOK | {"student_id": "$student_id"},
    ),
    "POST access-grants/<grant_id:uuid>/approval": Rule(
        "grant",
        {
            "own": may(CITY, not_(ASKER), not_(DISTRICT, 409)),
            "pending": may(UPPER_STAFF, not_(SECOND_ASKER)),
        },
    ),
    "POST access-grants/<grant_id:uuid>/refusal": Rule(
        "grant",
        {
            "own": may(frozenset(), not_(ASKER), not_(UPPER_STAFF, 409)),
            "pending": may(UPPER_STAFF, not_(SECOND_ASKER)),
        },
    ),
    "GET access-grants/<grant_id:uuid>/timeline": Rule("grant", {"own": may(ASKER)}),
    "GET access-grants/<grant_id:uuid>/entries/<entry_id:uuid>": Rule("grant", {"own": may(ASKER)}),
    "GET access-grants/<grant_id:uuid>/photos/<photo_id:uuid>": Rule("grant", {"own": may(ASKER)}),
}
