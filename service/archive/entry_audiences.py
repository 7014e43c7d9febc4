"""Audiences of entries: who may show one to whom, on which consent, in which words."""

from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q

from models.archive.growth import Audience, Entry
from models.people.accounts import Account
from models.trust.consents import Consent, Purpose
from service.people import disclosures
from service.trust import access, consents


def audience_of(word: str) -> Audience:
    """The audience that a request names by its word."""
    return Audience[word.upper()]


async def adds_as_draft(author: Account, entry: Entry) -> bool:
    """Require that the author may add it, and that the child's data may be kept.

    True for a student who is not of age. What leaves the family is for whoever decides for the
    child; what is unfinished does not leave it yet.
    """
    if entry.audience >= Audience.CLASS and not entry.unfinished:
        await access.deciding_for(author, entry.family_id, entry.student_id)
    oneself = await access.contributing_to(author, entry.family_id, entry.student_id)
    if entry.student_id:
        await consents.require(Purpose.ARCHIVE, entry.family_id, entry.student_id)
    return oneself and entry.student_id not in (await access.viewer(author)).of_age


async def admit(entry: Entry) -> None:
    """Let its audience have an entry, in words that give nothing away. Locks the family.

    Writes the consent on which it stands into the entry, which is not saved.
    """
    consent = await consent_for(entry.audience, entry.family_id, entry.student_id)
    entry.consent_id = consent.id if consent else None
    await require_discreet(entry)


async def consent_for(
    audience: Audience, family_id: UUID, student_id: UUID | None
) -> Consent | None:
    """The living grant that what leaves the family stands on; inside it takes none."""
    if audience < Audience.CLASS:
        return None
    await access.require_undisputed(family_id)
    return await consents.require(Purpose.CLASS, family_id, student_id)


async def require_discreet(entry: Entry) -> None:
    """Refuse words for the class that give the family away."""
    if entry.audience >= Audience.CLASS:
        words = f"{entry.title}\n{entry.place}\n{entry.story}"
        await disclosures.refuse(entry.family_id, "story", words, knowingly=False)


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many entries the class had on these grants at a moment, for the receipt."""
    kept = Q(deleted_at=None) | Q(deleted_at__gt=at)
    return await Entry.filter(kept, consent_id__in=consent_ids).count()
