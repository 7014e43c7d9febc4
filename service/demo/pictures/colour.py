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
    ("#93c9e6", "#fdeed6"), "#fff2c8", "#fffaf0", ("#fffaf2", "#fffdf6"), ("#aedada", "#5fa9ba")
)
NOON = Light(
    ("#5fb0e2", "#d8f0f5"), "#fff8df", "#ffffff", ("#ffffff", "#fffdf6"), ("#97d6dc", "#3f9bbc")
)
GOLDEN = Light(
    ("#9ec6e2", "#ffe2ae"), "#fff0b8", "#fff3e0", ("#fff5e4", "#ffefd4"), ("#f0d9b4", "#6fa3b0")
)
DUSK = Light(
    ("#8a83ba", "#ffc29a"), "#ffe0a8", "#ffdccb", ("#fdeae2", "#fbe4d4"), ("#f2bb9e", "#7580ab")
)
NIGHT = Light(
    ("#202f63", "#6577b3"),
    "#fdf3cf",
    "#8592c4",
    ("#b4bfe6", "#cbc6de"),
    ("#5168a3", "#2a3a70"),
    True,
)
EVENING = Light(
    ("#26346a", "#5f6da6"),
    "#ffe3a6",
    "#7482b5",
    ("#fbe6cc", "#f3d3ac"),
    ("#5168a3", "#2a3a70"),
    True,
)
"""Indoors under the lamp, with the night in the window."""
RAIN = Light(
    ("#a9bcc8", "#e3eae7"), "#f4f4ea", "#eef1ee", ("#f0f5f5", "#f2f5f2"), ("#c0d2d5", "#86a4b1")
)
