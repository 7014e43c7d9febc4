"""Filed search: finding items by what is said of them, their people, class and archival number.

All that a family has filed is read through: these are some thousand short texts at most, so that no
index is kept of them. See docs/decisions/0018-search-by-bigrams.md.
"""

from dataclasses import dataclass
from unicodedata import normalize
from uuid import UUID

from tortoise.queryset import QuerySet

from models.archive.filing import FiledItem
from service.archive import archival_numbers, search
from service.archive.class_schemes import CURRENT, scheme
from service.foundation.plans import planned, statement_of

_READ = ("id", "scheme", "class_code", "number", "title", "place", "words", "location")


@dataclass(frozen=True)
class Word:
    """One word of what was asked: who of the family is called so, and which classes are."""

    folded: str
    persons: list[UUID]
    classes: list[str]


async def among(
    items: QuerySet[FiledItem], family_id: UUID, asked: str, most: int
) -> QuerySet[FiledItem]:
    """The latest `most` of a family's items that have all these words.

    Upper and lower case, full and half width are the same. A word is found in the title, the place,
    where the thing lies, what is said of it, the names and relations of its people, its class, and
    its number, with its signs or without. A whole number finds its item alone. Raises Invalid where
    nothing is asked for.
    """
    number = _number(asked)
    if number:
        return items.filter(number=number)
    words = await _words(family_id, asked)
    return items.filter(id__in=await _having(items, words, most))


def _number(asked: str) -> str:
    """The archival number that this is, in the spelling that is kept; empty where it is none."""
    try:
        return str(archival_numbers.parse(normalize("NFKC", asked).strip().upper()))
    except ValueError:
        return ""


_WORDS = f"select word, {search.CALLED} from {search.ASKED}".format(family=1, asked=2)  # noqa: S608


async def _words(family_id: UUID, asked: str) -> list[Word]:
    rows = await search.told_of(_WORDS, family_id, asked)
    return [Word(word, persons, _classes(word)) for word, persons in rows]


def _classes(word: str) -> list[str]:
    """The lowest classes, of whichever scheme, that are called so or are under one that is."""
    return [
        f"{version} {node.code}"
        for version in CURRENT
        for node in scheme(version).lowest
        if word in scheme(version).title(node.code)
    ]


_SAYS = """
(position(${folded} in said) > 0
    or i.scheme || ' ' || i.class_code = any(${classes}::text[])
    or i.id in (select x.item_id from filed_persons x where x.person_id = any(${persons}::uuid[])))
"""
_FINDING = """
select i.id from ({items}) i cross join lateral (
    select search_fold(concat_ws(E'\\n', i.title, i.place, i.location, i.words,
        i.number, translate(i.number, '-·', ''))) as said offset 0
) folded
where {says} order by i.id desc limit {most}
"""


async def _having(items: QuerySet[FiledItem], words: list[Word], most: int) -> list[UUID]:
    sql, values = statement_of(items.values(*_READ))
    says = []
    for word in words:
        at = len(values)
        says.append(_SAYS.format(folded=at + 1, classes=at + 2, persons=at + 3))
        values += [word.folded, word.classes, word.persons]
    finding = _FINDING.format(items=sql, says=" and ".join(says), most=most)
    return [row[0] for row in await planned(finding, *values)]
