"""Evidence: what the database says of a year, one statement for each sheet of the audit pack.

A statement selects from `period`, one row with `since`, `until` and the `present` moment. Ids leave
as pseudonyms; no column holds what anybody wrote: names, words, reasons stay in the database.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """One sheet: what it shows and which rule asks for it; `sql` gives its lines.

    `flaw` is a column that has to be 0 in every line: what is not is told, and is to be explained.
    """

    name: str
    title: str
    rule: str
    sql: str
    flaw: str = ""


MINORS = "未成年人网络保护条例"
PIPL = "个人信息保护法"

PEOPLE = Evidence(
    "people",
    "孩子按年龄段的人数，和其中没有有效「保存成长档案」同意的人数（收回之后只留存、不再存新的）",
    f"{PIPL} §28、§31",
    """
select case when birth_date > (until - interval '14 years')::date then '不满14周岁'
    when birth_date > (until - interval '18 years')::date then '14至17周岁'
    else '已满18周岁' end as band,
count(*) as children, count(distinct family_id) as families,
count(*) filter (where not exists (select 1 from consents c
    where c.student_id = s.id and c.purpose = 'archive'
    and not exists (select 1 from consent_withdrawals w where w.consent_id = c.id)
)) as without_consent
from students s, period where erased_at is null and created_at < until group by 1 order by 1
""",
)
CONSENTS = Evidence(
    "consents",
    "每项授权的每个版本：这一年同意和收回的次数，年底仍有效的",
    f"{PIPL} §14、§15、§29、§31",
    """
select c.purpose, c.version, c.text_hash, c.capacity,
count(*) filter (where c.created_at >= since) as given,
count(*) filter (where w.created_at >= since and w.created_at < until) as withdrawn,
count(*) filter (where w.id is null or w.created_at >= until) as living,
count(distinct c.student_id) as children
from period, consents c left join consent_withdrawals w on w.consent_id = c.id
where c.created_at < until group by 1, 2, 3, 4 order by 1, 2, 3, 4
""",
)
ERASURES = Evidence(
    "erasures",
    "每一次注销账号、删除孩子或家庭的申请：何时提出、到期、删完，删了多少，审计记录里的每一步",
    f"{PIPL} §47，{MINORS} §34",
    """
select e.id as erasure, e.kind, e.subject_id as subject, e.asked_by_id as asked_by,
e.created_at as asked_at, e.due_at, e.cancelled_at, e.purged_at, e.done_at,
(select coalesce(sum(value::int), 0) from jsonb_each_text(e.receipt) where key <> 'objects')
    as rows_removed,
coalesce((e.receipt ->> 'objects')::int, 0) as objects_removed,
case when e.done_at is null then 0
    else (select count(*) from doomed_objects d where d.erasure_id = e.id) end
    as objects_left_although_done,
(select string_agg(a.action, ' ' order by a.id) from audit_records a where a.subject_id = e.id)
    as trail
from erasures e, period where kind in ('account', 'student', 'family')
and e.created_at < until and coalesce(e.done_at, e.cancelled_at, until) >= since order by e.id
""",
    flaw="objects_left_although_done",
)
DELETIONS = Evidence(
    "deletions",
    "所有删除（包括回收站）：件数，从到期到删完最长用了几小时，到期一天以上还没有删的（家里有争议的除外）",
    f"{PIPL} §19、§47",
    """
select e.kind, count(*) filter (where e.created_at >= since) as asked,
count(*) filter (where e.cancelled_at >= since and e.cancelled_at < until) as cancelled,
count(*) filter (where e.done_at >= since and e.done_at < until) as done,
max(round(extract(epoch from e.done_at - e.due_at) / 3600, 1))
    filter (where e.done_at >= since and e.done_at < until) as longest_hours,
count(*) filter (where coalesce(e.cancelled_at, e.done_at, until) >= until
    and case when e.purged_at < until then e.purged_at else e.due_at end < until - interval '1 day'
    and not exists (select 1 from disputes d where d.family_id = e.family_id
        and d.created_at < until and coalesce(d.settled_at, until) >= until)) as overdue
from erasures e, period where e.created_at < until group by 1 order by 1
""",
    flaw="overdue",
)
OFFICES = Evidence(
    "offices",
    "工作人员的职务：哪一级、哪个地区，从何时到何时",
    f"{MINORS} §36",
    """
select a.id as appointment, a.account_id as account, a.office, r.code as region,
r.name as region_name, a.since, a.until
from appointments a join regions r on r.id = a.region_id, period p
where a.since < p.until and coalesce(a.until, p.until) >= p.since order by a.id
""",
)
GRANTS = Evidence(
    "grants",
    "每一次查看孩子档案的申请：谁申请、谁批准、限时多久、看了几次",
    f"{MINORS} §36",
    """
select g.id as access_grant, g.student_id as child, g.account_id as asked_by,
g.decided_by_id as decided_by, g.reason, g.minutes, g.state, g.created_at as asked_at,
g.decided_at, g.expires_at,
(select count(*) from audit_records a where a.action = 'archive.looked_at'
    and a.subject_id = g.student_id and a.actor_id = g.account_id
    and a.created_at between g.decided_at and g.expires_at) as looks,
case when g.decided_by_id = g.account_id then 1 else 0 end as decided_alone
from access_grants g, period where g.created_at >= since and g.created_at < until order by g.id
""",
    flaw="decided_alone",
)
LOOKS = Evidence(
    "looks",
    "工作人员每月看了几次，其中没有获批、或不在限时之内看孩子档案的（应当为 0）；"
    "孩子已经删除的，申请也一起删了，单独计数",
    f"{MINORS} §36",
    """
select to_char(a.created_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, a.action,
count(distinct a.actor_id) as staff, count(*) as looks,
count(s.id) as of_erased_children,
count(*) filter (where a.action = 'archive.looked_at' and s.id is null and not exists (
    select 1 from access_grants g where g.student_id = a.subject_id
    and g.account_id = a.actor_id and g.state = 'approved'
    and a.created_at between g.decided_at and g.expires_at)) as without_grant
from period, audit_records a left join students s
    on s.id = a.subject_id and s.erased_at is not null
where a.created_at >= since and a.created_at < until
and (a.action like '%looked\\_at' or a.action in ('households.listed', 'donations.listed'))
group by 1, 2 order by 1, 2
""",
    flaw="without_grant",
)
REPORTS = Evidence(
    "reports",
    "举报：按理由的件数，处理完的，最长和一般用了几小时，三天以上没有处理的",
    f"{MINORS} §38，未成年人保护法 §78",
    """
select r.reason, count(*) as made, count(v.decided_at) as decided,
round((percentile_cont(0.5) within group (order by extract(epoch from v.decided_at - r.created_at))
    / 3600)::numeric, 1) as median_hours,
round(max(extract(epoch from v.decided_at - r.created_at)) / 3600, 1) as longest_hours,
count(*) filter (where coalesce(v.decided_at, until) >= until
    and r.created_at < until - interval '3 days') as waiting_too_long
from period, reports r join reviews v on v.id = r.review_id
where r.created_at >= since and r.created_at < until group by 1 order by 1
""",
    flaw="waiting_too_long",
)
REVIEWS = Evidence(
    "reviews",
    "人工审核：按起因和对象的件数，通过的，一般用了几小时",
    f"{MINORS} §38",
    """
select cause, subject, count(*) as opened, count(decided_at) as decided,
count(*) filter (where passes) as passed,
round((percentile_cont(0.5) within group (order by extract(epoch from decided_at - created_at))
    / 3600)::numeric, 1) as median_hours
from reviews, period where created_at >= since and created_at < until
group by 1, 2 order by 1, 2
""",
)
CHECKS = Evidence(
    "checks",
    "给别人看之前的安全检查：按对象和结果的次数",
    f"{MINORS} §38",
    """
select subject, standing, count(*) as checks from checks, period
where created_at >= since and created_at < until group by 1, 2 order by 1, 2
""",
)
ACTIONS = Evidence(
    "actions",
    "审计记录：每个月每种操作的次数（查阅、复制、更正、删除、收回同意都在里面）",
    f"{PIPL} §45、§46，{MINORS} §34、§36",
    """
select to_char(created_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, action,
count(*) as times, count(distinct actor_id) as accounts
from audit_records, period where created_at >= since and created_at < until
group by 1, 2 order by 1, 2
""",
)
RETENTION = Evidence(
    "retention",
    "保存期限：各类数据最多存多久，过了期限还在的（应当为 0）",
    f"{PIPL} §19",
    """
select 'exports' as what, '7 天' as kept, count(*) as past_its_time from exports, period
    where state = 'ready' and expires_at < present - interval '1 day'
union all select 'trash', '30 天', count(*) from erasures e, period
    where kind in ('photos', 'entry', 'post') and cancelled_at is null and purged_at is null
    and due_at < present - interval '1 day' and not exists (select 1 from disputes d
        where d.family_id = e.family_id and d.settled_at is null)
union all select 'replays', '24 小时', count(*) from replays, period
    where created_at < present - interval '2 days'
union all select 'desk_sign_ins', '1 天', count(*) from desk_sign_ins, period
    where expires_at < present - interval '3 days'
union all select 'early_verdicts', '2 天', count(*) from early_verdicts, period
    where created_at < present - interval '4 days'
order by what
""",
    flaw="past_its_time",
)
ORIGINALS = Evidence(
    "originals",
    "原件：件数和字节数，近 90 天重新计算过摘要的，超过 180 天没有的",
    "DA/T 70-2018，网络数据安全管理条例 §9",
    """
select medium, count(*) as originals, sum(bytes) as bytes,
count(*) filter (where verified_at >= present - interval '90 days') as verified_in_90_days,
count(*) filter (where coalesce(verified_at, created_at) < present - interval '180 days')
    as unverified_for_180_days
from photos, period where state = 'ready' and deleted_at is null and created_at < until
group by 1 order by 1
""",
    flaw="unverified_for_180_days",
)
FINDINGS = Evidence(
    "findings",
    "文件核对发现的问题：按种类和结果的件数，还没有解决的",
    "DA/T 70-2018，网络数据安全管理条例 §9",
    """
select kind, case when settled_at < until then settled_as else '' end as settled_as,
count(*) as found, count(*) filter (where coalesce(settled_at, until) >= until) as open
from findings, period where created_at < until and coalesce(settled_at, until) >= since
group by 1, 2 order by 1, 2
""",
    flaw="open",
)
DONATIONS = Evidence(
    "donations",
    "捐赠：按状态的件数，入馆时做过四性检测的",
    "档案法 §31、§32，DA/T 70-2018",
    """
select state, publication, count(*) as donations, count(inspection) as inspected
from donations, period where created_at < until group by 1, 2 order by 1, 2
""",
)

SHEETS = (
    *(PEOPLE, CONSENTS, ERASURES, DELETIONS, RETENTION),
    *(OFFICES, GRANTS, LOOKS, REPORTS, REVIEWS, CHECKS, ACTIONS),
    *(ORIGINALS, FINDINGS, DONATIONS),
)
