"""Disclosures: what words would give away of a family outside it, found before they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.people.accounts import Account
from models.people.families import Role
from models.people.schools import Enrolment, SchoolClass
from models.people.students import Student
from service.foundation.errors import FieldProblem, Invalid
from service.people.classes import present
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
    classes = await _classes(family_id)
    return privacy.findings(
        words,
        full_names=[name for (name,) in names],
        schools=[one.school.name for one in classes],
        school_classes=[one.name for one in classes],
    )


async def _classes(family_id: UUID) -> list[SchoolClass]:
    """Where the children of the family go to school now."""
    held = Enrolment.filter(present(), student__family_id=family_id)
    return [one.school_class for one in await held.select_related("school_class__school")]
