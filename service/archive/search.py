"""Search: finding entries by the words of titles, places, stories and persons, in Chinese.

The latest entries are looked through as they are: a word that many of them have fills the page at
once. A word that they lack is looked up in indexes of characters and pairs of characters, where
rare words are found quickly. See docs/decisions/0018-search-by-bigrams.md.
"""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta
from tortoise.queryset import QuerySet

from models.archive.growth import Entry
from service.archive.timeline import Place, Scope, behind, entries, whole
from service.foundation.errors import Invalid
from service.foundation.plans import Row, planned, statement_of
from service.trust import access

PAGE = 20
_READ = ("id", "sort_day", "family_id", "title", "place", "story")
_PARTS = ("folded", "grams", "persons", "told")
NEAR, BATCH = 1000, 200
"""So many of the latest entries are looked through, and of those that an index finds at a time."""
Asked = Annotated[str, Meta(min_length=1, max_length=30, description="Words; blanks part them.")]


@dataclass(frozen=True)
class Word:
    """One word of what was asked, and where else than in an entry it is found.

    `grams` are its characters and pairs as the indexes have them; `persons` are called so, and
    `told` are the entries of which a relative's story says it.
    """

    folded: str
    grams: list[int]
    persons: list[UUID]
    told: list[UUID]


async def find(scope: Scope, asked: str, *, after: Place | None = None) -> list[Entry]:
    """A page of the entries that have all these words, latest day first.

    Upper and lower case, full and half width are the same. A word is found in the title, the
    place, the story, the names and relations of the persons told of, and in relatives' stories, as
    far as the viewer reads all this. Returns at most PAGE + 1 entries: the last one only says that
    there is more.
    """
    words = await _words(scope, asked)
    found = await _near(scope, words, after)
    if len(found) <= PAGE:
        found = await _far(scope, words, after)
    return await whole(scope, found)


CALLED = """array(select p.id from persons p
    where p.family_id = ${family} and p.removed_at is null
    and position(word in search_fold(p.name || E'\\n' || p.relation)) > 0)"""
"""Who of the family is called by a `word`."""
ASKED = """(
    select distinct word from string_to_table(search_words(${asked}), ' ') word where word <> ''
) asked"""
"""Each `word` of what was asked."""
_WORDS = f"""
select word, search_grams(${{family}}, word), {CALLED},
    array(select s.entry_id from ({{stories}}) s
        where search_grams(s.family_id, s.words) @> search_grams(${{family}}, word)
        and position(word in search_fold(s.words)) > 0)
from {ASKED}
"""  # noqa: S608  our own words


async def _words(scope: Scope, asked: str) -> list[Word]:
    told = access.stories_visible_to(scope.viewer).filter(family_id=scope.family_id)
    sql, values = statement_of(told.values("family_id", "entry_id", "words"))
    number = len(values)
    finding = _WORDS.format(stories=sql, family=number + 1, asked=number + 2)
    return [Word(*row) for row in await told_of(finding, *values, scope.family_id, asked)]


async def told_of(finding: str, *values: Any) -> list[Row]:
    """What a statement tells of each of the words ASKED; Invalid where there are none."""
    found = await planned(finding, *values)
    if not found:
        raise Invalid.field("q", "search.no_words", "换个词试试，一个字也可以")
    return found


_SAID = "{0}.title || E'\\n' || {0}.place || E'\\n' || {0}.story"
"""As the index has it."""
_SAYS = f"""
(position(${{folded}} in search_fold({_SAID.format("e")})) > 0
    or e.id = any(${{told}}::uuid[])
    or exists (select 1 from entry_persons x
        where x.entry_id = e.id and x.person_id = any(${{persons}}::uuid[])))
"""  # noqa: S608  our own words
# Only an index may answer what has the grams: cutting a text up takes longer than reading it.
_HAS = f"search_grams({{0}}.family_id, {_SAID}) @> ${{{{grams}}}}::bigint[]"
_MAY_SAY = f"""
(select w.id from entries w where {_HAS.format("w")}
union all select unnest(${{told}}::uuid[])
union all select x.entry_id from entry_persons x where x.person_id = any(${{persons}}::uuid[]))
"""  # noqa: S608
_NEAR = """
select e.id from (select * from ({entries}) all_of_them
    order by sort_day desc, id desc limit {near}) e
where {says} order by e.sort_day desc, e.id desc limit {most}
"""
_FAR = """
with far as materialized (
    select e.* from ({entries}) e where {may_say}
    order by e.sort_day desc, e.id desc limit {batch}
)
select id, sort_day, {says} from far e order by sort_day desc, id desc
"""


async def _near(scope: Scope, words: list[Word], after: Place | None) -> list[UUID]:
    """The latest that have the words among the NEAR behind a place, as soon as they fill a page."""
    return [row[0] for row in await _run(_NEAR, words, behind(entries(scope), after))]


async def _far(scope: Scope, words: list[Word], after: Place | None) -> list[UUID]:
    """The latest behind a place that the indexes say may have the words, as far as they do."""
    found: list[UUID] = []
    while len(found) <= PAGE:
        rows = await _run(_FAR, words, behind(entries(scope), after))
        found += [row[0] for row in rows if row[2]]
        if len(rows) < BATCH:
            break
        after = rows[-1][1], rows[-1][0]
    return found[: PAGE + 1]


async def _run(statement: str, words: list[Word], among: QuerySet[Entry]) -> list[Row]:
    """One of the two statements over `among`, for entries that have every one of the words."""
    sql, values = statement_of(among.values(*_READ))
    used = [name for name in _PARTS if statement is _FAR or name != "grams"]
    places = []
    for word in words:
        places.append({name: len(values) + number for number, name in enumerate(used, 1)})
        values += [getattr(word, name) for name in used]
    complete = statement.format(
        entries=sql,
        says=" and ".join(_SAYS.format(**place) for place in places),
        may_say=_may_say(words, places) if statement is _FAR else "",
        near=NEAR,
        batch=BATCH,
        most=PAGE + 1,
    )
    return await planned(complete, *values)


def _may_say(words: list[Word], places: list[dict[str, int]]) -> str:
    """What an index answers: that of the entries alone where nothing else has the words."""
    if any(word.told or word.persons for word in words):
        return f"e.id in ({' intersect '.join(_MAY_SAY.format(**place) for place in places)})"
    return " and ".join(_HAS.format("e").format(**place) for place in places)
