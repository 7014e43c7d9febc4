"""Tallies: likes and comments of each post, counted by the database as they are written.

Its triggers write each change beside the rows that it is about, so that a rollback takes both; what
a post has is its tally and the changes since. Rolling up moves changes into tallies in one
statement: whoever counts sees the one or the other, never both and never neither.
"""

from service.foundation import jobs
from service.foundation.database import query

_ROLL_UP = """
with moved as (
    delete from tally_changes returning post_id, likes, comments
), summed as (
    select post_id, sum(likes) as likes, sum(comments) as comments
    from moved group by post_id order by post_id
)
insert into tallies (id, created_at, post_id, likes, comments)
select gen_random_uuid(), now(), s.post_id, s.likes, s.comments
from summed s where exists (select from posts p where p.id = s.post_id)
on conflict (post_id) do update
set likes = tallies.likes + excluded.likes, comments = tallies.comments + excluded.comments
"""


@jobs.job("tallies.roll_up", cron="* * * * * */5")
async def roll_up() -> None:
    """Move what has changed into the tallies."""
    await query(_ROLL_UP)
