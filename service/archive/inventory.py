"""Inventory: which objects there have to be by the rows, and what the rows know of any other.

Keys are compared as bytes, the order in which Kodo lists them, whatever the database's own is.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from itertools import takewhile
from uuid import UUID

import asyncpg

from service.foundation.database import query

LAST = "\U0010ffff"
"""Comes after every key."""
COPIES = ("c/", "k/", "m/")
"""What keys of copies begin with; a photo's id follows."""
BOOKLETS = "booklets/"
"""What keys of printed booklets begin with; the family's id and the booklet's own follow."""
DONATIONS = "donations/"
"""What keys of an archive's copies begin with; the donation's id and the item's follow."""
EXPORTS = "exports/"
"""What keys of exports begin with; the family's id and the export's own follow."""
ALBUMS = "printed-albums/"
"""What keys of printed albums begin with; the family's id and the album's own follow."""
POSTERS = "posters/"
"""What keys of posters begin with; the poster's id follows."""

_DUE = """
select * from ({rows}) as due where key collate "C" > $1 and key collate "C" <= $2
"""
_ORIGINALS = "select key, id as photo_id, etag, bytes from photos where "
_COPIES = """
select {0}_key as key, id as photo_id, coalesce(copies ->> {0}_key, '') as etag, 0 as bytes
from photos where id between $3 and $4 and {0}_key <> ''
"""
_ROWS = {
    "a/": f"{_ORIGINALS} family_id is null and uploader_id between $3 and $4",
    BOOKLETS: """
        select pdf_key as key, null::uuid as photo_id, '' as etag, pdf_bytes as bytes
        from booklets where family_id between $3 and $4 and pdf_key <> ''
    """,
    "c/": _COPIES.format("clean"),
    DONATIONS: """
        select copy ->> 'key' as key, null::uuid as photo_id, copy ->> 'etag' as etag,
            (copy ->> 'bytes')::bigint as bytes
        from donated_items, jsonb_array_elements(copies) copy where donation_id between $3 and $4
    """,
    EXPORTS: """
        select key, null::uuid as photo_id, '' as etag, bytes
        from exports where family_id between $3 and $4 and key <> '' and state = 'ready'
    """,
    "k/": _COPIES.format("check"),
    "m/": _COPIES.format("master"),
    "o/": f"{_ORIGINALS} family_id between $3 and $4",
    ALBUMS: """
        select pdf_key as key, null::uuid as photo_id, '' as etag, pdf_bytes as bytes
        from printed_albums where family_id between $3 and $4 and pdf_key <> ''
    """,
    POSTERS: """
        select key, null::uuid as photo_id, etag, bytes
        from posters where id between $3 and $4 and key <> ''
    """,
}
"""The rows behind the keys of one prefix, narrowed by the ids that come first in these keys."""

_HASHED = """
select due.key, due.photo_id, due.etag, due.bytes, coalesce(p.sha256, '') as sha256
from ({due}) as due left join photos p on p.id = due.photo_id and p.key = due.key
"""
_STRAYS = """
select stray.key, ticket.id as upload_id, source.id as photo_id
from unnest($1::text[], $2::uuid[]) as stray (key, photo_id)
left join uploads ticket on ticket.key = stray.key
left join photos source on source.id = stray.photo_id
where not exists (select 1 from photos p where p.upload_id = ticket.id)
    and (source.id is null or source.state <> 'stored'
        and stray.key not in (source.master_key, source.clean_key, source.check_key))
    and not exists (select 1 from doomed_objects d where d.key = stray.key)
"""
_OWNERS = """
select id from {0} where id in (
    select {1} from photos where id = any($1::uuid[])
    union select {2} from uploads where key = any($2::text[])
    union select {3} from booklets where pdf_key = any($2::text[])
    union select {4} from exports where key = any($2::text[])
    union select {4} from printed_albums where pdf_key = any($2::text[])
    union select {5} from donations where id::text = any(
        select split_part(key, '/', 2) from unnest($2::text[]) key
        where starts_with(key, 'donations/'))
    union select {6} from posters d join share_links l on l.id = d.link_id
        join posts p on p.id = l.post_id where d.key = any($2::text[]))
order by id for key share
"""


@dataclass(frozen=True)
class Span:
    """The keys after one, up to another and with it."""

    after: str = ""
    to: str = LAST


@dataclass(frozen=True)
class Due:
    """An object that has to be there, as far as its row knows it: a copy's size is not kept.

    A booklet, an album, an export and a poster are of no photo; only a poster's etag is kept.
    """

    key: str
    photo_id: UUID | None
    etag: str
    bytes: int

    def is_like(self, etag: str, size: int) -> bool:
        """Whether an object with these facts can be the one."""
        return self.etag in {"", etag} and self.bytes in {0, size}


@dataclass(frozen=True)
class Stray:
    """A key that no row asks for, with the ticket and the photo that it names, if there are."""

    key: str
    upload_id: UUID | None
    photo_id: UUID | None


async def due(span: Span) -> dict[str, Due]:
    """Every object that the rows ask for, by its key."""
    found = {}
    for prefix, rows in _ROWS.items():
        if ids := ids_within(prefix, span):
            for row in await query(_DUE.format(rows=rows), span.after, span.to, *ids):
                found[row["key"]] = Due(**row)
    return found


async def everything(connection: asyncpg.Connection) -> AsyncIterator[tuple[Due, str]]:
    """Every object that the rows ask for, as the transaction of this connection sees them, with its
    SHA-256 where that was recorded. Exports are left out: they are packed of the others.
    """
    whole = "", LAST, UUID(int=0), UUID(int=(1 << 128) - 1)
    for prefix, rows in _ROWS.items():
        if prefix != EXPORTS:
            sql = _HASHED.format(due=_DUE.format(rows=rows))
            async for row in connection.cursor(sql, *whole, prefetch=1000):
                yield Due(row["key"], row["photo_id"], row["etag"], row["bytes"]), row["sha256"]


def ids_within(prefix: str, span: Span) -> tuple[UUID, UUID] | None:
    """The least and the greatest id that may follow a prefix in a span: maybe a few too many."""
    if span.to < prefix or span.after >= prefix + LAST:
        return None
    low = span.after.removeprefix(prefix) if span.after.startswith(prefix) else ""
    high = span.to.removeprefix(prefix) if span.to.startswith(prefix) else ""
    return UUID(_completed(low, "0")), UUID(_completed(high, "f"))


def _completed(start: str, filler: str) -> str:
    """As much of a text as an id may begin with, filled up to a whole one."""
    form = "-".join(filler * length for length in (8, 4, 4, 4, 12))
    fitting = takewhile(
        lambda pair: pair[0] == "-" if pair[1] == "-" else pair[0] in "0123456789abcdef",
        zip(start, form, strict=False),
    )
    kept = "".join(given for given, _ in fitting)
    return kept + form[len(kept) :]


async def strays(keys: Iterable[str]) -> list[Stray]:
    """Those of the keys that nothing accounts for, whether with a photo, by a reading that is still
    to come, or as what an erasure is removing.
    """
    asked = sorted(keys)
    if not asked:
        return []
    rows = await query(_STRAYS, asked, [_photo_named_by(key) for key in asked])
    return [Stray(**row) for row in rows]


def _photo_named_by(key: str) -> UUID | None:
    if not key.startswith(COPIES):
        return None
    try:
        return UUID(key[2:38])
    except ValueError:
        return None


async def hold_owners(photo_ids: Iterable[UUID], keys: Iterable[str]) -> None:
    """Keep the owners of these photos, and of the tickets with these keys, from being erased before
    the caller's transaction ends: what it writes about them is found by their erasure.
    """
    asked = [*photo_ids], [*keys]
    await query(_OWNERS.format("families", *["family_id"] * 5, "p.family_id"), *asked)
    makers = "uploader_id", "account_id", "maker_id", "account_id", "donor_id", "d.asked_by_id"
    await query(_OWNERS.format("accounts", *makers), *asked)


async def size() -> int:
    """How many objects there have to be."""
    counted = (
        "select count(*) + count(nullif(master_key, '')) + count(nullif(clean_key, ''))"
        " + count(nullif(check_key, '')) + (select count(nullif(pdf_key, '')) from booklets)"
        " + (select count(nullif(pdf_key, '')) from printed_albums)"
        " + (select count(nullif(key, '')) from posters)"
        " + (select count(*) from exports where state = 'ready')"
        " + (select coalesce(sum(jsonb_array_length(copies)), 0)::bigint from donated_items)"
        " as count from photos"
    )
    return (await query(counted))[0]["count"]
