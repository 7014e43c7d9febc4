"""What is expected of the routes about oneself and one's families."""

from tests.trust.matrix.roles import ANYBODY, EVERYBODY, GUARDIANS, MEMBERS, READERS, WRITERS
from tests.trust.matrix.rule import (
    FAMILY_READS,
    GUARDED,
    NOTHING,
    OWNER,
    PARENT,
    PHOTO_CONDITIONS,
    STUDENT,
    UPPER_STAFF,
    Rule,
    for_all,
    may,
    not_,
)

OF_ONESELF = {
    "GET account": Rule("", for_all()),
    "PUT account": Rule("", for_all(), {"nickname": "新名字"}),
    "GET account/data": Rule("", for_all()),
    "POST account/erasure": Rule("", {"": may(EVERYBODY - OWNER, not_(OWNER, 409))}),
    "POST account/avatar-uploads": Rule("", for_all(), {"name": "a.jpg", "bytes": 9}),
    "PUT account/avatar": Rule(
        "photo", {name: {422: EVERYBODY} for name in PHOTO_CONDITIONS}, {"photo_id": "$photo_id"}
    ),
    "DELETE account/avatar": Rule("", for_all()),
    "PUT account/phone": Rule("", for_all(status=422), {"code": "made up"}),
    "DELETE account/phone": Rule("", for_all()),
    "GET sessions": Rule("", for_all()),
    "POST sessions": Rule("", for_all(ANYBODY, 422), {"code": "made up"}),
    "DELETE sessions": Rule("", for_all()),
    "DELETE sessions/current": Rule("", for_all()),
    "DELETE sessions/<session_id:uuid>": Rule("session", {"own": may(OWNER)}),
    "GET notices": Rule("", for_all()),
    "PUT notices/<notice_id:uuid>/read": Rule("notice", {"own": may(OWNER)}),
    "PUT notices/read": Rule("", for_all(), {"latest": NOTHING}),
    "GET subscriptions": Rule("", for_all()),
    "POST subscriptions": Rule("", for_all(), {"kinds": ["task_due"]}),
    "POST uploads/<upload_id:uuid>/confirmation": Rule("upload", {"own": may(OWNER)}),
    "GET erasures/<erasure_id:uuid>": Rule("erasure", {"class": may(PARENT)}),
    "DELETE erasures/<erasure_id:uuid>": Rule("erasure", {"class": may(PARENT)}),
}
OF_A_FAMILY = {
    "POST families": Rule("", for_all(), {"name": "新家", "relation": "妈妈"}),
    "GET families/<family_id:uuid>": Rule("family", FAMILY_READS),
    "PUT families/<family_id:uuid>": Rule("family", GUARDED, {"name": "新名字"}),
    "GET families/<family_id:uuid>/members": Rule("family", FAMILY_READS),
    "GET families/<family_id:uuid>/timeline": Rule("family", FAMILY_READS),
    "GET families/<family_id:uuid>/data": Rule("family", GUARDED),
    "POST families/<family_id:uuid>/erasure": Rule(
        "family", {"own": may(OWNER, not_(MEMBERS - OWNER))}
    ),
    "POST families/<family_id:uuid>/ownership": Rule(
        "membership",
        {
            "own": may(frozenset(), (409, OWNER), (403, MEMBERS - OWNER)),
            "deleted": {403: MEMBERS - OWNER},
        },
        {"membership_id": "$membership_id"},
    ),
    "POST families/<family_id:uuid>/dispute": Rule("family", GUARDED),
    "DELETE families/<family_id:uuid>/dispute": Rule("family", GUARDED),
    "GET disputes": Rule("", for_all()),
    "POST disputes/<dispute_id:uuid>/settlement": Rule("dispute", {"foreign": may(UPPER_STAFF)}),
    "POST families/<family_id:uuid>/succession": Rule(
        "succession", {"own": may(GUARDIANS - OWNER, (409, OWNER), not_(MEMBERS - GUARDIANS))}
    ),
    "GET families/<family_id:uuid>/succession": Rule("succession", GUARDED),
    "DELETE families/<family_id:uuid>/succession": Rule("succession", GUARDED),
    "GET successions": Rule("", for_all()),
    "POST successions/<succession_id:uuid>/approval": Rule(
        "succession", {"own": may(UPPER_STAFF)}, {"reference": "死亡证明核验 2026-12"}
    ),
    "POST successions/<succession_id:uuid>/refusal": Rule("succession", {"own": may(UPPER_STAFF)}),
    "GET families/<family_id:uuid>/household": Rule("family", GUARDED),
    "POST families/<family_id:uuid>/household": Rule(
        "school", GUARDED, {"region_id": "$region_id"}
    ),
    "DELETE families/<family_id:uuid>/household": Rule("family", GUARDED),
    "GET families/<family_id:uuid>/household/standing": Rule("family", GUARDED),
    "GET families/<family_id:uuid>/invitations": Rule("family", GUARDED),
    "POST families/<family_id:uuid>/invitations": Rule("family", GUARDED, {}),
    "DELETE invitations/<invitation_id:uuid>": Rule(
        "invitation", {"own": GUARDED["own"], "deleted": GUARDED["own"]}
    ),
    "GET invitation-codes/<code:str>": Rule(
        "invitation", {"own": may(EVERYBODY), "foreign": may(EVERYBODY)}
    ),
    "POST memberships": Rule(
        "invitation",
        {"own": may(EVERYBODY - STUDENT, (409, STUDENT)), "foreign": may(EVERYBODY)},
        {"code": "$code", "relation": "爷爷"},
    ),
    "PUT memberships/<membership_id:uuid>": Rule(
        "membership", {"own": GUARDED["own"]}, {"role": "contributor"}
    ),
    "DELETE memberships/<membership_id:uuid>": Rule(
        "membership",
        {
            "own": may(GUARDIANS | {"viewer"}, not_(MEMBERS - GUARDIANS - {"viewer"})),
            "deleted": may(GUARDIANS | {"former"}, not_(MEMBERS - GUARDIANS)),
        },
    ),
    "GET families/<family_id:uuid>/persons": Rule("family", {"own": may(READERS)}),
    "POST families/<family_id:uuid>/persons": Rule(
        "family", {"own": may(WRITERS, not_(MEMBERS - WRITERS))}, {"name": "阿公"}
    ),
    "PUT persons/<person_id:uuid>": Rule(
        "person",
        {"own": may(WRITERS, not_(MEMBERS - WRITERS)), "deleted": {403: MEMBERS - WRITERS}},
        {"name": "阿婆"},
    ),
    "DELETE persons/<person_id:uuid>": Rule(
        "person", dict.fromkeys(("own", "deleted"), GUARDED["own"])
    ),
    "POST privacy-checks": Rule(
        "family",
        {"own": may(WRITERS, not_(MEMBERS - WRITERS))},
        {"family_id": "$family_id", "words": "海边"},
    ),
}
