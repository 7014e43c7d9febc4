"""Safety checks: what was asked of WeChat, what it answered, and what a human is asked to see."""

from enum import StrEnum

from tortoise import fields

from models.base import Record


class Standing(StrEnum):
    """Where a piece of content stands with the safety check. Only PASSED is shown to others."""

    PENDING = "pending"
    PASSED = "passed"
    REVIEW = "review"
    RISKY = "risky"

    @property
    def settled(self) -> bool:
        """Whether no later machine verdict may change it."""
        return self is not Standing.PENDING

    def may_become(self, later: "Standing", *, by_human: bool) -> bool:
        """Whether a machine's verdict, or a human's decision, leads from here to `later`."""
        return later in (_BY_HUMAN if by_human else _BY_MACHINE).get(self, ())

    @property
    def earlier(self) -> list["Standing"]:
        """Those that this one may follow."""
        ways = (_BY_MACHINE, _BY_HUMAN)
        return [one for one in Standing if any(self in way.get(one, ()) for way in ways)]


_BY_MACHINE = {Standing.PENDING: (Standing.PASSED, Standing.REVIEW, Standing.RISKY)}
_BY_HUMAN = {Standing.REVIEW: (Standing.PASSED, Standing.RISKY)}


class Subject(StrEnum):
    PHOTO = "photo"
    CAPTION = "caption"
    ENTRY = "entry"
    STORY = "story"
    ENTRY_COMMENT = "entry_comment"
    ENDORSEMENT = "endorsement"
    PHRASE = "phrase"
    TASK = "task"
    BOOKLET = "booklet"
    POST = "post"
    POST_COMMENT = "post_comment"
    TOPIC = "topic"
    SHOW_PAGE = "show_page"
    FILED_ITEM = "filed_item"


class Check(Record):
    """One question to WeChat about one subject; `trace_id` ties an asynchronous answer to it.

    `account_id` is whose words or picture it is: WeChat wants an openid that is about.
    """

    account_id = fields.UUIDField()
    subject = fields.CharEnumField(Subject, max_length=20)
    subject_id = fields.UUIDField()
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    label = fields.IntField(null=True)
    asked_again = fields.BooleanField(default=False)
    trace_id = fields.CharField(max_length=64, null=True, unique=True)
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "checks"
        indexes = (("subject_id",),)


class EarlyVerdict(Record):
    """A verdict that overtook the commit of its question; kept until the question asks for it."""

    trace_id = fields.CharField(max_length=64, unique=True)
    standing = fields.CharEnumField(Standing, max_length=10)
    label = fields.IntField(null=True)

    class Meta:
        table = "early_verdicts"


class Cause(StrEnum):
    """Why a human is to look: whoever made it asks, a doubt about what is public, or a person."""

    ASKED = "asked"
    DOUBT = "doubt"
    REPORT = "report"
    APPEAL = "appeal"


class Review(Record):
    """A human's look at one thing: why it is wanted, who holds it, and what was decided.

    What a family keeps for itself is looked at only where `asked_by_id`, who made it, said yes. Of
    one thing one look is open at a time. A decision takes effect at `effective_at`; until then it
    can be taken back.
    """

    subject = fields.CharEnumField(Subject, max_length=20)
    subject_id = fields.UUIDField()
    cause = fields.CharEnumField(
        Cause, max_length=10, default=Cause.ASKED, db_default=Cause.ASKED.value
    )
    urgent = fields.BooleanField(default=False, db_default=False)
    asked_by_id = fields.UUIDField(null=True)
    leased_by_id = fields.UUIDField(null=True)
    leased_until = fields.DatetimeField(null=True)
    decided_by_id = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    effective_at = fields.DatetimeField(null=True)
    carried_out_at = fields.DatetimeField(null=True)
    passes = fields.BooleanField(null=True)
    reason = fields.CharField(max_length=40, default="", db_default="")
    words = fields.CharField(max_length=300, default="", db_default="")

    class Meta:
        table = "reviews"
        indexes = (("decided_at", "id"), ("subject_id",))
