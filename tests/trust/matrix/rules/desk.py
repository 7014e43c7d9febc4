"""What is expected of the routes of desks and of imports: an import is its account's alone."""

from tests.trust.matrix.roles import ANYBODY, EVERYBODY, MEMBERS, WRITERS
from tests.trust.matrix.rule import OWNER, PARENT, STUDENT, Rule, for_all, may, not_

BY_BROWSER = {"own": may(ANYBODY), "running": may(ANYBODY)}
BY_PHONE = {"own": may(OWNER), "running": may(EVERYBODY)}
ITS_OWN = {"own": may(OWNER), "running": may(OWNER)}
BEFORE_THE_START = {"own": may(OWNER), "running": {409: OWNER}}
ADDING = {"own": may(WRITERS | STUDENT, not_(MEMBERS - WRITERS)), "class": may(PARENT)}
OF_A_DESK = {
    "POST desk-sign-ins": Rule("", for_all(ANYBODY)),
    "GET desk-sign-ins/<code:str>/picture.jpg": Rule("desk", BY_BROWSER),
    "POST desk-sign-ins/<sign_in_id:uuid>/session": Rule("desk", BY_BROWSER, {"secret": "$secret"}),
    "GET desk-sign-ins/<code:str>": Rule("desk", BY_PHONE),
    "POST desk-sign-ins/<code:str>/allowance": Rule(
        "desk", BY_PHONE | {"running": may(EVERYBODY - STUDENT, not_(STUDENT))}
    ),
    "POST desk-sign-ins/<code:str>/refusal": Rule("desk", BY_PHONE),
    "GET families/<family_id:uuid>/imports": Rule("family", {"own": ADDING["own"]}),
    "POST families/<family_id:uuid>/imports": Rule(
        "student",
        ADDING | {"deleted": {403: MEMBERS - WRITERS}},
        {"name": "老照片", "student_id": "$student_id"},
    ),
    "GET imports/<import_id:uuid>": Rule("import", ITS_OWN),
    "DELETE imports/<import_id:uuid>": Rule("import", ITS_OWN),
    "PUT imports/<import_id:uuid>/items": Rule(
        "import", BEFORE_THE_START, {"items": [{"path": "b.jpg", "bytes": 9}]}
    ),
    "GET imports/<import_id:uuid>/items": Rule("import", ITS_OWN),
    "PUT imports/<import_id:uuid>/groups": Rule(
        "import", BEFORE_THE_START, {"paths": ["$path"], "taken": "1986"}
    ),
    "POST imports/<import_id:uuid>/start": Rule("import", ITS_OWN),
    "POST imports/<import_id:uuid>/tickets": Rule(
        "import", {"own": {409: OWNER}, "running": may(OWNER)}, {"item_ids": ["$item_id"]}
    ),
    "GET imports/<import_id:uuid>/report.csv": Rule("import", ITS_OWN),
}
