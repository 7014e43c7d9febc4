"""Owns trips and adventures: snow, the aquarium, stars, harvest, swimming."""

from ..canvas import Canvas, points
from ..colour import DUSK, GOLDEN, MORNING, NIGHT, NOON
from ..parts import land, outdoors, sky, things
from ..people import FATHER, GRANDFATHER, MOTHER, Pose, figure, girl, measure
from .registry import scene

WINTER = {
    "dress": False,
    "short": False,
    "top": "#5f8fc0",
    "legs": "#3f4f6a",
    "extras": ("woolly hat", "muffler"),
}


@scene(MORNING, NOON, GOLDEN, age=8)
def snow_trip(c: Canvas) -> None:
    """Snow at last, far in the north: a snowman and red cheeks."""
    sky.sky(c, 44)
    outdoors.snowy_mountains(c, 40)
    outdoors.firs(c, 38)
    outdoors.snowfield(c, 38)
    things.snowman(c, 17, 8, 46)
    pose = Pose(left=(0.5, 0.7), right=(0.8, 0.05), mouth="laugh")
    figure(c, girl(c.age, **WINTER), (-17, 6), 84, pose)
    outdoors.snowflakes(c, 70)


@scene(NOON, age=5)
def aquarium(c: Canvas) -> None:
    """Before the great window of the aquarium: a whale shark passes over a small girl."""
    outdoors.tank(c)
    outdoors.whale_shark(c, 2, 66, 34)
    outdoors.ray(c, -34, 40, 10)
    outdoors.shoal(c, 26, 40, 16)
    outdoors.bubbles(c)
    outdoors.dark_hall(c, 17)
    figure(c, girl(c.age), (-6, 4), 66, Pose(away=True, right=(0.4, 0.8), left=(0.3, -0.8)))
    figure(c, FATHER, (20, 3), 60, Pose(away=True, left=(0.5, -0.7)))


@scene(NIGHT, age=9)
def stargazing(c: Canvas) -> None:
    """A telescope on the hill, the Milky Way, a shooting star."""
    sky.sky(c, 30)
    outdoors.milky_way(c)
    land.hills(c, 28, 14, "#2f3f70")
    land.ground(c, 24, "#3f5f58", 3)
    land.tufts(c, 0, 22, "#4f7a60", 50)
    outdoors.tent(c, -c.half + 14, 16, 17)
    outdoors.telescope(c, 22, 8, 32)
    figure(c, girl(c.age), (2, 6), 66, Pose(gaze=0.5, right=(0.6, 0.2), mouth="wonder", tilt=-6))
    figure(c, FATHER, (-20, 6), 60, Pose(right=(0.45, 0.7), gaze=0.5))


@scene(MORNING, GOLDEN, NOON, age=6)
def lychee_harvest(c: Canvas) -> None:
    """Lychees are ripe at grandfather's: basket, ladder, sticky fingers."""
    sky.sky(c, 46)
    land.hills(c, 44, 16, "#93b69a")
    land.ground(c, 40, "#a5bf72")
    outdoors.lychee_tree(c, 6, 26, 66)
    figure(c, GRANDFATHER, (28, 8), 60, Pose(left=(0.3, 0.8), gaze=-0.4))
    pose = Pose(right=(0.4, 0.75), left=(0.2, -0.7), mouth="laugh")
    figure(c, girl(c.age, extras=("sun hat",)), (-20, 6), 66, pose)
    outdoors.lychee_basket(c, 2, 3, 11)
    land.tufts(c, -2, 12, "#7fa257", 30)


@scene(NOON, MORNING, age=7)
def swimming(c: Canvas) -> None:
    """In the pool with goggles: one length without stopping."""
    sky.sky(c, 66)
    outdoors.pool(c, 62)
    land.palm(c, -c.half + 6, 62, 34)
    land.palm(c, c.half - 8, 62, 30)
    pose = Pose("hidden", right=(0.5, 0.7), left=(0.5, 0.6), mouth="laugh")
    f = figure(c, girl(c.age, top="#d9574a", dress=False, extras=()), (-4, -1), 112, pose)
    outdoors.goggles(c, f.face[0], f.face[1] + f.head * 0.26, f.head)
    outdoors.waterline(c, 22)
    outdoors.swim_ring(c, 34, 20, 13)


@scene(GOLDEN, DUSK, MORNING, age=4)
def on_fathers_shoulders(c: Canvas) -> None:
    """A walk home along the fields, high up on father's shoulders."""
    sky.sky(c, 40)
    sky.sun(c, -26, 58, 6)
    land.hills(c, 38, 14, "#9aa890")
    outdoors.paddies(c, 38)
    pose = Pose("walk", left=(0.05, 0.55), right=(0.05, 0.55))
    x, y = measure(FATHER, pose, (0, 4), 64).neck
    rider = girl(c.age, dress=False)
    riding = Pose("hidden", left=(0.8, 0.5), right=(0.8, 0.5), mouth="laugh")
    seat = figure(c, rider, (x, y + 7), 62, riding)
    figure(c, FATHER, (0, 4), 64, pose)
    for side in (-1, 1):
        c.line(points("6.4,1.5 5.4,-9", (x, y), (side, 1)), 3.4, rider.legs, 0.8, shade=0.4)
        c.oval(x + side * 5.6, y - 10, 2.1, 1.6, seat.look.shoes, shade=0.4)
    figure(c, MOTHER, (30, 4), 62, Pose("walk", left=(0.3, 0.5), gaze=-0.4))
    land.tufts(c, -2, 8, "#8f9a57", 30)
