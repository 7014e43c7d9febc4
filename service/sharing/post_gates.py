"""Post gates: what it takes to show something to an audience, for a new post and for a change.

Wider than the family it is a guardian's, while it decides, on a live consent, with words that give
nothing away. A post that a link opens to strangers takes the same, whatever its audience.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.archive.growth import Audience
from models.archive.photos import Medium, Photo
from models.people.accounts import Account
from models.people.families import Role
from models.sharing.posts import Post
from models.sharing.share_links import ShareLink
from models.trust.consents import Consent, Purpose
from models.trust.restrictions import Restricted
from service.archive import photos, pictured
from service.foundation import clock
from service.foundation.errors import Forbidden, Invalid
from service.people import disclosures, phones
from service.trust import access, consents, restrictions
from service.trust.access import Viewer

PURPOSES = {Audience.CLASS: Purpose.CLASS, Audience.PUBLIC: Purpose.SHOW}


@dataclass(frozen=True)
class Showing:
    """Words and photos of a family's, or about a child of it, and who is to have them.

    `linked`: strangers do, by a link.
    """

    family_id: UUID
    student_id: UUID | None
    audience: Audience
    words: str
    photo_ids: Collection[UUID] = ()
    linked: bool = False

    @property
    def leaves_family(self) -> bool:
        return self.linked or self.audience > Audience.FAMILY

    @property
    def purpose(self) -> Purpose:
        return Purpose.SHOW if self.linked else PURPOSES[self.audience]


async def require(account: Account, showing: Showing, *, knowingly: bool) -> Consent | None:
    """Require all that showing this takes; the consent that it stands on, outside the family."""
    await _require_role(account, showing)
    await access.student_of(showing.family_id, showing.student_id)
    if showing.student_id:
        await consents.require(Purpose.ARCHIVE, showing.family_id, showing.student_id)
    if showing.audience is Audience.PUBLIC:
        phones.require(account)
    if not showing.leaves_family:
        return None
    await access.require_undisputed(showing.family_id)
    # whoever left the family meanwhile has been waited for
    await access.deciding_for(account, showing.family_id, showing.student_id)
    await restrictions.require_free(account, showing.family_id, Restricted.SHOWING)
    await disclosures.refuse(showing.family_id, "words", showing.words, knowingly=knowingly)
    await pictured.require(
        showing.purpose, showing.family_id, showing.student_id, showing.photo_ids
    )
    return await consents.require(showing.purpose, showing.family_id, showing.student_id)


async def _require_role(account: Account, showing: Showing) -> None:
    """A student publishes nothing, until of age; then about itself without being a member."""
    viewer = await access.viewer(account)
    if showing.student_id not in viewer.of_age:
        least = Role.GUARDIAN if showing.leaves_family else Role.CONTRIBUTOR
        await access.family_for(account, showing.family_id, least)
    if showing.leaves_family:
        refuse_minor(viewer)


def refuse_minor(viewer: Viewer) -> None:
    """Refuse a student that is not of age to show anything, of a family of its own, too."""
    if viewer.minors:
        detail = "未成年人的账号还不能晒给家里以外的人看，可以请爸爸妈妈来晒"
        raise Forbidden("post.student", detail)


async def pictures(
    account: Account, family_id: UUID, photo_ids: list[UUID], known: Sequence[Photo] = ()
) -> list[Photo]:
    """One to nine photos, or one film, that the account may show; locked. `known` are shown now."""
    found = await photos.usable(account, family_id, photo_ids, known=known)
    for place, photo in enumerate(found):
        if photo.medium is Medium.AUDIO:
            detail = "录音不能晒，选照片或者一段视频"
            raise Invalid.field(f"photo_ids[{place}]", "photo.recording", detail)
    if len(found) > 1 and any(photo.medium is Medium.VIDEO for photo in found):
        raise Invalid.field("photo_ids", "photos.mixed", "一次晒一到九张照片，或者单独一段视频")
    photos.require_ready(found)
    return found


async def require_entry(
    account: Account, entry_id: UUID, family_id: UUID, student_id: UUID | None
) -> None:
    """Require a finished record of the family's that the account may see, not of another child."""
    visible = access.entries_at_home(await access.viewer(account))
    entry = await visible.get_or_none(
        id=entry_id, family_id=family_id, draft=False, unfinished=False
    )
    if entry is None:
        raise Invalid.field("entry_id", "entry.unknown", "这条记录找不到了，或者还没有写完")
    if entry.student_id and entry.student_id != student_id:
        detail = "这条记录是另一个孩子的，请在那个孩子名下晒"
        raise Invalid.field("entry_id", "entry.of_other", detail)


async def leaves_family(post: Post) -> bool:
    """Whether anybody but the family may have a post, or would have it once it is approved."""
    if post.audience > Audience.FAMILY:
        return True
    return post.audience > Audience.GUARDIANS and await has_link(post.id)


async def has_link(post_id: UUID) -> bool:
    """Whether a link opens a post, as far as the post itself lets it."""
    living = ShareLink.filter(post_id=post_id, revoked_at=None, expires_at__gt=clock.now())
    return await living.exists()
