"""Post verdicts: what the checks of its parts, and humans, conclude about a post or an edit of it.

A machine's pass of every part publishes. What it doubts goes to a human where anybody but the
family would have it: publishing was the yes to that. Locks: the photo or the question before the
post.
"""

from uuid import UUID

from tortoise.expressions import Subquery

from models.sharing.featurings import Featuring
from models.sharing.posts import Post, PostPhoto, PostState
from models.sharing.reports import Report
from models.trust.moderation import Cause, Check, Review, Standing, Subject
from models.trust.notices import Notice, NoticeKind
from models.trust.reminders import ReminderKind
from service.foundation import clock
from service.foundation.database import transaction
from service.sharing import post_gates
from service.trust import audit, moderation, notices, reminders, reviews

_TOLD = {
    PostState.APPROVED: NoticeKind.POST_SHOWN,
    PostState.REJECTED: NoticeKind.POST_REFUSED,
    PostState.REVIEW: NoticeKind.POST_DOUBTFUL,
}
_UNDECIDED = (PostState.PENDING, PostState.REVIEW)


def conclusion(
    said: Standing, label: int | None, shown: list[Standing]
) -> tuple[PostState | None, str]:
    """One risky part refuses the whole; a pass needs every part; doubt waits for a human."""
    if said is Standing.RISKY:
        return PostState.REJECTED, moderation.kind_reason(label)
    if Standing.RISKY in shown:
        return PostState.REJECTED, "有一张照片没有通过安全检查，换一张再晒就好"
    if Standing.PENDING in (said, *shown):
        return None, ""
    if Standing.REVIEW in (said, *shown):
        return PostState.REVIEW, ""
    return PostState.APPROVED, ""


async def content_to_check(post_id: UUID) -> moderation.Content | None:
    """All of a post that others are to read: its words, or those of an edit, and its names."""
    post = await Post.get_or_none(id=post_id).select_related("family", "student")
    if post is None or not _is_undecided(post):
        return None
    words = post.words if post.words_waiting is None else post.words_waiting
    names = [post.family.name, post.student.nickname if post.student else ""]
    return moderation.Text("\n".join([words, *names]).strip())


def _is_undecided(post: Post) -> bool:
    return post.state in _UNDECIDED or (post.state is PostState.APPROVED and bool(post.edit))


def in_doubt(post: Post) -> bool:
    """Whether a human is to say what becomes of the post, or of what waits of it."""
    if post.state is PostState.REVIEW:
        return post.edit is None
    return post.state is PostState.APPROVED and post.edit is PostState.REVIEW


async def settled(post_id: UUID, standing: Standing, label: int | None) -> None:
    """The verdict on a post's words; a human's, where the machine has left it in doubt."""
    post = await locked(post_id)
    if post and in_doubt(post):
        reason = "" if standing is Standing.PASSED else moderation.kind_reason(label)
        await judge(post_id, passes=standing is Standing.PASSED, reason=reason)
    else:
        await decide(post_id)


async def decide_by_photo(photo_id: UUID) -> None:
    """A photo's check has settled: so may the posts that wait for it."""
    states = (*_UNDECIDED, PostState.APPROVED)
    for post in await Post.filter(pictures__photo_id=photo_id, state__in=states).order_by("id"):
        await decide(post.id)


async def decide(post_id: UUID) -> None:
    """Draw the conclusion from the verdicts on the words and on every photo."""
    async with transaction():
        post = await locked(post_id)
        if post is None:  # an erasure was quicker
            return
        said = await _latest_check(post_id)
        places = await PostPhoto.filter(post_id=post_id).select_related("photo")
        if post.state is PostState.APPROVED:
            refused = [one for one in places if _standing(one) is Standing.RISKY and not one.waits]
            if refused:  # a human's word on one that this post was cleared for
                await _become(post, *conclusion(Standing.PASSED, None, [Standing.RISKY]))
                return
        if _is_undecided(post) and said:
            asked = post.state in _UNDECIDED
            parts = [_standing(one) for one in places if asked or one.waits]
            await _conclude(post, *conclusion(said.standing, said.label, parts))


def _standing(place: PostPhoto) -> Standing:
    """A photo's, for this post."""
    doubted = place.photo.standing is Standing.REVIEW
    return Standing.PASSED if doubted and place.cleared else place.photo.standing


async def _latest_check(post_id: UUID) -> Check | None:
    asked = Check.filter(subject=Subject.POST, subject_id=post_id)
    return await asked.order_by("-id").first()


async def judge(post_id: UUID, *, passes: bool, reason: str = "") -> bool:
    """A human's word on what is in doubt of a post: its words and its pictures.

    False where nothing is. A picture that was refused is never passed along.
    """
    async with transaction():
        post = await locked(post_id)
        if post is None or not in_doubt(post):
            return False
        if not passes:
            await _conclude(post, PostState.REJECTED, reason or moderation.kind_reason(None))
            return True
        return await _clear(post) and await _conclude(post, PostState.APPROVED, "")


async def _clear(post: Post) -> bool:
    """Pass the pictures that the machine doubts, for this post; False where one is refused."""
    places = await PostPhoto.filter(post_id=post.id).select_related("photo")
    if {one.photo.standing for one in places} & {Standing.RISKY, Standing.PENDING}:
        return False
    doubted = [one.id for one in places if one.photo.standing is Standing.REVIEW]
    await PostPhoto.filter(id__in=doubted).update(cleared=True)
    return True


async def take_down(post_id: UUID, reason: str) -> bool:
    """A human's refusal of what was approved; False where it is not shown any more."""
    async with transaction():
        post = await locked(post_id)
        return post is not None and await _become(post, PostState.REJECTED, reason, told=False)


async def reinstate(post_id: UUID) -> bool:
    """Show again what was refused, after an appeal; False where it cannot be.

    A picture that the check has refused stays refused, and the post with it. Consents are looked
    at anew by whoever reads it.
    """
    async with transaction():
        post = await locked(post_id)
        if post is None or not post.state.may_become(PostState.APPROVED, on_appeal=True):
            return False
        if not await _clear(post):
            return False
        await _move(post, PostState.APPROVED, "")
        await audit.record(None, "post.reinstated", post)
        await decide(post_id)
        return True


async def hide(post_id: UUID) -> None:
    """Leave a post to its author alone until a human has looked; again is fine."""
    async with transaction():
        if await Post.filter(id=post_id, hidden_at=None).update(hidden_at=clock.now()):
            await audit.record(None, "post.hidden", post_id)


async def unhide(post_id: UUID) -> bool:
    """Show it again; False where it was not hidden."""
    async with transaction():
        hidden = await Post.filter(id=post_id, hidden_at__isnull=False).update(hidden_at=None)
        if hidden:
            await audit.record(None, "post.unhidden", post_id)
        return bool(hidden)


async def call_human(post: Post) -> None:
    """Have what is in doubt looked at, where anybody but the family is to have it."""
    if in_doubt(post) and post.deleted_at is None and await post_gates.leaves_family(post):
        await reviews.open_doubt(Subject.POST, post.id)


async def call_or_dismiss_human(post: Post) -> None:
    """After a change of who is to have it; what stays in the family is nobody else's to look at.

    The caller holds the question. A look that somebody has reported it for goes on.
    """
    if post.deleted_at is None and await post_gates.leaves_family(post):
        await call_human(post)
        return
    doubts = Review.filter(subject=Subject.POST, subject_id=post.id, cause=Cause.DOUBT)
    reported = Subquery(Report.filter(subject_id=post.id).values("review_id"))
    await doubts.filter(decided_at=None, id__not_in=reported).delete()


async def tell_again(post: Post) -> None:
    """Tell the author of a post that is back what there is to do about it."""
    if post.state in (PostState.REVIEW, PostState.REJECTED):
        await _tell(post, post.state, post.author_id)


async def forget_told(post_id: UUID) -> None:
    """Take back what was told of an earlier verdict: it is about what is not asked any more."""
    await Notice.filter(subject_id=post_id, kind__in=list(_TOLD.values())).delete()


async def locked(post_id: UUID) -> Post | None:
    """A post, held for the caller's transaction; None where an erasure was quicker."""
    return await Post.filter(id=post_id).select_for_update(no_key=True).get_or_none()


async def _conclude(post: Post, state: PostState | None, reason: str) -> bool:
    """Carry a conclusion out on a post that waits, or on the edit of an approved one."""
    if state is None:
        return False
    if post.state is PostState.APPROVED:
        await _conclude_edit(post, state, reason)
        return True
    if post.edit:  # one in doubt was changed meanwhile
        post.edit = None  # type: ignore[assignment]
        await post.save(update_fields=["edit"])
        if post.state is state:
            await _tell(post, state, post.author_id)
            await call_human(post)
    return await _become(post, state, reason)


async def _conclude_edit(post: Post, state: PostState, reason: str) -> None:
    """What passed joins what others have; what did not stays with whoever edited."""
    if post.edit is state:
        return
    passed = state is PostState.APPROVED
    if passed:
        if post.words_waiting is not None:
            post.words, post.words_waiting = post.words_waiting, None
        await PostPhoto.filter(post_id=post.id, waits=True).update(waits=False)
        await _end_featuring(post)
    post.edit = None if passed else state  # type: ignore[assignment]
    post.reason = reason
    changed = ["words", "words_waiting", "edit", "reason", "featured_at"]
    await post.save(update_fields=changed)
    await audit.record(None, f"post.edit_{state}", post)
    await _tell(post, state, post.edited_by_id or post.author_id)
    await call_human(post)


async def _end_featuring(post: Post) -> None:
    """Four eyes have seen what there was, and a machine alone what joins it."""
    post.featured_at = None  # type: ignore[assignment]
    await Featuring.filter(post_id=post.id, ended_at=None).update(ended_at=clock.now())


async def _become(post: Post, state: PostState | None, reason: str, *, told: bool = True) -> bool:
    """Move along the state machine and tell its author, or stay where there is no such edge."""
    if state is None or not post.state.may_become(state):
        return False
    first = post.shown_at is None
    await _move(post, state, reason)
    await audit.record(None, f"post.{state}", post)
    if told:
        await _tell(post, state, post.author_id)
    if state is PostState.APPROVED and first and post.deleted_at is None:
        author = [post.author_id]
        await reminders.ask(author, ReminderKind.POST_SHOWN, post.id, post.family_id)
    await call_human(post)
    return True


async def _move(post: Post, state: PostState, reason: str) -> None:
    post.state, post.reason = state, reason
    if state is PostState.APPROVED and post.shown_at is None:
        post.shown_at = clock.now()  # type: ignore[assignment]
    await post.save(update_fields=["state", "reason", "shown_at"])


async def _tell(post: Post, state: PostState, account_id: UUID) -> None:
    """The latest verdict takes the place of what was told before."""
    await forget_told(post.id)
    if post.deleted_at is None and state in _TOLD:
        await notices.tell([account_id], _TOLD[state], post.id, post.family_id)
