"""What the tables of sharing need of the database itself: one open look at a time, the
orders of the feed, and counts that are written with what they count."""

from tortoise import migrations
from tortoise.migrations.operations import RunSQL

# those that were decided before a decision could be taken back took effect at once
SETTLED_LOOKS = """
update reviews set effective_at = decided_at, carried_out_at = decided_at
where decided_at is not null
"""

OPEN_LOOKS = """
create unique index reviews_open on reviews (subject, subject_id) where carried_out_at is null
"""

# what waits for the moderators, as they take it: urgent first, then the oldest
QUEUE = "create index reviews_waiting on reviews ((not urgent), id) where decided_at is null"

# what thousands ask for, latest first: those that may be seen at all, and nothing else
FEED = """
create index posts_shown on posts (shown_at desc, id desc)
where state = 'approved' and audience = 40 and hidden_at is null and deleted_at is null;
create index posts_featured on posts (featured_at desc, id desc) where featured_at is not null;
create index posts_of_family on posts (family_id, shown_at desc, id desc)
where state = 'approved' and audience = 40 and hidden_at is null and deleted_at is null;
create index posts_of_author on posts (author_id, id);
create index households_here on households (region_id, family_id) where until is null
"""
NO_FEED = """
drop index posts_shown, posts_featured, posts_of_family, posts_of_author, households_here
"""

# a change is written beside its likes or comments, so that a rollback takes both
TALLIES = """
create function count_likes() returns trigger language plpgsql as $$
begin
    insert into tally_changes (id, created_at, post_id, likes, comments)
    select gen_random_uuid(), now(), post_id,
        case tg_op when 'INSERT' then count(*) else -count(*) end, 0
    from changed group by post_id;
    return null;
end $$;
create trigger likes_made after insert on likes
referencing new table as changed for each statement execute function count_likes();
create trigger likes_gone after delete on likes
referencing old table as changed for each statement execute function count_likes();

create function count_comments() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        insert into tally_changes (id, created_at, post_id, likes, comments)
        select gen_random_uuid(), now(), post_id, 0, sum(step) from (
            select post_id, 1 as step from changed
            where standing = 'passed' and deleted_at is null
            union all
            select post_id, -1 from was where standing = 'passed' and deleted_at is null
        ) steps group by post_id having sum(step) <> 0;
    else
        insert into tally_changes (id, created_at, post_id, likes, comments)
        select gen_random_uuid(), now(), post_id, 0,
            case tg_op when 'INSERT' then count(*) else -count(*) end
        from changed where standing = 'passed' and deleted_at is null group by post_id;
    end if;
    return null;
end $$;
create trigger post_comments_made after insert on post_comments
referencing new table as changed for each statement execute function count_comments();
create trigger post_comments_gone after delete on post_comments
referencing old table as changed for each statement execute function count_comments();
create trigger post_comments_changed after update on post_comments
referencing old table as was new table as changed
for each statement execute function count_comments();

create function forget_counts() returns trigger language plpgsql as $$
begin
    delete from tally_changes where post_id in (select id from gone);
    delete from tallies where post_id in (select id from gone);
    return null;
end $$;
create trigger posts_gone after delete on posts
referencing old table as gone for each statement execute function forget_counts();

insert into tally_changes (id, created_at, post_id, likes, comments)
select gen_random_uuid(), now(), post_id, count(*), 0 from likes group by post_id
"""
NO_TALLIES = """
drop trigger likes_made on likes;
drop trigger likes_gone on likes;
drop trigger post_comments_made on post_comments;
drop trigger post_comments_gone on post_comments;
drop trigger post_comments_changed on post_comments;
drop trigger posts_gone on posts;
drop function count_likes();
drop function forget_counts();
drop function count_comments()
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0004_sharing")]

    initial = False

    operations = [
        RunSQL(SETTLED_LOOKS, "select 1"),
        RunSQL(OPEN_LOOKS, "drop index reviews_open"),
        RunSQL(QUEUE, "drop index reviews_waiting"),
        RunSQL(FEED, NO_FEED),
        RunSQL(TALLIES, NO_TALLIES),
    ]
