"""Cards: what a page shows of posts, read by one statement as things stand at this moment.

Nothing of a card is kept: who wrote a name, an edit or a photo into the trash has no card to mend,
and what was taken back is gone from the next page on. What a campaign reads over and over is kept
for half a second by the page (see handlers/sharing/feed.py), and by nobody else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from models.archive.growth import Audience
from models.archive.photos import Medium
from models.sharing.posts import PostState
from service.foundation import clock
from service.foundation.database import query
from service.people import students


class Picture(msgspec.Struct, frozen=True):
    """A picture, or a film with its poster: object keys, to be signed when they are shown."""

    master_key: str
    clean_key: str
    medium: Medium
    width: int
    height: int
    colour: str


@dataclass(frozen=True)
class Card:
    """A post without accounts, full names, school, place or EXIF (未成年人网络保护条例 §35).

    `family_id` and `author_id` are for the viewer's own bits and never leave the service. `moment`
    is the one by which the asked page is ordered.
    """

    id: UUID
    family_id: UUID
    author_id: UUID
    state: PostState
    reason: str
    audience: Audience
    words: str
    family: str
    child: str
    age: str
    topic_id: UUID | None
    topic: str
    shown_at: datetime | None
    featured: bool
    moment: datetime
    pictures: list[Picture]


_PICTURES = """
select json_agg(json_build_object(
    'master_key', photo.master_key, 'clean_key', photo.clean_key, 'medium', photo.medium,
    'width', photo.width, 'height', photo.height, 'colour', photo.colour
) order by place.position) as shown
from post_photos place join photos photo on photo.id = place.photo_id
where place.post_id = p.id and not place.waits and photo.deleted_at is null
"""

_CARDS = f"""
select p.id, p.family_id, p.author_id, p.state, p.reason, p.audience, p.words, p.shown_at,
    p.featured_at is not null as featured, p.{{moment}} as moment,
    family.name as family, child.nickname as child, child.birth_date,
    topic.id as topic_id, topic.title as topic, pictures.shown as pictures
from {{found}}
join families family on family.id = p.family_id
left join students child on child.id = p.student_id
left join topics topic on topic.id = p.topic_id
{{pictured}} join lateral ({_PICTURES}) pictures on pictures.shown is not null
order by p.{{moment}} desc, p.id desc limit {{most}}
"""  # noqa: S608  our own words


def statement(found: str, *, moment: str, most: int, dark: bool = False) -> str:
    """A page of cards, latest first, as one statement; `found` says which posts `p` there are.

    A post without a picture left is in it only where `dark` ones are.
    """
    pictured = "left" if dark else ""
    return _CARDS.format(found=found, moment=moment, most=most, pictured=pictured)


async def of(sql: str, *values: Any) -> list[Card]:
    """The cards of such a statement."""
    return [_card(row) for row in await query(sql, *values)]


def _card(row: dict[str, Any]) -> Card:
    child, born = row["child"] or "", row.pop("birth_date")
    pictures = msgspec.json.decode(row["pictures"] or "[]", type=list[Picture])
    told = row | {
        "state": PostState(row["state"]),
        "audience": Audience(row["audience"]),
        "child": child,
        "age": students.age_band(born, clock.today()) if born else "",
        "topic": row["topic"] or "",
        "pictures": pictures,
    }
    return Card(**told)
