"""Owns the town: market lanes, rain, parks, the air show, the lotus waters."""

from ..canvas import Canvas, points
from ..colour import GOLDEN, MORNING, NOON, RAIN
from ..parts import land, landmarks, sky, things, town, water
from ..people import COUSIN, FATHER, GRANDFATHER, GRANDMOTHER, MOTHER, Pose, figure, girl
from .registry import scene


@scene(MORNING, GOLDEN, age=4)
def market_lane(c: Canvas) -> None:
    """Grandmother and girl shop between the arcades."""
    sky.sky(c, 30)
    town.street(c, 22)
    c.wash("#d9c7ae", "#b79d86", -1, 23)
    town.stall(c, -c.half + 14, 12, 15, ("#e89a3c", "#d9483c", "#8fae4a"))
    town.stall(c, c.half - 14, 12, 15, ("#7fae5a", "#f0d060", "#b0609a"))
    figure(c, GRANDMOTHER, (-12, 4), 64, Pose(right=(0.4, -0.8), left=(0.15, -0.6), gaze=0.4))
    things.basket(c, -23, 26, 8)
    figure(c, girl(c.age), (9, 3), 62, Pose(left=(0.5, 0.3), right=(0.3, 0.5), mouth="laugh"))


@scene(RAIN, age=4)
def rainy_day(c: Canvas) -> None:
    """Rain in the lane: a yellow coat, a red umbrella, puddles to jump into."""
    sky.sky(c, 30)
    town.street(c, 24)
    c.wash("#a9b0b4", "#7f8a93", -1, 25)
    landmarks.puddles(c, 22)
    f = figure(c, MOTHER, (24, 8), 58, Pose(left=(0.35, 0.3), gaze=-0.3))
    things.umbrella(c, f.arms[0].end[0], f.arms[0].end[1], 16, "#5f7fa8")
    look = girl(
        c.age, top="#f4c534", legs="#f4c534", shoes="#d9483c", dress=False, short=False, extras=()
    )
    pose = Pose("run", left=(0.5, 0.5), right=(0.2, 0.35), mouth="laugh")
    f = figure(c, look, (-14, 5), 70, pose)
    things.umbrella(c, f.arms[1].end[0], f.arms[1].end[1] - 3, 15, "#d9483c")
    landmarks.rain(c)


@scene(NOON, MORNING, age=9)
def air_show(c: Canvas) -> None:
    """The air show at Jinwan: four jets climb with coloured smoke over the crowd."""
    sky.sky(c, 26)
    land.hills(c, 24, 8, "#9ab0b8")
    for x, y, size, tone in (
        (-8, 62, 5.5, "#e0655a"),
        (10, 70, 6, "#f2c24f"),
        (27, 77, 6.5, "#6fae8f"),
        (-2, 82, 5.5, "#6f9fd0"),
    ):
        town.jet(c, (x, y), size, 24, tone)
    c.wash("#b9c4a6", "#9aa98a", -1, 25)
    for x in range(-60, 61, 13):
        look = c.rng.choice((COUSIN, MOTHER, GRANDFATHER, girl(6), FATHER))
        pose = Pose(away=True, right=(0.3, 0.8 if c.rng.random() < 0.4 else -0.9))
        figure(c, look, (x + c.rng.uniform(-3, 3), 8), 30, pose)
    figure(c, FATHER, (-18, -22), 62, Pose(away=True, right=(0.55, 0.75)))
    figure(c, girl(c.age), (8, -18), 66, Pose(away=True, left=(0.4, 0.75), right=(0.4, 0.75)))


@scene(MORNING, GOLDEN, NOON, age=7)
def lotus_pond(c: Canvas) -> None:
    """The waters of Doumen: grandfather poles a boat through the lotus."""
    sky.sky(c, 62)
    land.hills(c, 62, 15, "#8fb0a8")
    land.hills(c, 60, 6, "#7fa678", 9)
    water.sea(c, 61)
    land.tree(c, -c.half + 8, 59, 26)
    water.lotus_leaves(c, 38, 57, 22)
    c.line(points("-24,20 -16,86"), 1.1, "#b08a52", shade=0.3)
    figure(c, GRANDFATHER, (-14, 27), 48, Pose(left=(0.3, 0.25), right=(-0.5, 0.1), gaze=0.3))
    pose = Pose("cross", left=(0.4, -0.3), right=(0.7, -0.2), mouth="laugh")
    figure(c, girl(c.age, extras=("sun hat",)), (16, 26), 52, pose)
    water.sampan(c, 2, 25, 34)
    water.lotus_leaves(c, 1, 20, 16)


@scene(MORNING, NOON, GOLDEN, age=6)
def bicycle_ride(c: Canvas) -> None:
    """She rides without the small wheels; her father has just let go."""
    sky.sky(c, 40)
    land.hills(c, 38, 10, "#94b79a")
    for x in (-40, -14, 16, 44):
        land.tree(c, x + c.rng.uniform(-3, 3), 38, c.rng.uniform(24, 34))
    land.ground(c, 38, "#9cc074")
    landmarks.path(c, 26)
    land.flowers(c, 27, 36, 18)
    pose = Pose("run", right=(0.75, -0.1), left=(0.4, -0.5), mouth="laugh", gaze=0.6)
    figure(c, FATHER, (-32, 10), 60, pose)
    things.bicycle(c, 16, 6, 34)
    look = girl(c.age, dress=False)
    pose = Pose("ride", left=(-0.6, -0.5), right=(0.5, -0.5), gaze=0.5, mouth="laugh")
    figure(c, look, (12, 10), 70, pose)
    land.tufts(c, -2, 4, "#7fa257", 20)


@scene(MORNING, NOON, GOLDEN, age=5)
def playground(c: Canvas) -> None:
    """Swings and slides under the trees."""
    sky.sky(c, 42)
    town.skyline(c, 42, 14)
    for x in (-46, -20, 8, 34, 56):
        land.tree(c, x, 38, c.rng.uniform(26, 34))
    land.ground(c, 40, "#a9c47a")
    c.oval(0, 8, 70, 15, ("#efd9b0", "#ddbf90"), shade=0.1)
    things.slide(c, 24 if c.half > 55 else 12, 18, 36)
    seat = things.swing(c, -18, 10, 60, 5)
    pose = Pose("sit", left=(0.35, 0.55), right=(0.35, 0.55), mouth="laugh")
    figure(c, girl(c.age), (seat[0], seat[1] - 9.5), 50, pose)
    figure(c, COUSIN, (22, 3), 48, Pose("run", left=(0.5, 0.6), right=(0.6, 0.5), mouth="laugh"))


@scene(MORNING, NOON, age=7)
def tree_planting(c: Canvas) -> None:
    """Arbour Day: the family plants a sapling on the slope."""
    sky.sky(c, 50)
    land.hills(c, 48, 20, "#8fb59f")
    land.hills(c, 44, 10, "#86ad7c", 7)
    for x in (-54, -38, 40, 56):
        land.tree(c, x, 40, c.rng.uniform(20, 28))
    land.ground(c, 38, "#9bbb6c", 3)
    land.tufts(c, 2, 34, "#7fa257", 50)
    c.line(points("39,8 30,44"), 1.5, "#a9774f", shade=0.3)
    figure(c, FATHER, (34, 10), 60, Pose(left=(0.15, -0.35), right=(-0.1, -0.3), gaze=-0.4))
    c.blob(points("36,10 37,3 41,2 43,9"), "#8d9aa3", shade=0.4)
    things.sapling(c, 6, 10, 34)
    pose = Pose(right=(0.75, -0.1), left=(0.2, -0.7), gaze=0.5)
    f = figure(c, girl(c.age, extras=("sun hat",)), (-22, 6), 62, pose)
    things.watering_can(c, f.arms[1].end[0] + 1, f.arms[1].end[1] + 1, 10)


@scene(NOON, GOLDEN, age=3)
def picnic(c: Canvas) -> None:
    """A picnic on the lawn under a big tree."""
    sky.sky(c, 44)
    land.hills(c, 42, 12, "#93b5a0")
    water.sea(c, 44, 34)
    land.ground(c, 38, "#a3c276")
    land.tree(c, -c.half + 14, 28, 62)
    land.flowers(c, 4, 34, 30)
    landmarks.blanket(c, 0, 10, 52)
    figure(c, MOTHER, (-26, 10), 62, Pose("cross", right=(0.5, -0.4), gaze=0.4))
    figure(c, FATHER, (28, 10), 62, Pose("cross", left=(0.5, -0.3), gaze=-0.4, mouth="laugh"))
    pose = Pose("cross", left=(0.4, 0.3), right=(0.5, 0.4), mouth="laugh")
    figure(c, girl(c.age), (2, 12), 64, pose)
    things.basket(c, -8, 3, 9)
    landmarks.watermelon(c, 14, 5, 8)
