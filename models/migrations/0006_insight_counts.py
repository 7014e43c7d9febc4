"""How many posts each family shows, counted by the database whatever writes the posts.

The trigger is deferred to the commit and holds an advisory lock of the family, as the timeline's
counters do, so that neither an order of writing nor a racer loses a count.
"""

from tortoise import migrations
from tortoise.migrations.operations import RunSQL

COUNTING = [
    """
create unique index shown_counts_place on shown_counts (family_id, consent_id, topic_id)
nulls not distinct
""",
    """
create function shows_everybody(p posts) returns boolean language sql immutable parallel safe
return p.state = 'approved' and p.audience = 40 and p.consent_id is not null
    and p.deleted_at is null and p.hidden_at is null
""",
    """
create function hold_shown_counts(family uuid) returns void language sql
begin atomic
    select pg_advisory_xact_lock(hashtext('shown_counts'), uuid_hash(family));
end
""",
    """
create function add_to_shown(p posts, many int) returns void language plpgsql as $$
begin
    if not shows_everybody(p) then
        return;
    end if;
    perform hold_shown_counts(p.family_id);
    if many > 0 then
        insert into shown_counts as c (id, created_at, family_id, consent_id, topic_id, posts)
        values (gen_random_uuid(), now(), p.family_id, p.consent_id, p.topic_id, 1)
        on conflict (family_id, consent_id, topic_id) do update set posts = c.posts + 1;
        return;
    end if;
    update shown_counts c set posts = c.posts - 1
    where c.family_id = p.family_id and c.consent_id = p.consent_id
        and c.topic_id is not distinct from p.topic_id;
    delete from shown_counts c
    where c.family_id = p.family_id and c.consent_id = p.consent_id
        and c.topic_id is not distinct from p.topic_id and c.posts = 0;
end $$
""",
    """
create function count_shown() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform add_to_shown(old, -1);
    end if;
    if tg_op <> 'DELETE' then
        perform add_to_shown(new, 1);
    end if;
    return null;
end $$
""",
    "lock table posts in share row exclusive mode",
    """
insert into shown_counts (id, created_at, family_id, consent_id, topic_id, posts)
select gen_random_uuid(), now(), p.family_id, p.consent_id, p.topic_id, count(*)
from posts p where shows_everybody(p)
group by p.family_id, p.consent_id, p.topic_id
""",
    """
create constraint trigger counted_as_shown after insert or delete on posts
deferrable initially deferred for each row execute function count_shown()
""",
    """
create constraint trigger moved_as_shown after update on posts
deferrable initially deferred for each row
when ((old.family_id, old.consent_id, old.topic_id, shows_everybody(old))
    is distinct from (new.family_id, new.consent_id, new.topic_id, shows_everybody(new)))
execute function count_shown()
""",
]

UNCOUNTING = [
    "drop trigger moved_as_shown on posts",
    "drop trigger counted_as_shown on posts",
    "drop index shown_counts_place",
    "drop function count_shown",
    "drop function add_to_shown",
    "drop function hold_shown_counts",
    "drop function shows_everybody",
    "delete from shown_counts",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0005_sharing_in_the_database")]

    initial = False

    operations = [RunSQL(COUNTING, UNCOUNTING)]
