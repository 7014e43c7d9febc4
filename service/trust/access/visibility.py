"""Visibility: the queries from which every read of a viewer starts."""

from collections.abc import Collection
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.archive.booklets import Booklet
from models.archive.endorsements import Endorsement
from models.archive.exports import Export
from models.archive.filing import FiledFile, FiledItem, OpenLevel
from models.archive.growth import Audience, Entry, EntryPhoto
from models.archive.measurements import Measurement
from models.archive.photos import Photo, PhotoState
from models.archive.printed_albums import PrintedAlbum
from models.archive.stories import EntryComment, Story
from models.people.families import Role
from models.people.schools import ClassStaff
from models.people.students import Student, StudentAccount
from models.programme.donations import DonatedItem, Donation
from models.sharing.distances import Block
from models.sharing.post_comments import PostComment
from models.sharing.posts import Post, PostPhoto, PostState
from models.trust.consents import Consent, Purpose
from models.trust.moderation import Standing
from models.trust.restrictions import Restricted, Restriction
from service.foundation import clock
from service.trust.access.viewers import Viewer


def students_visible_to(viewer: Viewer) -> QuerySet[Student]:
    """The children of the viewer's own families, and the viewer as a student."""
    mine = Q(family_id__in=viewer.families()) | Q(id__in=viewer.selves)
    return Student.filter(mine, erased_at=None)


def entries_visible_to(viewer: Viewer) -> QuerySet[Entry]:
    """One's own; relatives' and classmates' once checked, within their audience and consent.

    What is unfinished is its author's alone; a student's draft is the student's and the guardians'
    until one of them confirms it.
    """
    guarded, own = viewer.families(Role.GUARDIAN), viewer.families()
    checked = Q(standing=Standing.PASSED, unfinished=False)
    told = checked & Q(draft=False)
    return Entry.filter(
        Q(author_id=viewer.account_id) & (Q(family_id__in=own) | Q(student_id__in=viewer.selves))
        | checked & (Q(family_id__in=guarded) | Q(student_id__in=viewer.of_age))
        | told & Q(audience__gte=Audience.FAMILY) & (Q(family_id__in=own) | _oneself(viewer))
        | told & _class_sees(viewer),
        deleted_at=None,
    )


def entries_at_home(viewer: Viewer) -> QuerySet[Entry]:
    """Those that the viewer sees as one of the family or as the child itself, not as its class."""
    home = Q(family_id__in=viewer.families()) | Q(student_id__in=viewer.selves)
    return entries_visible_to(viewer).filter(home)


def entries_for_class(viewer: Viewer) -> QuerySet[Entry]:
    """Those of them that their class is shown, too: checked, confirmed, consented to."""
    told = Q(standing=Standing.PASSED, unfinished=False, draft=False)
    shown = told & _consented() & Q(audience__gte=Audience.CLASS)
    return entries_visible_to(viewer).filter(shown)


def entries_changeable_by(viewer: Viewer) -> QuerySet[Entry]:
    """Those that the viewer may change, put into the trash and take out of it, in it or not.

    One's own, for a student until it is confirmed; of what passed the check all of a child or
    family that one decides for.
    """
    present = Q(family_id__in=viewer.families()) | Q(student_id__in=viewer.selves)
    open_to_minors = (
        Q(draft=True) | Q(student_id__isnull=True) | Q(student_id__not_in=viewer.minors)
    )
    guarded = Q(family_id__in=viewer.families(Role.GUARDIAN))
    not_grown = Q(student_id__isnull=True) | Q(student_id__not_in=viewer.grown)
    checked = Q(standing=Standing.PASSED, unfinished=False)
    return Entry.filter(
        Q(author_id=viewer.account_id) & present & open_to_minors
        | checked & (guarded & not_grown | Q(student_id__in=viewer.of_age))
    )


def stories_visible_to(viewer: Viewer) -> QuerySet[Story]:
    """On entries that one has as one of the family: one's own; others' once words and voice passed.

    A voice that is not to be heard takes its words along: they tell of it.
    """
    home = Subquery(entries_at_home(viewer).values("id"))
    return stories_heard_by(viewer).filter(entry_id__in=home)


def stories_heard_by(viewer: Viewer) -> QuerySet[Story]:
    """Of entries that the caller knows the viewer to have at home, the stories it is told."""
    heard = Q(
        recording__state=PhotoState.READY,
        recording__standing=Standing.PASSED,
        recording__deleted_at=None,
    )
    passed = Q(standing=Standing.PASSED) & (Q(recording_id=None) | heard)
    return Story.filter(Q(author_id=viewer.account_id) | passed, deleted_at=None)


def comments_visible_to(viewer: Viewer) -> QuerySet[EntryComment]:
    """On entries that one has as one of the family: one's own; others' once checked."""
    home = Subquery(entries_at_home(viewer).values("id"))
    return comments_heard_by(viewer).filter(entry_id__in=home)


def comments_heard_by(viewer: Viewer) -> QuerySet[EntryComment]:
    """Of entries that the caller knows the viewer to have at home, the comments it reads."""
    passed = Q(standing=Standing.PASSED)
    return EntryComment.filter(Q(author_id=viewer.account_id) | passed, deleted_at=None)


def endorsements_visible_to(
    viewer: Viewer, entry_ids: Collection[UUID] | None = None
) -> QuerySet[Endorsement]:
    """One's own as a teacher, while the entry is seen; to its family once checked.

    `entry_ids` asks for those on these entries alone: the others of a long life are not looked at.
    """
    asked = Q() if entry_ids is None else Q(id__in=list(entry_ids))
    home = Subquery(entries_at_home(viewer).filter(asked).values("id"))
    seen = Subquery(entries_visible_to(viewer).filter(asked).values("id"))
    return Endorsement.filter(
        Q(standing=Standing.PASSED, entry_id__in=home)
        | Q(teacher_id=viewer.account_id, entry_id__in=seen),
        deleted_at=None,
    )


def measurements_visible_to(viewer: Viewer) -> QuerySet[Measurement]:
    """The family's and the child's own; nobody outside ever sees them."""
    return Measurement.filter(
        Q(family_id__in=viewer.families()) | Q(student_id__in=viewer.selves), deleted_at=None
    )


def booklets_visible_to(viewer: Viewer) -> QuerySet[Booklet]:
    """The guardians' and the child's own: a locked one cannot follow what is narrowed later."""
    return Booklet.filter(
        Q(family_id__in=viewer.families(Role.GUARDIAN)) | Q(student_id__in=viewer.selves),
        deleted_at=None,
    )


def printed_albums_visible_to(viewer: Viewer) -> QuerySet[PrintedAlbum]:
    """One's own while one belongs to the family, and the guardians': a print follows nothing that
    is narrowed later.
    """
    return printed_albums_ever_of(viewer).filter(deleted_at=None)


def printed_albums_ever_of(viewer: Viewer) -> QuerySet[PrintedAlbum]:
    """The same with those that were deleted."""
    own = Q(account_id=viewer.account_id, family_id__in=viewer.families())
    return PrintedAlbum.filter(own | Q(family_id__in=viewer.families(Role.GUARDIAN)))


def exports_visible_to(viewer: Viewer) -> QuerySet[Export]:
    """The guardians', for a bag holds all that any of them sees; a grown child's own alone."""
    guarded = Q(family_id__in=viewer.families(Role.GUARDIAN), by_child=False)
    own = Q(account_id=viewer.account_id, student_id__in=viewer.of_age, by_child=True)
    return Export.filter(guarded | own)


def donations_visible_to(viewer: Viewer) -> QuerySet[Donation]:
    """The guardians', and a grown child's own where it is told of: they decide about it."""
    theirs = [Q(student_ids__contains=[str(one)]) for one in viewer.of_age]
    told = DonatedItem.filter(Q(*theirs, join_type=Q.OR) if theirs else Q(id__in=[]))
    return Donation.filter(
        Q(family_id__in=viewer.families(Role.GUARDIAN))
        | Q(id__in=Subquery(told.values("donation_id")))
    )


def booklets_to_endorse(viewer: Viewer) -> QuerySet[Booklet]:
    """Those that were sent to a class that the viewer teaches today, of children who are in it.

    They go dark with the consent to class view.
    """
    today = clock.today()
    teaching = ClassStaff.filter(
        Q(until=None) | Q(until__gt=today),
        account_id=viewer.account_id,
        confirmed_at__isnull=False,
        since__lte=today,
    )
    agreed = Consent.filter(purpose=Purpose.CLASS, withdrawal__id__isnull=True)
    return Booklet.filter(
        Q(student_id__in=Subquery(agreed.values("student_id"))),
        school_class_id__in=Subquery(teaching.values("school_class_id")),
        student_id__in=viewer.classmates,
        deleted_at=None,
    )


def filed_items_visible_to(viewer: Viewer) -> QuerySet[FiledItem]:
    """What one said; what relatives said once checked, and of what is closed only what one guards.

    A child that looks for itself has those of its own archive that are not closed.
    """
    own, guarded = Q(family_id__in=viewer.families()), viewer.families(Role.GUARDIAN)
    told = (own | _oneself(viewer)) & ~Q(open_level=OpenLevel.CLOSED)
    return FiledItem.filter(
        Q(words_by_id=viewer.account_id) & own
        | Q(standing=Standing.PASSED) & (told | Q(family_id__in=guarded))
    )


def photos_visible_to(viewer: Viewer) -> QuerySet[Photo]:
    """The uploader's at once; after the check the guardians' and whoever sees an entry of it.

    Or hears it: a recording goes with the story that it tells.
    """
    shown = Q(state=PhotoState.READY, standing=Standing.PASSED)
    entries = entries_visible_to(viewer).values("id")
    in_entries = EntryPhoto.filter(entry_id__in=Subquery(entries)).values("photo_id")
    told = stories_visible_to(viewer).filter(recording_id__isnull=False).values("recording_id")
    homes = Student.filter(id__in=viewer.selves).values("family_id")
    home = Q(family_id__in=viewer.families()) | Q(family_id__in=Subquery(homes))
    return Photo.filter(
        Q(uploader_id=viewer.account_id) & (home | Q(family_id=None))
        | shown & Q(family_id__in=viewer.families(Role.GUARDIAN))
        | shown & Q(id__in=Subquery(in_entries))
        | shown & Q(id__in=Subquery(told)),
        deleted_at=None,
    )


def photos_in_own_archive(viewer: Viewer) -> QuerySet[Photo]:
    """Of a child that looks for itself: the checked ones that it meets there, or put there itself.

    They are in its records and told stories, in what was filed for it; one is its portrait.
    """
    told = Subquery(photos_visible_to(viewer).values("id"))
    filed = FiledFile.filter(item_id__in=Subquery(filed_items_visible_to(viewer).values("id")))
    worn = students_visible_to(viewer).filter(id__in=viewer.selves, avatar_id__isnull=False)
    accounts = StudentAccount.filter(student_id__in=viewer.selves, until=None).values("account_id")
    return Photo.filter(
        Q(id__in=told)
        | Q(id__in=Subquery(filed.values("photo_id")))
        | Q(id__in=Subquery(worn.values("avatar_id")))
        | Q(uploader_id__in=Subquery(accounts)),
        state=PhotoState.READY,
        standing=Standing.PASSED,
        deleted_at=None,
    )


def photos_discardable_by(viewer: Viewer) -> QuerySet[Photo]:
    """Those that the viewer may put into the trash and take out of it again, in it or not.

    One's own while one may add to the family; for guardians all that passed the check.
    """
    shown = Q(state=PhotoState.READY, standing=Standing.PASSED)
    homes = Student.filter(id__in=viewer.selves).values("family_id")
    adding = Q(family_id__in=viewer.families(Role.CONTRIBUTOR)) | Q(family_id__in=Subquery(homes))
    return Photo.filter(
        Q(uploader_id=viewer.account_id) & (adding | Q(family_id=None))
        | shown & Q(family_id__in=viewer.families(Role.GUARDIAN))
    )


def posts_visible_to(viewer: Viewer) -> QuerySet[Post]:
    """One's own; relatives' and others' once approved, within audience and live consent.

    What an urgent report hides is its author's alone until a human has looked.
    """
    approved = Q(state=PostState.APPROVED, hidden_at=None) & _pictured()
    own, guarded = viewer.families(), viewer.families(Role.GUARDIAN)
    return Post.filter(
        _own_posts(viewer)
        | approved & (Q(family_id__in=guarded) | Q(student_id__in=viewer.of_age))
        | approved & Q(audience__gte=Audience.FAMILY) & (Q(family_id__in=own) | _oneself(viewer))
        | approved & _free() & _near(viewer) & (_class_sees(viewer) | _everybody_sees()),
        deleted_at=None,
    )


def posts_discarded_by(viewer: Viewer) -> QuerySet[Post]:
    """Those in the trash that the viewer may take out: one's own, approved ones one decides for."""
    guarded = Q(family_id__in=viewer.families(Role.GUARDIAN))
    guarded &= Q(student_id__isnull=True) | Q(student_id__not_in=viewer.grown)
    approved = Q(state=PostState.APPROVED, hidden_at=None)
    return Post.filter(
        _own_posts(viewer) | approved & (guarded | Q(student_id__in=viewer.of_age)),
        deleted_at__isnull=False,
    )


def _own_posts(viewer: Viewer) -> Q:
    """Those of the author's, while it belongs there, in every state, and with what waits."""
    there = Q(family_id__in=viewer.families()) | Q(student_id__in=viewer.of_age)
    kept = PostPhoto.filter(photo__deleted_at=None).values("post_id")
    return Q(author_id=viewer.account_id) & there & Q(id__in=Subquery(kept))


def post_comments_heard_by(viewer: Viewer) -> QuerySet[PostComment]:
    """Under posts that the caller knows the viewer to see: one's own; others' once checked."""
    passed = Q(standing=Standing.PASSED)
    return PostComment.filter(Q(author_id=viewer.account_id) | passed, deleted_at=None)


def own_post_comments(viewer: Viewer) -> QuerySet[PostComment]:
    """What the viewer said under posts that it still sees, whatever the check says of it."""
    seen = Subquery(posts_visible_to(viewer).values("id"))
    return PostComment.filter(author_id=viewer.account_id, deleted_at=None, post_id__in=seen)


def posts_on_the_wall() -> QuerySet[Post]:
    """What anybody may see without an account: featured by a curator, approved, consented to."""
    featured = Q(state=PostState.APPROVED, featured_at__isnull=False)
    featured &= Q(hidden_at=None, deleted_at=None)
    return Post.filter(_everybody_sees(), _free(), _pictured(), featured)


def families_restricted() -> QuerySet[Restriction]:
    """The families that show nothing to others for now; few at any time."""
    held = Restriction.filter(what=Restricted.SHOWING, lifted_at=None, until__gt=clock.now())
    return held.filter(family_id__isnull=False)


def _free() -> Q:
    return Q(family_id__not_in=Subquery(families_restricted().values("family_id")))


def _near(viewer: Viewer) -> Q:
    """Not of a family that keeps the viewer away."""
    away = Block.filter(account_id=viewer.account_id).values("family_id")
    return Q(family_id__not_in=Subquery(away))


def _pictured() -> Q:
    """A post is dark while all its pictures are in the trash."""
    kept = PostPhoto.filter(photo__deleted_at=None, waits=False).values("post_id")
    return Q(id__in=Subquery(kept))


def _oneself(viewer: Viewer) -> Q:
    return Q(student_id__in=viewer.selves)


def _consented() -> Q:
    return Q(consent_id__isnull=False, consent__withdrawal__id__isnull=True)


def _everybody_sees() -> Q:
    return _consented() & Q(audience=Audience.PUBLIC)


def _class_sees(viewer: Viewer) -> Q:
    return _consented() & Q(audience__gte=Audience.CLASS, student_id__in=viewer.classmates)
