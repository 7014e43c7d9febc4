"""Consent changes: a text that changed without changing what was agreed to is a notice."""

from models.people.families import Role
from models.trust.notices import NoticeKind
from service.foundation import jobs
from service.foundation.database import query, transaction
from service.trust import notices
from service.trust.consent_texts import TEXTS, Text, accepted

_UNTOLD = """
select distinct c.account_id from consents c
where c.purpose = $1 and c.version = any($2)
and not exists (select 1 from consent_withdrawals w where w.consent_id = c.id)
and not exists (select 1 from consents n where n.account_id = c.account_id
    and n.family_id = c.family_id and n.student_id is not distinct from c.student_id
    and n.purpose = c.purpose and n.version = any($3))
and not exists (select 1 from notices n
    where n.account_id = c.account_id and n.kind = $4 and n.subject_id = $5)
and (exists (select 1 from memberships m where m.account_id = c.account_id
        and m.family_id = c.family_id and m.until is null and m.role >= $6)
    or exists (select 1 from student_accounts s where s.account_id = c.account_id
        and s.student_id = c.student_id and s.until is null))
"""
"""Who agreed to one of the versions ($2) before, to none since ($3), and has not been told."""


@jobs.job("consents.tell_of_changes", cron="42 21 * * *")
async def tell_of_changes() -> None:
    """Each morning (05:42 in China): whoever agreed to an earlier wording learns of the new one.

    A material change is no matter of a notice: it is asked again where it is needed next.
    """
    for purpose in TEXTS:
        texts = accepted(purpose)
        for place, text in enumerate(texts):
            if not text.material:
                await _tell(text, since=texts[: place + 1], before=texts[place + 1 :])


async def _tell(text: Text, *, since: list[Text], before: list[Text]) -> None:
    async with transaction():
        untold = await query(
            _UNTOLD,
            text.purpose.value,
            [one.version for one in before],
            [one.version for one in since],
            NoticeKind.CONSENT_TEXT_CHANGED.value,
            text.notice_id,
            Role.GUARDIAN.value,
        )
        accounts = [row["account_id"] for row in untold]
        await notices.tell(accounts, NoticeKind.CONSENT_TEXT_CHANGED, text.notice_id)
