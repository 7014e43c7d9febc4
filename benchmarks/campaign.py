"""A campaign: families that have shown very many posts, written straight into the tables by SQL."""

from dataclasses import dataclass
from uuid import UUID

import asyncpg

FAMILIES, PHOTOS, LIKED = 1000, 3, 20
_FILL = (
    # one parent of each family, with a child and a consent to show
    """
insert into accounts (id, created_at, openid, nickname)
select gen_random_uuid(), now(), 'campaign ' || n, '家长' || n from generate_series(1, {families}) n
""",
    """
insert into families (id, created_at, name)
select a.id, now(), '第' || substr(a.openid, 10) || '家' from accounts a
where a.openid like 'campaign %'
""",
    """
insert into consents (id, created_at, account_id, family_id, purpose, version, text_hash, capacity)
select f.id, now(), f.id, f.id, 'show', '1', '', 'guardian' from families f
join accounts a on a.id = f.id where a.openid like 'campaign %'
""",
    # the latest post is the newest by a second each
    """
insert into posts (id, created_at, family_id, author_id, consent_id, words, audience, state, reason,
    shown_at)
select gen_random_uuid(), now() - n * interval '1 second', f.id, f.id, f.id,
    '周末带孩子去海边捡贝壳，回来的路上一直在数路灯。第 ' || n || ' 条', 40, 'approved', '',
    now() - n * interval '1 second'
from generate_series(1, {posts}) n
join (select id, row_number() over (order by id) as place from families
    where id in (select id from accounts where openid like 'campaign %')) f
on f.place = 1 + n % {families}
""",
    """
insert into uploads (id, created_at, family_id, account_id, batch_id, key, name, medium, bytes,
    state, expires_at)
select gen_random_uuid(), now(), id, id, id, 'campaign/' || id || '/' || n, '', 'photo', 1,
    'completed', now()
from accounts, generate_series(1, {photos}) n where openid like 'campaign %'
""",
    """
insert into photos (id, created_at, upload_id, family_id, uploader_id, key, etag, bytes, medium,
    state, standing, refusal, media_type, sha256, sm3, width, height, seconds, colour, thumbhash,
    master_key, clean_key, check_key, copies, taken, taken_from, caption, place, words_standing)
select id, now(), id, family_id, account_id, key, '', 1, 'photo', 'ready', 'passed', '',
    'image/jpeg', '', '', 1440, 1080, 0, '#8a9a5b', '', 'm/' || key, '', '', '{{}}', '', '', '', '',
    'passed'
from uploads where key like 'campaign/%'
""",
    """
insert into post_photos (id, created_at, post_id, photo_id, position)
select gen_random_uuid(), now(), p.id, ph.id, row_number() over (partition by p.id order by ph.id)
from posts p join photos ph on ph.family_id = p.family_id
join accounts a on a.id = p.family_id where a.openid like 'campaign %'
""",
    # a viewer who likes a lot
    """
insert into likes (id, created_at, post_id, account_id)
select gen_random_uuid(), now(), p.id, a.id from posts p
cross join lateral (select id from accounts where openid = 'campaign 1') a
order by p.shown_at desc limit least({posts} / 2, 200000)
""",
)


@dataclass(frozen=True)
class Campaign:
    """What was written; `viewer` is the account that has liked half of it."""

    posts: int
    viewer: UUID


async def grow(owner: asyncpg.Connection, posts: int) -> Campaign:
    """So many public posts of a thousand families, three photos each."""
    await owner.execute("set session_replication_role = replica")  # no counter, no key is checked
    for statement in _FILL:
        await owner.execute(
            statement.format(families=FAMILIES, posts=posts, photos=PHOTOS), timeout=1800
        )
    await owner.execute("set session_replication_role = origin")
    await owner.execute("vacuum analyze", timeout=1800)
    viewer = await owner.fetchrow("select id from accounts where openid = 'campaign 1'")
    assert viewer
    return Campaign(posts, viewer["id"])
