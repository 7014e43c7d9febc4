"""Access: who may see and do what. The only place that decides it.

Every read starts from a `*_visible_to(viewer)` query, every write from a verb of `authority`.
What a viewer may not see is NotFound, exactly as if it did not exist; what they see but may not do
is Forbidden.
"""

from service.trust.access.authority import (
    contributing_to,
    deciding_for,
    family_for,
    guarded_family,
    hold,
    is_vouched_for,
    require_undisputed,
    student_of,
    student_self,
)
from service.trust.access.offices import holds, office_over, offices_of, school_administered
from service.trust.access.viewers import ANONYMOUS, Viewer, viewer
from service.trust.access.visibility import (
    booklets_to_endorse,
    booklets_visible_to,
    comments_heard_by,
    comments_visible_to,
    endorsements_visible_to,
    entries_at_home,
    entries_changeable_by,
    entries_for_class,
    entries_visible_to,
    measurements_visible_to,
    photos_discardable_by,
    photos_visible_to,
    posts_on_the_wall,
    posts_visible_to,
    stories_heard_by,
    stories_visible_to,
    students_visible_to,
)

__all__ = [
    "ANONYMOUS",
    "Viewer",
    "booklets_to_endorse",
    "booklets_visible_to",
    "comments_heard_by",
    "comments_visible_to",
    "contributing_to",
    "deciding_for",
    "endorsements_visible_to",
    "entries_at_home",
    "entries_changeable_by",
    "entries_for_class",
    "entries_visible_to",
    "family_for",
    "guarded_family",
    "hold",
    "holds",
    "is_vouched_for",
    "measurements_visible_to",
    "office_over",
    "offices_of",
    "photos_discardable_by",
    "photos_visible_to",
    "posts_on_the_wall",
    "posts_visible_to",
    "require_undisputed",
    "school_administered",
    "stories_heard_by",
    "stories_visible_to",
    "student_of",
    "student_self",
    "students_visible_to",
    "viewer",
]
