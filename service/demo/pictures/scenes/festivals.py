"""Owns the festivals of the year."""

from dataclasses import replace

from ..canvas import Canvas
from ..colour import DUSK, EVENING, GOLDEN, MORNING, NIGHT, NOON
from ..parts import festive, land, landmarks, rooms, sky, town, water
from ..people import COUSIN, FATHER, GRANDFATHER, GRANDMOTHER, MOTHER, Pose, figure, girl
from .registry import scene

RED_COAT = {
    "top": "#d0392f",
    "legs": "#5b3a44",
    "dress": False,
    "short": False,
    "extras": ("collar",),
}


@scene(DUSK, EVENING, GOLDEN, age=7)
def spring_festival(c: Canvas) -> None:
    """Spring Festival before the door: couplets, lanterns, the girl greets with folded hands."""
    festive.doorway(c, 0, 12, 44, 62)
    festive.string_of_lanterns(c, 86, 6 if c.half > 55 else 4, 5)
    figure(c, GRANDFATHER, (-30, 3), 50, Pose(right=(0.1, -0.6), gaze=0.3))
    figure(c, GRANDMOTHER, (30, 3), 52, Pose(left=(0.1, -0.6), gaze=-0.3))
    pose = Pose(left=(-0.42, -0.3), right=(-0.42, -0.3), mouth="laugh")
    f = figure(c, girl(c.age, **RED_COAT), (0, 3), 62, pose)
    festive.red_envelope(c, f.neck[0], f.arms[0].end[1], 7)


@scene(EVENING, age=9)
def reunion_dinner(c: Canvas) -> None:
    """New Year's Eve: the family behind the laid table, fireworks in the window."""
    rooms.room(c, "#d98f6a", "#8a5a42", 20)
    rooms.window(c, 0, 56, 44, 34)
    for x, y, size, tone in (
        (-10, 76, 8, "#ffcf6a"),
        (10, 80, 6, "#ff8f9a"),
        (4, 68, 4, "#9fe0d0"),
    ):
        festive.firework(c, x, y, size, tone)
    for x in (-c.half + 9, c.half - 9):
        festive.lantern(c, x, 80, 7)
        festive.blessing(c, x, 52, 8)
    eating = Pose("hidden", left=(-0.15, -0.66), right=(-0.15, -0.66), mouth="laugh")
    figure(c, GRANDFATHER, (-40, 24), 80, replace(eating, gaze=0.4))
    figure(c, MOTHER, (-21, 24), 82, replace(eating, gaze=0.3))
    figure(c, FATHER, (21, 24), 82, replace(eating, right=(0.2, 0.6), gaze=-0.2))
    figure(c, GRANDMOTHER, (41, 24), 82, replace(eating, gaze=-0.4))
    figure(c, girl(c.age, **RED_COAT), (0, 25), 80, replace(eating, tilt=4))
    rooms.cloth(c, 0, 26, 112, "#c8433a")
    festive.dumplings(c, 0, 24, 13)
    for x, food in ((-30, "#e8a34a"), (-45, "#7fae5a"), (29, "#d9664a"), (44, "#f0d9a0")):
        festive.bowl(c, x, 23, 7, food)


@scene(NIGHT, age=5)
def mid_autumn(c: Canvas) -> None:
    """Mid-Autumn on the balcony: the full moon, a rabbit lantern, mooncakes."""
    sky.sky(c, 40)
    sky.moon(c, 16, 74, 11)
    land.hills(c, 40, 14, "#3f4f80")
    town.skyline(c, 38, 11)
    land.ground(c, 30, "#4f6b5a")
    for x, y in ((-36, 82), (-20, 88), (40, 86)):
        festive.lantern(c, x, y, 4.5)
    landmarks.balustrade(c, 16, 32)
    c.wash("#b08a74", "#8a6658", -1, 18)
    figure(c, MOTHER, (-30, 8), 60, Pose(right=(0.3, -0.7), gaze=0.4))
    f = figure(c, girl(c.age), (-8, 6), 62, Pose(right=(0.7, 0.1), mouth="laugh", gaze=0.3))
    festive.rabbit_lantern(c, f.arms[1].end[0] + 3, f.arms[1].end[1] + 1, 7)
    rooms.table(c, 30, 17, 30, "#9a6b48")
    festive.mooncakes(c, 30, 19, 10)


@scene(MORNING, NOON, GOLDEN, age=8)
def dragon_boats(c: Canvas) -> None:
    """Dragon boats race on the river, the girl and her grandfather cheer on the bank."""
    sky.sky(c, 60)
    land.hills(c, 60, 14, "#86a89a")
    land.hills(c, 58, 6, "#7fa474", 9)
    water.sea(c, 60)
    water.dragon_boat(c, 12, 49, 30, "#3f8fa0")
    water.dragon_boat(c, -8, 35, 42, "#d2452f")
    land.ground(c, 15, "#8fb062")
    land.bush(c, -c.half + 6, 9, 10)
    land.bush(c, c.half - 4, 9, 11)
    figure(c, GRANDFATHER, (-30, -14), 62, Pose(away=True, right=(0.3, 0.8)))
    figure(c, girl(c.age), (-8, -10), 62, Pose(away=True, left=(0.3, 0.8), right=(0.4, 0.8)))
    figure(c, COUSIN, (34, -10), 62, Pose(away=True, left=(0.3, 0.8)))


@scene(NIGHT, DUSK, age=8)
def lantern_fair(c: Canvas) -> None:
    """The lantern fair in the old street, lanterns of all colours over the crowd."""
    sky.sky(c, 30)
    town.street(c, 20)
    c.wash("#9a7466", "#6b4d4c", -1, 21)
    for row, (y, size) in enumerate(((62, 3.2), (70, 4.4), (80, 6))):
        for index in range(5):
            x = (index - 2) * (9 + row * 9) + (row % 2) * 4
            festive.lantern(
                c,
                x,
                y + (index % 2) * 3,
                size,
                ("#d23a2e", "#e89a3c", "#c7548a", "#5f9fa0")[(index + row) % 4],
            )
    figure(c, FATHER, (-24, 6), 58, Pose(right=(0.4, -0.75), gaze=0.3))
    pose = Pose(right=(0.6, 0.2), left=(0.5, -0.5), mouth="laugh")
    f = figure(c, girl(c.age, **RED_COAT), (0, 4), 60, pose)
    figure(c, MOTHER, (32, 6), 60, Pose(left=(0.3, -0.7), gaze=-0.3))
    festive.lantern(c, f.arms[1].end[0] + 2, f.arms[1].end[1] - 8, 4.5, "#f0a53c")
