"""The timeline in the database: its counters, and the indexes of its search.

Counters. A trigger keeps `timeline_months` right whatever writes the entries, statements by hand
included. It is deferred to the commit, so that a family's counters are locked for no longer than
the commit takes, and an advisory lock of the family goes first: two transactions that write the
same months in another order neither wait in a circle nor lose a count. Taking away never makes a
row, and a row at nothing goes: an erased child leaves none.

Search. `search_grams` gives every character and every two neighbouring ones of a text, hashed
together with the family: see docs/decisions/0018-search-by-bigrams.md. Its rows are in an index, so
it never changes: another way of cutting needs functions of other names and an index of its own.
"""

from tortoise import migrations
from tortoise.migrations.operations import RunSQL

COUNTING = [
    # `told` is what the whole family reads, `kept` what only guardians do, null neither.
    """
create function timeline_column(e entries) returns text language sql immutable parallel safe
return case
    when e.unfinished or e.deleted_at is not null or e.standing <> 'passed' then null
    when e.draft or e.audience < 20 then 'kept'
    else 'told'
end
""",
    # the last day that Python knows is stored as infinity
    """
create function timeline_month(day date) returns date language sql immutable parallel safe
return case
    when isfinite(day) then make_date(extract(year from day)::int, extract(month from day)::int, 1)
    else date '9999-12-01'
end
""",
    """
create function hold_timeline(family uuid) returns void language sql
begin atomic
    select pg_advisory_xact_lock(hashtext('timeline_months'), uuid_hash(family));
end
""",
    """
create function add_to_timeline(e entries, many int) returns void language plpgsql as $$
declare
    held text := timeline_column(e);
begin
    if held is null then
        return;
    end if;
    perform hold_timeline(e.family_id);
    if many > 0 then
        insert into timeline_months as t
            (id, created_at, family_id, student_id, month, told, kept)
        values (gen_random_uuid(), now(), e.family_id, e.student_id, timeline_month(e.sort_day),
            (held = 'told')::int, (held = 'kept')::int)
        on conflict (family_id, month, student_id)
        do update set told = t.told + excluded.told, kept = t.kept + excluded.kept;
        return;
    end if;
    update timeline_months t
    set told = t.told - (held = 'told')::int, kept = t.kept - (held = 'kept')::int
    where t.family_id = e.family_id and t.month = timeline_month(e.sort_day)
        and t.student_id is not distinct from e.student_id;
    delete from timeline_months t
    where t.family_id = e.family_id and t.month = timeline_month(e.sort_day)
        and t.student_id is not distinct from e.student_id and t.told = 0 and t.kept = 0;
end $$
""",
    """
create function count_in_timeline() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform add_to_timeline(old, -1);
    end if;
    if tg_op <> 'DELETE' then
        perform add_to_timeline(new, 1);
    end if;
    return null;
end $$
""",
    """
create unique index timeline_months_place on timeline_months (family_id, month, student_id)
nulls not distinct
""",
    # so that a month never goes and comes back between a count and its trigger
    "lock table entries in share row exclusive mode",
    """
insert into timeline_months (id, created_at, family_id, student_id, month, told, kept)
select gen_random_uuid(), now(), e.family_id, e.student_id, timeline_month(e.sort_day),
    count(*) filter (where timeline_column(e) = 'told'),
    count(*) filter (where timeline_column(e) = 'kept')
from entries e where timeline_column(e) is not null
group by e.family_id, e.student_id, timeline_month(e.sort_day)
""",
    """
create constraint trigger counted_in_timeline after insert or delete on entries
deferrable initially deferred for each row execute function count_in_timeline()
""",
    """
create constraint trigger moved_in_timeline after update on entries
deferrable initially deferred for each row
when ((old.family_id, old.student_id, old.sort_day, timeline_column(old))
    is distinct from (new.family_id, new.student_id, new.sort_day, timeline_column(new)))
execute function count_in_timeline()
""",
    # what a viewer has beyond the counters: one's own that the family does not read
    """
create index entries_own on entries (author_id, family_id, standing) include (student_id, sort_day)
where deleted_at is null and not unfinished
    and (standing <> 'passed' or draft or audience < 20)
""",
]

UNCOUNTING = [
    "drop index entries_own",
    "drop trigger moved_in_timeline on entries",
    "drop trigger counted_in_timeline on entries",
    "drop index timeline_months_place",
    "drop function count_in_timeline",
    "drop function add_to_timeline",
    "drop function hold_timeline",
    "drop function timeline_month",
    "drop function timeline_column",
    "delete from timeline_months",
]


SEARCHING = [
    # Equal however it was typed. NFKC takes most of the time, so it is for texts that it changes in
    # more than their punctuation: full-width letters and digits, composed and squared characters.
    r"""
create function search_fold(words text) returns text language sql immutable parallel safe
return lower(case
    when words ~ '[\u0300-\u036f\u2460-\u24ff\u3300-\u33ff\uf900-\ufaff]'
        or words ~ '[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f]'
    then normalize(words, nfkc)
    else words
end)
""",
    # Blanks and punctuation become blanks, one for one: nobody searches for them.
    r"""
create function search_words(words text) returns text language sql immutable parallel safe
return translate(
    search_fold(words),
    E'\t\n\r\u3000\u00a0,.!?;:()[]"''，。！？；：、…·（）《》〈〉「」『』【】“”‘’—～~',
    repeat(' ', 60)
)
""",
    """
create function search_grams(family uuid, words text) returns bigint[]
language sql immutable parallel safe cost 5000
begin atomic
    select coalesce(array_agg(distinct hashtextextended(gram, uuid_hash_extended(family, 0))), '{}')
    from (
        select unnest(case when next <> ' ' then array[one, one || next] else array[one] end) as gram
        from (
            select one, lead(one) over (order by place) as next
            from string_to_table(search_words(words), null) with ordinality as cut (one, place)
        ) pairs
        where one <> ' '
    ) grams;
end
""",
    r"""
create index entries_words on entries
using gin (search_grams(family_id, title || E'\n' || place || E'\n' || story))
with (gin_pending_list_limit = 512)
""",
    "create index stories_words on stories using gin (search_grams(family_id, words))"
    " with (gin_pending_list_limit = 512)",
    # The planner is to take these indexes for rare words; it need not know which words are.
    "alter index entries_words alter column 1 set statistics 0",
    "alter index stories_words alter column 1 set statistics 0",
]

UNSEARCHING = [
    "drop index stories_words",
    "drop index entries_words",
    "drop function search_grams",
    "drop function search_words",
    "drop function search_fold",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0002_growth")]

    initial = False

    operations = [RunSQL(COUNTING, UNCOUNTING), RunSQL(SEARCHING, UNSEARCHING)]
