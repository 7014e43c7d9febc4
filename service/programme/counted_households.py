"""Counted households (建档户): by which rule and which items one is counted, and why not yet.

A verdict is derived from what is filed, never reported by anybody. The rows keep since when a
household is counted, by which version of the rule and by which items.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.archive.filing import FamilyArchive, FiledItem
from models.people.accounts import Account
from models.people.regions import Household
from models.programme.counted_households import CountedHousehold
from models.trust.moderation import Standing
from service.foundation import clock, jobs, replica
from service.foundation.database import transaction
from service.people import families, household_lists, households
from service.people.household_lists import Listed
from service.programme import household_rules
from service.programme.household_rules import Filed, Verdict


@dataclass(frozen=True)
class Counted:
    """What the rule in force says of a household, and since when it is counted."""

    household: Household
    verdict: Verdict
    since: datetime | None


@dataclass(frozen=True)
class Figures:
    """How many households there are, and how many of them are counted."""

    households: int
    counted: int


async def of_family(guardian: Account, family_id: UUID) -> Counted:
    """Whether a guardian's household is counted, or why not yet; NotFound outside the programme."""
    household = await households.of(guardian, family_id)
    return (await _counted([household]))[0]


async def page(
    archivist: Account, region_code: str, *, after: str | None, counted: bool | None = None
) -> list[Counted]:
    """A page of a region's households by number, to its archivists; each look leaves its row.

    Returns at most `household_lists.PAGE` + 1: the last one only says that there is more. `counted`
    asks for those alone that are, or are not.
    """
    only = None if counted is None else _that_are(counted=counted)
    listed: list[Listed]
    listed = await household_lists.page(archivist, region_code, after=after, only=only)
    return await _counted([one.household for one in listed])


async def figures(archivist: Account, region_code: str) -> Figures:
    """How many households a region has and how many are counted, to its archivists."""
    _, homes = await household_lists.within(archivist, region_code)
    return await replica.read(partial(_figures, homes))


async def _figures(homes: QuerySet[Household]) -> Figures:
    return Figures(await homes.count(), await homes.filter(_that_are(counted=True)).count())


def _that_are(*, counted: bool) -> Q:
    """Of households, by the rows that the job `households.judge` keeps."""
    found = Q(id__in=Subquery(CountedHousehold.filter(until=None).values("household_id")))
    return found if counted else ~found


async def _counted(homes: list[Household]) -> list[Counted]:
    verdicts = await _verdicts(homes)
    open_rows = CountedHousehold.filter(household_id__in=[h.id for h in homes], until=None)
    since = {row.household_id: row.created_at for row in await open_rows}
    return [
        Counted(home, verdict, since.get(home.id) if verdict.counted else None)
        for home, verdict in zip(homes, verdicts, strict=True)
    ]


async def _verdicts(homes: Iterable[Household]) -> list[Verdict]:
    """What the rule in force says of open households, in three statements however many."""
    homes = list(homes)
    ids = [home.family_id for home in homes]
    archives = FamilyArchive.filter(family_id__in=ids, confirmed_at__isnull=False)
    confirmed = set(await archives.values_list("family_id", flat=True))
    items: dict[UUID, list[Filed]] = defaultdict(list)
    for item in await FiledItem.filter(family_id__in=ids, standing=Standing.PASSED):
        items[item.family_id].append(
            Filed(item.created_at, item.number, item.scheme, item.class_code)
        )

    def judged(home: Household, word: bool, filed: list[Filed]) -> Verdict:
        return household_rules.judge(household_rules.Household(home.number, word, filed))

    return [judged(home, home.family_id in confirmed, items[home.family_id]) for home in homes]


@jobs.job("households.judge")
async def judge(family_id: UUID) -> None:
    """Keep since when a family's household is counted; what is so already stays as it is."""
    async with transaction():
        await families.lock(family_id)  # first, as whoever joins or leaves takes it
        homes = await Household.filter(family_id=family_id).order_by("id").select_for_update()
        present = [home for home in homes if home.until is None]
        verdicts = dict(zip((home.id for home in present), await _verdicts(present), strict=True))
        for home in homes:
            await _keep(home, verdicts.get(home.id))


async def _keep(home: Household, verdict: Verdict | None) -> None:
    """The row says by which items: where one of them has gone another row begins."""
    row = await CountedHousehold.get_or_none(household_id=home.id, until=None)
    numbers = list(verdict.by) if verdict else []
    if row and (row.rule, row.numbers) != (verdict and verdict.rule, numbers):
        row.until = clock.now()
        await row.save(update_fields=["until"])
        row = None
    if verdict and verdict.counted and row is None:
        await CountedHousehold.create(household_id=home.id, rule=verdict.rule, numbers=numbers)
