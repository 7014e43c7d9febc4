"""Audiences of entries: who may show one to whom, on which consent, in which words."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q

from models.archive.growth import Audience, Entry, EntryPhoto
from models.people.accounts import Account
from models.trust.consents import Consent, Purpose
from service.archive import pictured
from service.archive.pictured import ENDED, lives
from service.foundation.database import query
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


async def admit(entry: Entry, joining: Collection[UUID] = ()) -> None:
    """Let its audience have an entry, in words that give nothing away. Locks the family.

    Writes the consent on which it stands into the entry, which is not saved. `joining` are photos
    that are to be in it, too.
    """
    consent = await consent_for(entry, joining)
    entry.consent_id = consent.id if consent else None
    await require_discreet(entry)


async def consent_for(entry: Entry, joining: Collection[UUID] = ()) -> Consent | None:
    """The living grant that what leaves the family stands on; inside it takes none.

    Other children whom its photos show, or those that join them, have agreed as well.
    """
    if entry.audience < Audience.CLASS:
        return None
    family_id, student_id = entry.family_id, entry.student_id
    await access.require_undisputed(family_id)
    places = EntryPhoto.filter(entry_id=entry.id)
    photo_ids = {*joining, *[place.photo_id for place in await places]}
    await pictured.require(Purpose.CLASS, family_id, student_id, photo_ids)
    return await consents.require(Purpose.CLASS, family_id, student_id)


async def require_discreet(entry: Entry) -> None:
    """Refuse words for the class that give the family away."""
    if entry.audience >= Audience.CLASS:
        words = f"{entry.title}\n{entry.place}\n{entry.story}"
        await disclosures.refuse(entry.family_id, "story", words, knowingly=False)


_DARKENED = f"""
update entries e set consent_id = g.id from ({ENDED}) g
where e.family_id = g.family_id and e.student_id is distinct from g.student_id
and e.audience >= {Audience.CLASS.value} and g.purpose = 'class' and {lives("e.consent_id")}
and e.consent_id is not null and exists (select from entry_photos place
    join photo_persons said on said.photo_id = place.photo_id
    where place.entry_id = e.id and said.person_id = g.person_id)
"""  # noqa: S608  our own words
_SEEN = f"""
select distinct e.student_id from entry_photos place join entries e on e.id = place.entry_id
where place.photo_id = $1 and e.audience >= {Audience.CLASS.value} and e.consent_id is not null
and {lives("e.consent_id")}
"""  # noqa: S608


async def end_on(consent_ids: list[UUID]) -> None:
    """Darken what shows a class a child beside its own when the grants end it stood on."""
    await query(_DARKENED, consent_ids)


async def seen(photo_id: UUID) -> list[tuple[Purpose, UUID | None]]:
    """By which entries a class sees a photo: see `pictured.Seen`."""
    return [(Purpose.CLASS, row["student_id"]) for row in await query(_SEEN, photo_id)]


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many entries the class had on these grants at a moment, for the receipt."""
    kept = Q(deleted_at=None) | Q(deleted_at__gt=at)
    return await Entry.filter(kept, consent_id__in=consent_ids).count()
