"""What is expected of every route."""

from tests.trust.matrix.rule import Rule
from tests.trust.matrix.rules.archive import OF_THE_ARCHIVE, SHARED
from tests.trust.matrix.rules.booklets import OF_BOOKLETS
from tests.trust.matrix.rules.children import OF_A_CHILD
from tests.trust.matrix.rules.class_cards import OF_CLASS_CARDS
from tests.trust.matrix.rules.coverings import OF_COVERINGS
from tests.trust.matrix.rules.desk import OF_A_DESK
from tests.trust.matrix.rules.donations import OF_DONATIONS
from tests.trust.matrix.rules.entries import OF_AN_ENTRY
from tests.trust.matrix.rules.exports import OF_EXPORTS
from tests.trust.matrix.rules.families import OF_A_FAMILY, OF_ONESELF
from tests.trust.matrix.rules.feed import OF_THE_FEED
from tests.trust.matrix.rules.filing import OF_FILING
from tests.trust.matrix.rules.filing_papers import OF_FILING_PAPERS
from tests.trust.matrix.rules.insight import OF_INSIGHT
from tests.trust.matrix.rules.measurements import OF_MEASUREMENTS
from tests.trust.matrix.rules.moderation import OF_MODERATION
from tests.trust.matrix.rules.posters import OF_POSTERS
from tests.trust.matrix.rules.posts import OF_POSTS
from tests.trust.matrix.rules.printed_albums import OF_PRINTED_ALBUMS
from tests.trust.matrix.rules.schools import OF_A_SCHOOL, OF_STAFF
from tests.trust.matrix.rules.show_pages import OF_SHOW_PAGES
from tests.trust.matrix.rules.stories import OF_STORIES
from tests.trust.matrix.rules.tasks import OF_TASKS
from tests.trust.matrix.rules.timeline import OF_TIMELINES

RULES: dict[str, Rule] = {
    **OF_ONESELF,
    **OF_A_FAMILY,
    **OF_A_CHILD,
    **OF_BOOKLETS,
    **OF_CLASS_CARDS,
    **OF_COVERINGS,
    **OF_A_DESK,
    **OF_DONATIONS,
    **OF_AN_ENTRY,
    **OF_EXPORTS,
    **OF_THE_FEED,
    **OF_FILING,
    **OF_FILING_PAPERS,
    **OF_INSIGHT,
    **OF_MEASUREMENTS,
    **OF_MODERATION,
    **OF_POSTERS,
    **OF_POSTS,
    **OF_PRINTED_ALBUMS,
    **OF_SHOW_PAGES,
    **OF_STORIES,
    **OF_TASKS,
    **OF_TIMELINES,
    **OF_THE_ARCHIVE,
    **SHARED,
    **OF_A_SCHOOL,
    **OF_STAFF,
}
