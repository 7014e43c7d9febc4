"""What is expected of the routes about donations: guardians give, archivists of the place take."""

from typing import Any

from tests.trust.matrix.roles import GUARDIANS, READERS
from tests.trust.matrix.rule import (
    GUARDED,
    OWNER,
    PARENT,
    UPPER_STAFF,
    Expected,
    Rule,
    for_all,
    may,
    not_,
)

_NOT_YET, _STAFF_NOT_YET, _UNFIT = {409: GUARDIANS}, {409: UPPER_STAFF}, {422: READERS}
AWAY = ("own", "running", "deleted")
DECIDING = dict.fromkeys((*AWAY, "public"), may(GUARDIANS)) | {"class": may(PARENT)}
KEPT = dict.fromkeys(AWAY, _NOT_YET) | {"class": {409: PARENT}}
PRINTED = KEPT | {"public": may(GUARDIANS)}
STAFF: dict[str, Expected] = {
    name: may(UPPER_STAFF) for name in ("own", "running", "public", "class")
}
STAFF_KEPT = dict.fromkeys(("own", "running", "class"), _STAFF_NOT_YET)
STAFF_PRINTED = STAFF_KEPT | {"public": may(UPPER_STAFF)}
OFFERING = {
    "own": may(GUARDIANS, not_(READERS - GUARDIANS)),
    **dict.fromkeys(("private", "pending"), _UNFIT),
}
SIGNED_BY = may(OWNER, not_(GUARDIANS - OWNER))
NOT_SIGNED = {409: OWNER, 403: GUARDIANS - OWNER}
ANSWER: dict[str, Any] = {"wanted": True, "words": "馆里很想收藏。"}
SIGNING: dict[str, Any] = {"signature": "陈静", "sha256": "$deed_sha256"}
_ONE, _STAFF = "donations/<donation_id:uuid>", "staff/donations/<donation_id:uuid>"
OF_DONATIONS = {
    "GET donation-archives": Rule("", for_all()),
    "POST families/<family_id:uuid>/donations": Rule(
        "donated_item", OFFERING, {"region_id": "$region_id", "item_ids": ["$item_id"]}
    ),
    "GET families/<family_id:uuid>/donations": Rule("family", GUARDED),
    f"GET {_ONE}": Rule("donation", DECIDING),
    f"DELETE {_ONE}": Rule("donation", DECIDING | {"public": {409: GUARDIANS}}),
    f"GET {_ONE}/deed": Rule(
        "donation", KEPT | dict.fromkeys(("running", "public"), may(GUARDIANS))
    ),
    f"PUT {_ONE}/signature": Rule(
        "donation",
        {
            **dict.fromkeys(("own", "deleted"), NOT_SIGNED),
            **dict.fromkeys(("running", "public"), SIGNED_BY),
            "class": {409: PARENT},
        },
        SIGNING,
    ),
    f"PUT {_ONE}/publication": Rule("donation", PRINTED, {"publication": "never"}),
    f"GET {_ONE}/certificate.pdf": Rule("donation", PRINTED),
    f"GET {_ONE}/deed.pdf": Rule("donation", PRINTED),
    f"GET {_ONE}/soundness": Rule("donation", PRINTED),
    f"GET {_ONE}/soundness.pdf": Rule("donation", PRINTED),
    "GET staff/donations": Rule("", for_all(UPPER_STAFF), query="region=440402000000"),
    f"GET {_STAFF}": Rule("donation", STAFF),
    f"GET {_STAFF}/items/<line_id:uuid>": Rule("donation", STAFF),
    f"PUT {_STAFF}/decision": Rule(
        "donation", STAFF | dict.fromkeys(("running", "public"), _STAFF_NOT_YET), ANSWER
    ),
    f"PUT {_STAFF}/accession": Rule("donation", STAFF_PRINTED),
    f"GET {_STAFF}/certificate.pdf": Rule("donation", STAFF_PRINTED),
    f"GET {_STAFF}/deed.pdf": Rule("donation", STAFF_PRINTED),
    f"GET {_STAFF}/soundness": Rule("donation", STAFF_PRINTED),
    f"GET {_STAFF}/soundness.pdf": Rule("donation", STAFF_PRINTED),
}
