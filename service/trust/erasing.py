"""Erasing traces: what names others by opaque ids alone, and the ledgers that stay."""

from models.foundation.replays import Replay
from models.trust.audit import AuditRecord
from models.trust.consents import Consent, ConsentWithdrawal
from models.trust.erasures import ErasedKind, Erasure
from models.trust.grants import AccessGrant
from models.trust.moderation import Check, EarlyVerdict, Review
from models.trust.notices import Notice
from models.trust.reminders import Reminder, Subscription
from models.trust.restrictions import Restriction
from service.trust.personal_data import Holding

_LEDGER = "法律要求留着的凭据，里面没有照片，也没有写的话"
_THOSE = "in (select unnest($1::uuid[]))"

_OF_CHILDREN = "student_id in (select id from students where family_id = $1)"
_OPENED = "(state = 'approved')"
_AT_THOSE = (
    "resource_id = any($1::uuid[]) or (regexp_match(route,"
    " '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'))[1]::uuid = any($1::uuid[])"
)
"""By two indexes, of which the second is on these very words (models/migrations/0010)."""
_ANYBODY = frozenset(ErasedKind)
"""Of what somebody reports, or the staff means to look at, those concerned learn afterwards."""

HOLDINGS = [
    Holding(
        EarlyVerdict,
        "安全检查的结果",
        mentions="trace_id in (select trace_id from checks where subject_id "
        "in (select unnest($1::uuid[])))",
    ),
    Holding(
        Check,
        "安全检查的结果",
        mentions=f"subject_id {_THOSE}",
        stays={
            ErasedKind.ACCOUNT: "account_id = $1 and subject_id not in"
            " (select id from photos where uploader_id = $1 and family_id is null)"
        },
        why="家里那些照片和话的检查结果",
    ),
    Holding(
        Review,
        "请人看一看的申请",
        {ErasedKind.ACCOUNT: "asked_by_id = $1 and cause = 'appeal'"},
        mentions=f"subject_id {_THOSE} and asked_by_id is not null",
        stays={
            ErasedKind.ACCOUNT: "(asked_by_id = $1 and cause <> 'appeal' or decided_by_id = $1)"
            " and subject_id not in"
            " (select id from photos where uploader_id = $1 and family_id is null)"
        },
        why="家里那些照片和话的检查结果",
    ),
    Holding(
        Review,
        "请人看一看的申请",
        mentions=f"subject_id {_THOSE} and asked_by_id is null",
        untold=_ANYBODY,
    ),
    Holding(
        Restriction,
        "不能晒和留言的日子",
        {ErasedKind.ACCOUNT: "account_id = $1", ErasedKind.FAMILY: "family_id = $1"},
        stays={ErasedKind.ACCOUNT: "imposed_by_id = $1 or lifted_by_id = $1"},
        why="工作人员的决定，只有编号",
    ),
    Holding(
        Replay,
        "不让同一条存两遍的记号",
        {ErasedKind.ACCOUNT: "account_id = $1"},
        mentions=f"({_AT_THOSE}) and route not like '%/reports'",
    ),
    Holding(
        Replay,
        "不让同一条存两遍的记号",
        mentions=f"({_AT_THOSE}) and route like '%/reports'",
        untold=_ANYBODY,
    ),
    Holding(
        Notice,
        "消息",
        {
            ErasedKind.ACCOUNT: "account_id = $1",
            ErasedKind.STUDENT: "subject_id in (select id from consents where student_id = $1)",
            ErasedKind.FAMILY: "family_id = $1",
        },
        mentions=f"subject_id {_THOSE} and kind <> 'urgent_report'",
    ),
    Holding(
        Notice,
        "消息",
        mentions=f"subject_id {_THOSE} and kind = 'urgent_report'",
        untold=_ANYBODY,
    ),
    Holding(
        Reminder,
        "微信提醒",
        {ErasedKind.ACCOUNT: "account_id = $1", ErasedKind.FAMILY: "family_id = $1"},
        mentions=f"subject_id {_THOSE}",
    ),
    Holding(Subscription, "同意接收的提醒", {ErasedKind.ACCOUNT: "account_id = $1"}),
    Holding(
        AccessGrant,
        "工作人员看档案的申请",
        {
            ErasedKind.STUDENT: f"student_id = $1 and {_OPENED}",
            ErasedKind.FAMILY: f"{_OF_CHILDREN} and {_OPENED}",
        },
        stays={ErasedKind.ACCOUNT: "account_id = $1 or decided_by_id = $1"},
        why="监护人有权知道谁看过孩子的档案",
    ),
    Holding(
        AccessGrant,
        "工作人员看档案的申请",
        {
            ErasedKind.STUDENT: f"student_id = $1 and not {_OPENED}",
            ErasedKind.FAMILY: f"{_OF_CHILDREN} and not {_OPENED}",
        },
        untold=_ANYBODY,
    ),
    Holding(
        Consent,
        "同意过什么",
        stays={
            ErasedKind.ACCOUNT: "account_id = $1",
            ErasedKind.STUDENT: "student_id = $1",
            ErasedKind.FAMILY: "family_id = $1",
        },
        why=_LEDGER,
    ),
    Holding(
        ConsentWithdrawal,
        "收回过什么",
        stays={
            ErasedKind.ACCOUNT: "account_id = $1",
            ErasedKind.STUDENT: "consent_id in (select id from consents where student_id = $1)",
            ErasedKind.FAMILY: "consent_id in (select id from consents where family_id = $1)",
        },
        why=_LEDGER,
    ),
    Holding(
        AuditRecord,
        "谁在什么时候做过什么",
        stays={
            ErasedKind.ACCOUNT: "actor_id = $1 or subject_id = $1",
            ErasedKind.STUDENT: "subject_id = $1",
            ErasedKind.FAMILY: "subject_id = $1",
        },
        why=_LEDGER,
    ),
    Holding(
        Erasure,
        "彻底删除的申请",
        stays={
            ErasedKind.ACCOUNT: "asked_by_id = $1 or subject_id = $1",
            ErasedKind.STUDENT: "subject_id = $1",
            ErasedKind.FAMILY: "family_id = $1",
        },
        why=_LEDGER,
    ),
]
