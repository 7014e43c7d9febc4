"""Review outcomes: how a moderator sees what is shown to others, and what a decision does to it.

What a family keeps for itself is read and settled by `moderation` alone; the features of showing
register more: they can hide a thing until a human has looked, and take down what was approved.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from models.trust.moderation import Review, Subject
from service.trust import moderation
from service.trust.moderation import Picture, Sound, Text, Unfit

Act = Callable[[UUID], Awaitable[object]]

REASONS = {
    "private": "里面有不适合给别人看的个人信息，比如住址、电话、证件或学校班级",
    "child": "有些画面不适合让别人看到，先把孩子保护好",
    "indecent": "有些内容不太合适，换一换再晒就好",
    "hurtful": "有些话可能会让人难过，换个说法再试试",
    "violent": "有些画面或文字可能会吓到人，换一换再晒就好",
    "advertising": "里面像是有广告或联系方式，去掉再试试",
    "fraud": "里面有像是骗人的信息，请核对以后再晒",
    "not_theirs": "里面有别人的作品，或者没有同意被晒出来的人",
    "other": "这条内容不符合社区的约定，换一换再晒就好",
}
"""Why something was refused, as its maker is told."""


@dataclass(frozen=True)
class Seen:
    """What is to be decided, and what it stands in; of people only what it is shown with."""

    words: str = ""
    pictures: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    films: list[str] = field(default_factory=list)
    shown_as: str = ""
    under: str = ""
    audience: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Outcome:
    """The verbs of one kind of thing that is shown to others.

    `judge` settles what the machine doubted, `doubt` opens a look at what is still doubtful after
    another one; `keep` ends what `hide` began; `keep` and `reinstate` answer whether they could.
    """

    seen: Callable[[UUID], Awaitable[Seen | None]]
    take_down: Callable[[UUID, str], Awaitable[object]]
    hide: Act | None = None
    keep: Callable[[UUID], Awaitable[bool]] | None = None
    judge: Callable[[UUID, bool, str], Awaitable[object]] | None = None
    doubt: Act | None = None
    reinstate: Callable[[UUID], Awaitable[bool]] | None = None


Closed = Callable[[Review], Awaitable[None]]
_outcomes: dict[Subject, Outcome] = {}
_closed: list[Closed] = []


def register(subject: Subject, outcome: Outcome) -> None:
    """Called by bootstrap, once per subject."""
    _outcomes[subject] = outcome


def when_closed(told: Closed) -> None:
    """Called by bootstrap: what follows once a decision was carried out, whatever it was."""
    _closed.append(told)


def outcome_of(subject: Subject) -> Outcome | None:
    """The verbs of a kind of thing; None for what a family keeps for itself."""
    return _outcomes.get(subject)


async def tell_closed(review: Review) -> None:
    """In the transaction in which the decision is carried out."""
    for told in _closed:
        await told(review)


async def seen(subject: Subject, subject_id: UUID) -> Seen | None:
    """What is to be seen of a thing; None where nothing is."""
    if outcome := outcome_of(subject):
        return await outcome.seen(subject_id)
    content = await moderation.content_of(subject, subject_id)
    if content is None:
        return None
    return Seen(
        words=content.words if isinstance(content, Text) else "",
        pictures=[content.url] if isinstance(content, Picture) else [],
        sounds=[content.url] if isinstance(content, Sound | Unfit) else [],
    )
