"""Owns the cast: the girl as she grows from a baby to ten, her family, and the school."""

from dataclasses import replace

from .pose import Look

MOTHER = Look(
    0.94,
    5.3,
    "long",
    "#e9a38f",
    "#7a8fae",
    "#b7655a",
    breadth=0.42,
    extras=("collar",),
    wardrobe=("#e9a38f", "#c98fa8", "#8fb3a6", "#e3b96a", "#a9b6d8"),
)
FATHER = Look(
    1.0,
    5.4,
    "short",
    "#5e8fa3",
    "#4f5568",
    "#5b4636",
    breadth=0.54,
    extras=("collar", "buttons"),
    wardrobe=("#5e8fa3", "#8a9a6a", "#c98a5a", "#6f7fa8", "#b9ac98"),
)
GRANDFATHER = Look(
    0.93,
    5.0,
    "cap",
    "#8b8f78",
    "#6a6258",
    hair_colour="#d9d5cd",
    skin="#eec6a2",
    breadth=0.5,
    extras=("cap", "glasses", "buttons"),
    wardrobe=("#8b8f78", "#9a8468", "#7f8d98"),
)
GRANDMOTHER = Look(
    0.87,
    4.8,
    "bun",
    "#a06f8f",
    "#6f6276",
    hair_colour="#c9c4c2",
    skin="#f0caa8",
    breadth=0.46,
    extras=("glasses", "buttons"),
    wardrobe=("#a06f8f", "#b0746a", "#7d86a6"),
)
TEACHER = Look(
    0.93,
    5.3,
    "bun",
    "#7fa08a",
    "#58606f",
    hair_colour="#4a332c",
    breadth=0.42,
    extras=("glasses", "collar"),
)
COUSIN = Look(
    0.6, 3.9, "short", "#6fae9a", "#66708c", "#e6e0d4", breadth=0.4, short=True, extras=("stripes",)
)
BABY = Look(0.36, 2.5, "baby", "#f7d98f", "#f7d98f", "#fff3dc", breadth=0.34)

_GROWING = (
    (1, 0.42, 2.8, "baby"),
    (2, 0.47, 3.0, "tufts"),
    (3, 0.52, 3.3, "tufts"),
    (5, 0.6, 3.6, "bob"),
    (7, 0.67, 3.9, "bob"),
    (9, 0.75, 4.3, "bob"),
    (99, 0.82, 4.6, "bob"),
)
_DRESSES = ("#f2b84b", "#ef8f7a", "#7fb5a6", "#8fa9d8", "#e58aa0")


def girl(age: int, **changes: object) -> Look:
    """Return the girl at an age in years; ``changes`` replace parts of her look."""
    height, heads, hair = next(row[1:] for row in _GROWING if age <= row[0])
    colour = _DRESSES[age % len(_DRESSES)]
    look = Look(
        height,
        heads,
        hair,
        colour,
        "#7388a8",
        "#c8504a",
        dress=age >= 2,
        short=True,
        extras=("bow",) if age in (2, 3, 4, 5) else (),
    )
    return replace(look, **changes)


def pupil(age: int, *extras: str) -> Look:
    """Return the girl in school clothes; the red scarf comes with the first pioneers' year."""
    scarf = ("scarf",) if age >= 7 else ("collar",)
    return girl(age, top="#fdfaf2", legs="#3f5f93", dress=False, extras=(*scarf, *extras))
