"""Pictured children: what is shown of a family and tells of a child beside its own.

See `archive.pictured`. A show page takes the yes of those whom its records name, too.
"""

from uuid import UUID

from models.archive.growth import Audience
from models.trust.consents import Purpose
from service.archive.pictured import ENDED, lives
from service.foundation import clock
from service.foundation.database import query

_ON = """
exists (select from post_photos place join photo_persons said on said.photo_id = place.photo_id
    where place.post_id = p.id and said.person_id = g.person_id)
"""
_PURPOSE = f"case when p.audience = {Audience.PUBLIC.value} then 'show' else 'class' end"
_POSTS = f"""
update posts p set consent_id = g.id from ({ENDED}) g
where p.family_id = g.family_id and p.student_id is distinct from g.student_id
and p.audience >= {Audience.CLASS.value} and g.purpose = {_PURPOSE}
and {lives("p.consent_id")} and {_ON}
"""  # noqa: S608  our own words
_LINKS = f"""
update share_links l set consent_id = g.id from ({ENDED}) g, posts p
where p.id = l.post_id and p.family_id = g.family_id and g.purpose = 'show'
and p.student_id is distinct from g.student_id and {lives("l.consent_id")} and {_ON}
"""  # noqa: S608
_ITEMS = f"""
update show_items i set consent_id = g.id from ({ENDED}) g, entries e
where e.id = i.entry_id and e.family_id = g.family_id and g.purpose = 'show'
and e.student_id is distinct from g.student_id and {lives("i.consent_id")} and (
    exists (select from entry_persons told
        where told.entry_id = e.id and told.person_id = g.person_id)
    or exists (select from entry_photos place
        join photo_persons said on said.photo_id = place.photo_id
        where place.entry_id = e.id and said.person_id = g.person_id))
"""  # noqa: S608
_SEEN = f"""
select {_PURPOSE} as purpose, p.student_id from post_photos place
join posts p on p.id = place.post_id
where place.photo_id = $1 and p.audience >= {Audience.CLASS.value}
and p.state not in ('rejected', 'withdrawn') and {lives("p.consent_id")}
union
select 'show', p.student_id from post_photos place join posts p on p.id = place.post_id
join share_links l on l.post_id = p.id and l.revoked_at is null and l.expires_at > $2
where place.photo_id = $1 and {lives("l.consent_id")}
union
select 'show', e.student_id from entry_photos place join entries e on e.id = place.entry_id
join show_items i on i.entry_id = e.id join show_sections c on c.id = i.section_id
join show_pages s on s.id = c.page_id and s.deleted_at is null
where place.photo_id = $1 and {lives("i.consent_id")}
union
select 'show', f.student_id from filed_files place join filed_items f on f.id = place.item_id
join show_filed_items o on o.item_id = f.id join show_sections c on c.id = o.section_id
join show_pages s on s.id = c.page_id and s.deleted_at is null
where place.photo_id = $1
"""  # noqa: S608


async def end_on(consent_ids: list[UUID]) -> None:
    """Darken what shows a child beside its own when the grants end on which that stood."""
    for darken in (_POSTS, _LINKS, _ITEMS):
        await query(darken, consent_ids)


async def seen(photo_id: UUID) -> list[tuple[Purpose, UUID | None]]:
    """By what a photo is shown to others, or on its way: see `pictured.Seen`."""
    rows = await query(_SEEN, photo_id, clock.now())
    return [(Purpose(row["purpose"]), row["student_id"]) for row in rows]
