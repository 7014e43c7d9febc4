"""The demo's people: who may hold the phone in the desktop browser, and who they are."""

from service.demo import story
from service.demo.story import Household
from service.emulators.phone import Someone


def people() -> tuple[Someone, ...]:
    """Families first, then the class, then the city's staff."""
    families = (one for household in story.HOUSEHOLDS for one in _family(household))
    return (
        *families,
        Someone(story.TEACHER, f"{story.CLASS}的老师"),
        Someone(story.HEAD, f"{story.SCHOOL}的校长"),
        Someone(story.ARCHIVIST, "市里的档案员"),
        Someone(story.MODERATOR, "市里的审核员"),
        *(Someone(curator, "市里挑选好内容的人") for curator in story.CURATORS),
    )


def _family(household: Household) -> tuple[Someone, ...]:
    relatives = (household.owner, *household.relatives)
    return tuple(Someone(one.person, f"{household.child}的{one.relation}") for one in relatives)
