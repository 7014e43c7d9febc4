"""The reckoning: what was acknowledged against the rows, the objects and what strangers saw."""

from datetime import datetime
from hashlib import sha256

from service.archive.archival_numbers import parse
from tests.faults.installation import Installation, within
from tests.faults.ledger import Ledger
from tests.faults.lives import RISKY, UNKNOWN
from tests.world import Person

HEALED_WITHIN = 120
KEPT = {
    "photo": "select id, sha256 as says from photos where family_id = any($1)",
    "entry": "select id, title as says from entries where family_id = any($1)",
    "comment": (
        "select c.id, c.words as says from entry_comments c join entries e on e.id = c.entry_id"
        " where e.family_id = any($1)"
    ),
    "filed": "select id, title as says from filed_items where family_id = any($1)",
    "post": "select id, words as says from posts where family_id = any($1)",
    "withdrawn": (
        "select id, '' as says from posts where family_id = any($1) and deleted_at is not null"
    ),
}
"""What there is of each kind, of some families: all of it, so that a double shows, too."""
AUDITED = {
    "photo": ("photo.stored", "photo.ready"),
    "entry": ("entry.recorded",),
    "post": ("post.published",),
}
TIMES = """
select subject_id, count(*) as times from audit_records
where action = $1 and subject_id = any($2) group by subject_id
"""
LIKES = "select post_id, account_id from likes where post_id = any($1) and account_id = any($2)"


async def comes_out_even(
    home: Installation, ledger: Ledger, persons: list[Person], seen: dict[str, datetime]
) -> None:
    """Once all has healed: everything acknowledged is there once, says the same, seen in time."""
    families = [person.family for person in persons]
    await within(HEALED_WITHIN, home.is_whole)
    await within(HEALED_WITHIN, lambda: nothing_unread(home, families))
    for kind, sql in KEPT.items():
        kept = [(str(row["id"]), row["says"]) for row in await home.rows(sql, families)]
        assert sorted(kept) == sorted(ledger.says(kind).items()), kind
    for kind, actions in AUDITED.items():
        for action in actions:
            rows = await home.rows(TIMES, action, [*ledger.says(kind)])
            told = {str(row["subject_id"]): row["times"] for row in rows}
            assert told == dict.fromkeys(ledger.says(kind), 1), action
    await _likes_are_exact(home, ledger)
    await _numbers_are_whole(home, families)
    await _objects_are_the_same(home, ledger, persons)
    await _was_seen_only_when_approved(home, seen)
    assert not await home.count("uploads where family_id = any($1) and state = 'issued'", families)


async def nothing_unread(home: Installation, families: list[str]) -> bool:
    unread = "photos where state = 'stored' and family_id = any($1)"
    return not await home.count(unread, families)


async def _likes_are_exact(home: Installation, ledger: Ledger) -> None:
    """Those of the people of this ledger: the feed also shows what earlier stories left there."""
    told = ledger.says("like")
    posts, people = ({pair.split()[column] for pair in told} for column in (0, 1))
    rows = await home.rows(LIKES, posts, people)
    kept = {f"{row['post_id']} {row['account_id']}" for row in rows}
    assert len(kept) == len(rows) and kept <= told.keys()
    wrong = [
        pair for pair, says in told.items() if says != UNKNOWN and (pair in kept) != bool(says)
    ]
    assert not wrong, [(pair, told[pair]) for pair in wrong]


async def _numbers_are_whole(home: Installation, families: list[str]) -> None:
    """No two filed things of a family have one number, and none is left out."""
    for family in families:
        rows = await home.rows("select number from filed_items where family_id = $1", family)
        serials = sorted(parse(row["number"]).serial for row in rows)
        assert serials == list(range(1, len(rows) + 1))


async def _objects_are_the_same(home: Installation, ledger: Ledger, persons: list[Person]) -> None:
    """Each original as its family downloads it."""
    owner = {person.family: person for person in persons}
    rows = await home.rows("select id, family_id from photos where family_id = any($1)", [*owner])
    digests = ledger.says("photo")
    for row in rows:
        shown = await owner[str(row["family_id"])].phone.get(f"/photos/{row['id']}")
        content = (await home.http.get(shown["original"])).raise_for_status().content
        assert sha256(content).hexdigest() == digests[str(row["id"])]


async def _was_seen_only_when_approved(home: Installation, seen: dict[str, datetime]) -> None:
    sql = "select id, state, words, shown_at from posts where id = any($1)"
    for row in await home.rows(sql, [*seen]):
        assert row["state"] in {"approved", "withdrawn"}
        assert row["words"] != RISKY
        assert row["shown_at"] <= seen[str(row["id"])]
