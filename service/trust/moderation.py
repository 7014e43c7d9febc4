"""Moderation: nothing is seen by others before WeChat's safety check, or a human, has passed it.

A subject (photo, entry, post) is checked once. Upper features register how their content is read
and what follows a verdict; this module asks, remembers and settles. It fails closed: whatever is
not a clear pass waits for a human.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from models.people.accounts import Account
from models.trust.moderation import Cause, Check, EarlyVerdict, Review, Standing, Subject
from models.trust.notices import Notice, NoticeKind
from service.foundation import clock, jobs, settings
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Invalid
from service.integrations import adapters
from service.integrations.errors import VendorRefused
from service.integrations.wechat import TEXT_LIMIT, Verdict, read_verdict
from service.trust import audit, second_opinions

SCENE_PROFILE, SCENE_SOCIAL_LOG = 1, 4
NO_VERDICT_AFTER = timedelta(minutes=30)
"""WeChat pushes a picture's verdict within 30 minutes or not at all."""
ASK_AGAIN_AFTER = timedelta(minutes=10)
VERDICTS_KEPT = timedelta(days=2)
OVERLAP = 50
_STRICTNESS = (Standing.PASSED, Standing.REVIEW, Standing.RISKY)
_OF_DOUBT = {
    Subject.PHOTO: (NoticeKind.PHOTO_DOUBTFUL, NoticeKind.REVIEW_DECIDED),
    Subject.CAPTION: (NoticeKind.WORDS_DOUBTFUL, NoticeKind.CAPTION_DECIDED),
    **dict.fromkeys(
        (
            *(Subject.ENTRY, Subject.STORY, Subject.ENTRY_COMMENT),
            *(Subject.POST_COMMENT, Subject.FILED_ITEM),
        ),
        (NoticeKind.WORDS_DOUBTFUL, NoticeKind.REVIEW_DECIDED),
    ),
    **dict.fromkeys(
        (Subject.ENDORSEMENT, Subject.PHRASE, Subject.TASK, Subject.TOPIC, Subject.BOOKLET),
        (NoticeKind.WORDS_DOUBTFUL,),
    ),
}


_OF_WHAT_WAS = (Cause.ASKED, Cause.DOUBT)
"""Looks at what an edit replaces; those for a report or an appeal stay."""

_REASONS = {
    10001: "文字里像是有广告或联系方式，去掉再试试",
    20003: "有些话可能会让人难过，换个说法再试试",
    20008: "文字看起来像是骗人的信息，改一改再试试",
}


@dataclass(frozen=True)
class Text:
    """Words to check."""

    words: str


@dataclass(frozen=True)
class Picture:
    """A picture to check: a URL that WeChat can fetch."""

    url: str


@dataclass(frozen=True)
class Sound:
    """A recording to check: a URL that WeChat can fetch."""

    url: str


@dataclass(frozen=True)
class Unfit:
    """What the machine does not take, such as a recording of hours: a URL for a human's ears."""

    url: str


Content = Text | Picture | Sound | Unfit


@dataclass(frozen=True)
class Reaction:
    """How a subject's content is read (None: it is gone) and what follows its verdict."""

    content: Callable[[UUID], Awaitable[Content | None]]
    settled: Callable[[UUID, Standing, int | None], Awaitable[None]]


_reactions: dict[Subject, Reaction] = {}


def register(subject: Subject, reaction: Reaction) -> None:
    """Called by bootstrap, once per subject."""
    _reactions[subject] = reaction


async def ask(subject: Subject, subject_id: UUID, account_id: UUID) -> None:
    """Have what `account_id` contributed checked; the question is part of the transaction."""
    await drop_question(subject, subject_id)
    check = await Check.create(
        subject=subject, subject_id=subject_id, account_id=account_id, created_at=clock.now()
    )
    await jobs.later("moderation.check", check_id=check.id)


async def drop_question(subject: Subject, subject_id: UUID) -> None:
    """Forget an open question, so that its late verdict cannot pass what nobody has checked.

    The yes to a human's look goes with it, and what was told of the doubt: both were about what
    there was before. A verdict locks its question before its subject: whoever changes a subject
    drops first.
    """
    if await question_of(subject, subject_id) is None:
        return
    await Check.filter(subject=subject, subject_id=subject_id, standing=Standing.PENDING).delete()
    asked = Review.filter(subject=subject, subject_id=subject_id, cause__in=_OF_WHAT_WAS)
    await asked.delete()
    told = _OF_DOUBT.get(subject, ())
    await Notice.filter(subject_id=subject_id, kind__in=told).delete()


async def question_of(subject: Subject, subject_id: UUID) -> Check | None:
    """The latest question about a subject; it stays locked for the caller's transaction."""
    asked = Check.filter(subject=subject, subject_id=subject_id)
    found = await asked.order_by("id").select_for_update()
    return found[-1] if found else None


async def content_of(subject: Subject, subject_id: UUID) -> Content | None:
    """What is to be checked of a subject; None where it is gone."""
    return await _reactions[subject].content(subject_id)


async def decide(moderator: Account, question: Check, *, passes: bool) -> bool:
    """A human's word on what the machine left open; False where nothing is left open.

    The caller holds the question, see `question_of`.
    """
    standing = Standing.PASSED if passes else Standing.RISKY
    if not question.standing.may_become(standing, by_human=True):
        return False
    await _become(question, standing, question.label, moderator)
    return True


@jobs.job("moderation.check", attempts=6)
async def check(check_id: UUID) -> None:
    """Put one question to WeChat; a text is answered at once, a picture by a later push."""
    question = await Check.get_or_none(id=check_id)
    if question is None or question.standing.settled:
        return
    if question.trace_id:  # asked already, by a worker that was killed after that
        await _settle_early(question.id, question.trace_id)
        return
    content = await content_of(question.subject, question.subject_id)
    if content is None:
        return
    openid = await _openid_of(await Account.get(id=question.account_id))
    try:
        if isinstance(content, Unfit):
            await _settle(question.id, Verdict("review", None))
        elif isinstance(content, Text):
            await _settle(question.id, await _check_text(content.words, openid))
        else:
            await _check_media(question.id, content, openid)
    except VendorRefused:
        await _settle(question.id, Verdict("review", None))


async def _openid_of(account: Account) -> str:
    """WeChat checks for somebody whom it knows: for a child on a lent phone, for its owner."""
    if account.vouched_by_id:
        account = await Account.get(id=account.vouched_by_id)
    return account.openid


async def _check_text(words: str, openid: str) -> Verdict:
    """The strictest verdict over pieces that WeChat takes; they overlap, so no word is cut."""
    step = TEXT_LIMIT - OVERLAP
    verdicts = [
        await adapters().wechat.check_text(
            words[start : start + TEXT_LIMIT], openid=openid, scene=SCENE_SOCIAL_LOG
        )
        for start in range(0, max(len(words) - OVERLAP, 1), step)
    ]
    return max(verdicts, key=lambda verdict: _STRICTNESS.index(_standing(verdict)))


async def _check_media(check_id: UUID, content: Picture | Sound, openid: str) -> None:
    """Remember the trace id; the verdict may have overtaken it."""
    wechat = adapters().wechat
    check = wechat.check_picture if isinstance(content, Picture) else wechat.check_sound
    trace_id = await check(content.url, openid=openid, scene=SCENE_SOCIAL_LOG)
    await Check.filter(id=check_id, trace_id=None).update(trace_id=trace_id)
    await _settle_early(check_id, trace_id)


async def _settle_early(check_id: UUID, trace_id: str) -> None:
    if early := await EarlyVerdict.get_or_none(trace_id=trace_id):
        await _hear(check_id, early.standing, early.label)


async def receive(trace_id: str, verdict: Verdict) -> None:
    """A pushed verdict: settles its question, or waits for it. Twice or unknown is harmless.

    Here and in `_check_media` each side commits its own row before it looks for the other's, so
    that whichever comes second finds the first. Of several verdicts the first one counts.
    """
    first, _ = await EarlyVerdict.get_or_create(
        trace_id=trace_id, defaults={"standing": _standing(verdict), "label": verdict.label}
    )
    if question := await Check.get_or_none(trace_id=trace_id):
        await _hear(question.id, first.standing, first.label)


async def _hear(check_id: UUID, standing: Standing, label: int | None) -> None:
    """WeChat's word on a picture or a sound; its pass is not the last where another is wanted."""
    if standing is Standing.PASSED and settings.current().kodo_second_opinion:
        await jobs.later("moderation.ask_kodo", check_id=check_id, label=_written(label))
    else:
        await _settle_as(check_id, standing, label)


def _written(label: int | None) -> str:
    return "" if label is None else str(label)


@jobs.job("moderation.ask_kodo", attempts=6)
async def ask_kodo(check_id: UUID, label: str) -> None:
    """Settle what WeChat passed by the stricter of both words; Kodo does not judge sounds.

    While Kodo is away nothing is settled: after half an hour without a word a human is to look.
    """
    question = await Check.get_or_none(id=check_id)
    if question is None or question.standing.settled:
        return
    content = await content_of(question.subject, question.subject_id)
    if content is None:
        return
    standing = Standing.PASSED
    if isinstance(content, Picture):
        standing = await second_opinions.of(content.url)
    given = int(label) if label and standing is Standing.PASSED else None
    await _settle_as(check_id, standing, given)


@jobs.job("moderation.receive")
async def receive_pushed(trace: str, suggest: str, label: str) -> None:
    """The job behind a push, so that WeChat has its answer within its five seconds."""
    await receive(trace, Verdict(suggest, int(label) if label else None))


async def hand_over(event: dict) -> None:
    """Take a `wxa_media_check` event from WeChat: keep it as a job, answer later."""
    trace_id = event.get("trace_id")
    if event.get("Event") != "wxa_media_check" or not isinstance(trace_id, str):
        return
    verdict = read_verdict(event)
    label = _written(verdict.label)
    await jobs.later("moderation.receive", trace=trace_id, suggest=verdict.suggest, label=label)


@jobs.job("moderation.sweep", cron="* * * * *")
async def sweep() -> None:
    """Ask once more about what has had no verdict for 10 minutes; after 30 a human is to look.

    A push that finds nobody (a restart, a database away) is tried three times and then lost.
    """
    now = clock.now()
    await EarlyVerdict.filter(created_at__lt=now - VERDICTS_KEPT).delete()
    pending = Check.filter(standing=Standing.PENDING).order_by("id").limit(500)
    for question in await pending.filter(created_at__lt=now - NO_VERDICT_AFTER):
        await jobs.later("moderation.give_up", check_id=question.id)
    for question in await pending.filter(
        created_at__lt=now - ASK_AGAIN_AFTER, created_at__gte=now - NO_VERDICT_AFTER
    ).filter(asked_again=False):
        await _ask_again(question.id)


@jobs.job("moderation.give_up")
async def give_up(check_id: UUID) -> None:
    """Leave one question to a human."""
    await _settle_as(check_id, Standing.REVIEW, None)


async def _ask_again(check_id: UUID) -> None:
    async with transaction():
        fresh = Check.filter(id=check_id, asked_again=False, standing=Standing.PENDING)
        if await fresh.update(asked_again=True, trace_id=None):
            await jobs.later("moderation.check", check_id=check_id)


async def _settle(check_id: UUID, verdict: Verdict) -> None:
    await _settle_as(check_id, _standing(verdict), verdict.label)


async def _settle_as(check_id: UUID, standing: Standing, label: int | None) -> None:
    """PENDING becomes what the verdict says, once; the subject's feature reacts with it."""
    async with transaction():
        question = await Check.filter(id=check_id).select_for_update().get_or_none()
        if question and question.standing.may_become(standing, by_human=False):
            await _become(question, standing, label, None)


async def _become(
    question: Check, standing: Standing, label: int | None, actor: Account | None
) -> None:
    question.standing, question.label = standing, label
    question.settled_at = clock.now()
    await question.save(update_fields=["standing", "label", "settled_at"])
    await audit.record(actor, f"check.{standing}", question.subject_id)
    await _reactions[question.subject].settled(question.subject_id, standing, label)


async def require_clean(
    account: Account, name: str, path: str, detail: str = "这个名字不能用，换一个试试"
) -> None:
    """Refuse a name that others will read unless WeChat passes it now; `path` is its field.

    Not for a child's full name, which nobody outside the family is to learn.
    """
    openid = await _openid_of(account)
    try:
        verdict = await adapters().wechat.check_text(name, openid=openid, scene=SCENE_PROFILE)
    except VendorRefused as refused:  # 61010: they have not opened the mini-program for two hours
        raise Conflict("words.unchecked", "现在改不了名字，重新打开小程序再试试") from refused
    if verdict.suggest != "pass":
        raise Invalid.field(path, "words.refused", detail)


def _standing(verdict: Verdict) -> Standing:
    """Only a clear pass is a pass; an unknown word is a human's to read."""
    known = {"pass": Standing.PASSED, "risky": Standing.RISKY}
    return known.get(verdict.suggest, Standing.REVIEW)


def kind_reason(label: int | None) -> str:
    """A refusal in words fit for a parent, by WeChat's label."""
    return _REASONS.get(label or 0, "文字没有通过安全检查，换个说法再试试")
