"""Topics (话题): what a campaign invites to show; opened by a region, joined by posts.

A topic of the city is open to every family, one of a district or below to the families whose
household is there. Its title is for good: it stands over what others have shown under it.
"""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType
from tortoise.expressions import Q

from models.people.accounts import Account
from models.people.regions import Household, Level, Region
from models.people.staff import Office
from models.sharing.topics import Topic
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from service.people import regions
from service.trust import access, audit, moderation, notices

PAGE = 20
MOST = 100
"""More at once are none that anybody could read."""
LONGEST = timedelta(days=366)
Title = Annotated[str, text(20, description="Such as 「6·9 国际档案日」; it stays as it is.")]
Words = Annotated[str, text(300, least=0, description="What to show.")]
LastDay = Annotated[date, Meta(description="The last day; posts may join it until its end.")]


class TopicDraft(Draft):
    """An invitation to show something in a period."""

    title: Title
    since: date
    until: LastDay
    words: Words = ""


class TopicChange(Draft):
    """What is to be said otherwise; what is left out stays."""

    words: Words | UnsetType = UNSET
    until: LastDay | UnsetType = UNSET


async def open_topic(author: Account, region_id: UUID, draft: TopicDraft) -> Topic:
    """Open a topic, as an archivist or a curator of the district or of the city."""
    region = await regions.found(region_id)
    if not await _governs(author, region):
        raise NotFound
    _require_period(draft.since, draft.until)
    async with transaction():
        topic = await Topic.create(
            region_id=region.id,
            author_id=author.id,
            title=draft.title,
            words=draft.words,
            since=draft.since,
            until=draft.until,
        )
        await audit.record(author, "topic.opened", topic)
        await moderation.ask(Subject.TOPIC, topic.id, author.id)
    return topic


async def change(account: Account, topic_id: UUID, draft: TopicChange) -> None:
    """Say otherwise what to show, or give it more time, as staff of its region.

    With new words it is its changer's alone until they have passed; posts under it keep its title.
    """
    async with transaction():
        await _in_charge(account, topic_id)
        await moderation.question_of(Subject.TOPIC, topic_id)  # before the topic, as a verdict does
        topic = await Topic.filter(id=topic_id).select_for_update(no_key=True).get()
        await _in_charge(account, topic_id)  # another one may have written words meanwhile
        if topic.closed_at:
            raise Conflict("topic.closed", "这个话题已经结束了，可以重新发一个")
        if isinstance(draft.until, date) and draft.until != topic.until:
            _require_period(topic.since, draft.until)
            topic.until = draft.until
        if isinstance(draft.words, str) and draft.words != topic.words:
            topic.words, topic.author_id = draft.words, account.id
            topic.standing = Standing.PENDING
            await moderation.ask(Subject.TOPIC, topic_id, account.id)
        await topic.save()
        await audit.record(account, "topic.changed", topic)


async def close(account: Account, topic_id: UUID) -> None:
    """Let nothing more join, as staff of its region; what joined stays. Again is fine."""
    async with transaction():
        await _in_charge(account, topic_id)
        if await Topic.filter(id=topic_id, closed_at=None).update(closed_at=clock.now()):
            await audit.record(account, "topic.closed", topic_id)


async def seen_by(account: Account | None, topic_id: UUID) -> Topic:
    """A topic that has passed, ended or not, to anybody; before that to whose words it is."""
    own = Q(standing=Standing.PASSED) | Q(author_id=account.id if account else None)
    topic = await Topic.filter(own, id=topic_id).select_related("region").first()
    if topic is None:
        raise NotFound
    return topic


async def current(region_code: str) -> list[Topic]:
    """The topics of these days, the first to end first: the city's, and those of a region.

    That is of it and of all above it.
    """
    levels = Q(region__level=Level.CITY)
    if region_code:
        region = await Region.get_or_none(code=region_code)
        if region is None:
            raise Invalid.field("region", "region.unknown", "没有这个地区")
        levels |= Q(region__code__in=region.path.strip("/").split("/"))
    found = Topic.filter(levels, _open_today()).order_by("until", "id").limit(MOST)
    return await found.select_related("region")


async def of_region(staff: Account, region_id: UUID, *, after: UUID | None) -> list[Topic]:
    """A page of all that a region has opened, ended or not, latest first, to its staff.

    What has not passed is only there for whose words it is.
    """
    region = await regions.found(region_id)
    if not await _governs(staff, region):
        raise NotFound
    there = Topic.filter(Q(standing=Standing.PASSED) | Q(author_id=staff.id), region_id=region.id)
    if after:
        there = there.filter(id__lt=after)
    return await there.order_by("-id").limit(PAGE + 1).select_related("region")


async def require_open_to(topic_id: UUID, family_id: UUID) -> None:
    """Refuse what is no topic of these days for a family, by where its household is today."""
    topic = await Topic.filter(_open_today(), id=topic_id).select_related("region").first()
    if topic is None or not await _reaches(topic.region, family_id):
        raise Invalid.field("topic_id", "topic.unknown", "没有这个话题，或者已经结束了")


def is_open(topic: Topic, today: date) -> bool:
    """Whether posts may join a topic that one sees."""
    passed = topic.standing is Standing.PASSED and topic.closed_at is None
    return passed and topic.since <= today <= topic.until


def _open_today() -> Q:
    today = clock.today()
    return Q(standing=Standing.PASSED, closed_at=None, since__lte=today, until__gte=today)


async def _reaches(region: Region, family_id: UUID) -> bool:
    if region.level is Level.CITY:
        return True
    there = Household.filter(family_id=family_id, until=None)
    return await there.filter(region__path__startswith=region.path).exists()


async def _in_charge(account: Account, topic_id: UUID) -> Topic:
    topic = await Topic.get_or_none(id=topic_id).select_related("region")
    if topic and await _governs(account, topic.region):
        if topic.standing is Standing.PASSED or topic.author_id == account.id:
            return topic
        raise NotFound
    await seen_by(account, topic_id)
    raise Forbidden("topic.not_yours", "话题要由发布的档案馆来改")


async def _governs(account: Account, region: Region) -> bool:
    """Whether the account is an archivist or a curator over a region, of a district or wider."""
    for office in (Office.ARCHIVIST, Office.CURATOR):
        try:
            await access.office_over(account, region, office, level=Level.DISTRICT)
        except NotFound:
            continue
        return True
    return False


def _require_period(since: date, until: date) -> None:
    if until < since:
        raise Invalid.field("until", "topic.period", "结束的日子比开始还早，请再看一下")
    if until < clock.today():
        raise Invalid.field("until", "topic.past", "结束的日子已经过去了，请再看一下")
    if until - since > LONGEST:
        raise Invalid.field("until", "topic.too_long", "一个话题最长一年，请再看一下")


async def content_to_check(topic_id: UUID) -> moderation.Content | None:
    """The words of a topic, while it is open."""
    topic = await Topic.get_or_none(id=topic_id, closed_at=None)
    return moderation.Text(f"{topic.title}\n{topic.words}".strip()) if topic else None


async def settled(topic_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check on a topic; whose words it is writes what it doubts anew."""
    changed = Topic.filter(id=topic_id, standing__in=standing.earlier)
    if await changed.update(standing=standing) and standing is Standing.REVIEW:
        topic = await Topic.get(id=topic_id)
        await notices.tell([topic.author_id], NoticeKind.WORDS_DOUBTFUL, topic_id)
