"""Owns the seaside: the Fisher Girl, the beach, the Lovers' Road, the long bridge."""

from dataclasses import replace

from ..canvas import Canvas
from ..colour import DUSK, GOLDEN, MORNING, NIGHT, NOON
from ..parts import land, landmarks, sky, things, town, water
from ..people import FATHER, GRANDFATHER, MOTHER, Pose, figure, girl
from .registry import scene


@scene(MORNING, NOON, GOLDEN, DUSK, age=6)
def fisher_girl(c: Canvas) -> None:
    """Parents and child before the statue of the Fisher Girl, who holds up her pearl."""
    sky.sky(c, 46)
    sky.sun(c, -34, 70, 4)
    land.hills(c, 46, 11, "#8fa9b8")
    water.sea(c, 48, glitter=-34)
    sky.gulls(c, 60, 88, 5)
    water.rocks(c, 18, 26, 15, 8)
    landmarks.fisher_girl(c, 18, 34, 46)
    water.rocks(c, 18, 24, 19, 8)
    landmarks.balustrade(c, 0, 13)
    figure(c, MOTHER, (-32, 3), 52, Pose(right=(0.5, -0.75), gaze=0.3))
    figure(c, girl(c.age), (-14, 2), 52, Pose(left=(0.35, 0.6), right=(0.5, 0.8), mouth="laugh"))
    figure(c, FATHER, (36, 3), 52, Pose(left=(0.3, 0.5), gaze=-0.4))


@scene(MORNING, NOON, GOLDEN, age=4)
def sandcastle(c: Canvas) -> None:
    """The girl builds a castle on the beach."""
    sky.sky(c, 56)
    sky.sun(c, 30, 82, 4.5)
    land.hills(c, 56, 7, "#94afb6")
    water.sea(c, 57, 20, glitter=30)
    water.sailboat(c, -28, 50, 7)
    water.sailboat(c, 12, 53, 4)
    sky.gulls(c, 68, 90)
    water.shore(c, 34)
    land.palm(c, -c.half + 8, 26, 62)
    landmarks.sandcastle(c, 16, 14, 22)
    look = girl(c.age, extras=("sun hat",))
    figure(c, look, (-14, 8), 66, Pose("kneel", left=(0.2, -0.8), right=(0.9, -0.5), gaze=0.6))
    landmarks.bucket(c, -34, 7, 7)


@scene(NOON, GOLDEN, MORNING, age=7)
def kite(c: Canvas) -> None:
    """A kite over the meadow by the sea; the girl runs, her father cheers."""
    sky.sky(c, 40)
    land.hills(c, 40, 14, "#8db0b4")
    water.sea(c, 42, 28)
    land.ground(c, 30, "#a5bf72")
    land.tree(c, -c.half + 10, 27, 34)
    land.tree(c, c.half - 5, 28, 26)
    land.tufts(c, 0, 26, "#7fa257")
    land.flowers(c, 1, 22)
    pose = Pose(left=(0.4, 0.8), right=(0.5, 0.7), mouth="laugh", gaze=-0.5)
    figure(c, FATHER, (28, 9), 46, pose)
    pose = Pose("run", left=(0.5, -0.5), right=(0.55, 0.75), gaze=0.4, mouth="laugh", tilt=-6)
    f = figure(c, girl(c.age), (-12, 6), 52, pose)
    landmarks.swallow_kite(c, 14, 80, 13, f.arms[1].end)


@scene(MORNING, GOLDEN, DUSK, age=6)
def lovers_road(c: Canvas) -> None:
    """Father and girl ride along the Lovers' Road, palms on one side and the bay on the other."""
    sky.sky(c, 48)
    sky.sun(c, 26, 74, 5)
    town.skyline(c, 50, 13)
    water.sea(c, 51, 26, glitter=26)
    water.sailboat(c, 34, 40, 6)
    landmarks.promenade(c, 31)
    for x, height in ((-c.half + 4, 62), (c.half - 8, 54), (-22, 40)):
        land.palm(c, x, 27, height)
    things.bicycle(c, 22, 7, 27, "#4f8fa8")
    riding = Pose("ride", left=(-0.55, -0.55), right=(0.6, -0.5), gaze=0.5)
    figure(c, FATHER, (18, 10), 44, riding)
    things.bicycle(c, -22, 5, 21)
    look = girl(c.age, dress=False, extras=("sun hat",))
    figure(c, look, (-25, 8), 44, replace(riding, mouth="laugh"))


@scene(MORNING, GOLDEN, DUSK, NIGHT, age=5)
def long_bridge(c: Canvas) -> None:
    """The bridge to Hong Kong and Macau, seen by a family from the shore."""
    sky.sky(c, 40)
    if c.light.dark:
        sky.moon(c, 30, 80, 5)
    else:
        sky.sun(c, 30, 66, 5)
    land.hills(c, 40, 10, "#8c9fb5")
    water.sea(c, 42, glitter=30)
    town.bridge(c, 40, 10)
    water.sailboat(c, 22, 28, 6)
    sky.gulls(c, 56, 80, 5)
    water.rocks(c, -30, 3, 26, 9)
    water.rocks(c, 6, -2, 26, 8)
    figure(c, MOTHER, (-28, 13), 34, Pose(away=True, right=(0.5, -0.6)))
    figure(c, girl(c.age), (-15, 13), 34, Pose(away=True, right=(0.4, 0.8)))
    figure(c, FATHER, (-2, 11), 34, Pose(away=True, left=(0.4, -0.7)))


@scene(DUSK, NIGHT, GOLDEN, age=8)
def opera_shells(c: Canvas) -> None:
    """The opera house's shells light up over the water."""
    sky.sky(c, 34)
    land.hills(c, 34, 9, "#7d8aa8")
    town.opera_shells(c, -6, 35, 36)
    water.sea(c, 36, glitter=-6)
    landmarks.balustrade(c, 0, 11)
    figure(c, MOTHER, (22, 2), 40, Pose(away=True, right=(0.4, -0.8)))
    figure(c, girl(c.age), (36, 2), 40, Pose(gaze=-0.4, right=(0.3, 0.8)))


@scene(GOLDEN, DUSK, MORNING, age=7)
def fishing_boat(c: Canvas) -> None:
    """Grandfather's wooden boat in the harbour, nets drying, the sun low."""
    sky.sky(c, 52)
    sky.sun(c, -20, 66, 6)
    land.hills(c, 52, 13, "#7f93a8")
    water.sea(c, 53, glitter=-20)
    water.sailboat(c, 36, 48, 6)
    sky.gulls(c, 60, 88, 6)
    figure(c, GRANDFATHER, (-6, 24), 46, Pose(left=(0.4, 0.75), gaze=0.3))
    figure(c, girl(c.age), (14, 24), 46, Pose(right=(0.5, 0.7), mouth="laugh"))
    water.junk(c, 0, 14, 40)
