"""Disclosures: what words would give away of a family outside it, found before they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.people.accounts import Account
from models.people.families import Role
from models.people.schools import Enrolment
from models.people.students import Student
from service.foundation import clock
from service.foundation.errors import FieldProblem, Invalid
from service.trust import access, privacy
from service.trust.privacy import Finding, Kind

NEVER = frozenset({Kind.ID_CARD, Kind.BANK_CARD, Kind.DOCUMENT, Kind.SCHOOL})
"""What no guardian may show of a child, or of themselves, even on purpose (未保法 §73)."""


@dataclass(frozen=True)
class Checked:
    """What was found in some words, and the words with every way out taken."""

    findings: Sequence[Finding]
    cleaned: str


async def check(account: Account, family_id: UUID, words: str) -> Checked:
    """Look through words that somebody of a family means to show outside it."""
    await access.family_for(account, family_id, Role.CONTRIBUTOR)
    found = await _findings(family_id, words)
    return Checked(found, privacy.cleaned(words, found))


async def refuse(family_id: UUID | None, path: str, words: str, *, knowingly: bool) -> None:
    """Refuse words that give something away; `knowingly` a guardian shows all but NEVER.

    Without a family nothing that we know of anybody is looked for.
    """
    found = await _findings(family_id, words) if family_id else privacy.findings(words)
    told = [one for one in found if not knowingly or one.kind in NEVER]
    if told:
        fields = tuple(FieldProblem(path, one.code, one.reason) for one in told)
        raise Invalid("privacy.found", told[0].reason, fields=fields)


async def _findings(family_id: UUID, words: str) -> list[Finding]:
    names = await Student.filter(family_id=family_id, full_name__not="").values_list("full_name")
    school, school_class = await _school(family_id)
    return privacy.findings(
        words, full_names=[name for (name,) in names], school=school, school_class=school_class
    )


async def _school(family_id: UUID) -> tuple[str, str]:
    """Where a child of the family goes to school now."""
    enrolment = (
        await Enrolment.filter(student__family_id=family_id, since__lte=clock.today(), until=None)
        .select_related("school_class__school")
        .order_by("-id")
        .first()
    )
    if enrolment is None:
        return "", ""
    return enrolment.school_class.school.name, enrolment.school_class.name
