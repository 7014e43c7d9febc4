"""Owns colour: mixing, and the lights a scene can be seen in, from morning to night."""

from dataclasses import dataclass

from PIL import ImageColor

Rgb = tuple[int, int, int]
Fill = str | tuple[str, str]
"""One colour, or the colours at the top and the bottom of a shape, as ``#rrggbb``."""


def rgb(colour: str) -> Rgb:
    """Return the three 8-bit channels of a ``#rrggbb`` colour."""
    red, green, blue, *_ = ImageColor.getrgb(colour)
    return red, green, blue


def mix(first: str, second: str, share: float) -> str:
    """Return ``first`` with ``share`` (0 to 1) of ``second`` stirred in."""
    channels = [round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*channels)


def lighter(colour: str, share: float = 0.2) -> str:
    """Return the colour warmed towards cream, as gouache does when white is added."""
    return mix(colour, "#fff6e4", share)


def darker(colour: str, share: float = 0.2) -> str:
    """Return the colour sunk towards a plum shadow, which stays livelier than black."""
    return mix(colour, "#33233f", share)


@dataclass(frozen=True)
class Light:
    """The hour a scene is seen in: its sky, its sun, and the tint lying over everything."""

    sky: tuple[str, str]
    sun: str
    cloud: str
    tint: tuple[str, str]
    water: tuple[str, str]
    dark: bool = False


MORNING = Light(
    ("#8fc3de", "#fbe7cd"), "#fff2c8", "#fffaf0", ("#fff8ea", "#fffdf6"), ("#a9d3d6", "#5fa3b3")
)
NOON = Light(
    ("#5fa9da", "#d3edf2"), "#fff8df", "#ffffff", ("#ffffff", "#fffdf4"), ("#8fd0d8", "#3f93b4")
)
GOLDEN = Light(
    ("#86a9d2", "#fcd59b"), "#ffe6a3", "#fff0da", ("#fff0d8", "#ffeacb"), ("#e2c9a6", "#6e97a6")
)
DUSK = Light(
    ("#5b679f", "#f8ab7e"), "#ffd39a", "#f3c0ad", ("#f6dcd6", "#f3d3c3"), ("#e5a68c", "#58658f")
)
NIGHT = Light(
    ("#18244d", "#51629b"),
    "#fdf3cf",
    "#7482b5",
    ("#8d9bd0", "#a7a6cc"),
    ("#3f5288", "#1f2c57"),
    dark=True,
)
RAIN = Light(
    ("#9fb3c0", "#dfe6e2"), "#f4f4ea", "#eef1ee", ("#e6edee", "#eaf0ec"), ("#b9ccd0", "#7f9dab")
)
