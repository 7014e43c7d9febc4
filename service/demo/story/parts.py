"""What a story is made of: households, their relatives, moments to remember and posts to show."""

from dataclasses import dataclass

from service.demo.shots import Shot

XIANGZHOU, JINWAN, DOUMEN = (22.2665, 113.5826), (22.1466, 113.3634), (22.2092, 113.2967)


@dataclass(frozen=True)
class Relative:
    """Somebody with a phone: who WeChat says they are, and what the family calls them."""

    person: str
    nickname: str
    relation: str
    role: str = "contributor"


@dataclass(frozen=True)
class Moment:
    """An entry. `happened` stays empty where a camera knows the day."""

    title: str
    shots: tuple[Shot, ...]
    happened: str = ""
    story: str = ""
    dimension: str | None = None
    by: str = ""
    audience: str = "family"
    of_family: bool = False


@dataclass(frozen=True)
class Household:
    """A family with one child."""

    key: str
    name: str
    district: str
    owner: Relative
    child: str
    born: str
    relatives: tuple[Relative, ...] = ()
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Show:
    """A post, and how it ends."""

    household: str
    words: str
    shots: tuple[Shot, ...]
    audience: str = "public"
    ends_as: str = "approved"
    featured: bool = False
    liked_by: tuple[str, ...] = ()
    shared: bool = False
    revoked: bool = False
    of_family: bool = False
    joins_topic: bool = False


def phone(
    scene: str,
    at: str,
    place: tuple[float, float],
    orientation: int = 1,
    *,
    age: int | None = None,
) -> Shot:
    """As the phone's own camera kept it, at a moment in China."""
    return Shot(scene, "phone", f"{at}+08:00", place, orientation, age)


def picked(scene: str, *, age: int | None = None) -> Shot:
    """As WeChat's picker hands it over: without a word about itself."""
    return Shot(scene, age=age)
