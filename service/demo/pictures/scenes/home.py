"""Owns days at home: the kitchen, reading, music, a bath in the afternoon light."""

from ..canvas import Canvas, points
from ..colour import DUSK, EVENING, GOLDEN, MORNING, NOON, RAIN
from ..parts import festive, kitchen, rooms, things
from ..people import FATHER, GRANDMOTHER, MOTHER, Pose, figure, girl
from .registry import scene


@scene(MORNING, GOLDEN, age=5)
def making_dumplings(c: Canvas) -> None:
    """Grandmother and girl make dumplings; flour on the nose."""
    rooms.room(c, "#e9d9b4", "#b98a62", 18)
    kitchen.tiles(c, 34, 62)
    rooms.window(c, 4, 58, 30, 28)
    kitchen.rack(c, -c.half + 16, 74)
    kitchen.shelf(c, c.half - 17, 66)
    pose = Pose("hidden", right=(-0.25, -0.62), left=(-0.2, -0.66), gaze=0.4)
    figure(c, GRANDMOTHER, (-22, 26), 96, pose)
    pose = Pose("hidden", left=(-0.2, -0.6), right=(-0.2, -0.6), mouth="laugh", gaze=-0.2)
    f = figure(c, girl(c.age, extras=("apron",)), (18, 27), 100, pose)
    nose = c.at(*f.face, f.head)
    nose.oval(0, -0.13, 0.06, 0.05, "#ffffff", alpha=0.9, shade=0, soft=0.15)
    rooms.table(c, 0, 24, 104)
    kitchen.dough(c, -18, 27, 10)
    festive.dumplings(c, 20, 25, 14, 8)
    kitchen.pot(c, 44, 27, 8)


@scene(EVENING, DUSK, RAIN, age=7, breadth=42)
def reading_corner(c: Canvas) -> None:
    """The reading corner: cushions, a lamp, the cat, a book that must be finished."""
    rooms.room(c, "#cdb79e", "#9a7152", 24)
    rooms.bookcase(c, -c.half + 16, 22, 36, 5)
    rooms.window(c, 22, 50, 30, 34)
    rooms.hanging_lamp(c, 0, 74)
    rooms.rug(c, 2, 12, 96, "#a9604f")
    rooms.cushion(c, 22, 20, 13, "#7fa6a0")
    rooms.cushion(c, -16, 19, 11, "#e0b25a")
    pose = Pose("cross", left=(0.05, -0.55), right=(0.05, -0.55), tilt=-4)
    f = figure(c, girl(c.age), (2, 12), 86, pose)
    things.book(c, f.neck[0], f.arms[0].end[1] - 4, 10.5, "#4f8f93")
    things.cat(c, 33, 8, 17)


@scene(MORNING, GOLDEN, NOON, age=8, breadth=42)
def piano(c: Canvas) -> None:
    """At the piano, seen from behind, the metronome going."""
    rooms.room(c, "#d7cbb2", "#a9794f", 22)
    rooms.window(c, -c.half + 18, 50, 26, 34)
    rooms.curtains(c, (-c.half + 18, 50), 26, 34, "#c9d6c4")
    things.upright_piano(c, 8, 16, 62)
    rooms.portrait(c, 4, 66, 11)
    rooms.plant(c, 30, 59, 12)
    rooms.sunbeam(c, -c.half + 18, 40, 30, 60)
    pose = Pose("sit", away=True, left=(0.3, -0.5), right=(0.3, -0.5), tilt=4)
    figure(c, girl(c.age), (6, 6), 74, pose)
    c.rect(-8, 18, 20, 22, "#5b3a30", shade=0.4, lift=0.5)
    for x in (-6, 18):
        c.rect(x - 1, 4, x + 1, 18, "#5b3a30", shade=0.4)


@scene(MORNING, GOLDEN, age=6)
def painting_at_home(c: Canvas) -> None:
    """Paint on the easel, on the hands and a little on the floor."""
    rooms.room(c, "#d9e0d6", "#d0a87c", 22)
    rooms.window(c, -22, 52, 32, 34)
    rooms.sunbeam(c, -22, 34, 34, 40)
    for x, y, tone in (
        (-30, 10, "#e8695a"),
        (-4, 5, "#5f9fc0"),
        (12, 12, "#f2bd55"),
        (36, 4, "#8fbf76"),
    ):
        c.oval(x, y, 2.6, 0.8, tone, shade=0.2)
    things.easel_painting(c, 22, 42, 40)
    pose = Pose(right=(0.8, 0.05), left=(0.25, -0.55), gaze=0.5, mouth="laugh")
    f = figure(c, girl(c.age, extras=("apron", "bow")), (-16, 6), 80, pose)
    x, y = f.arms[1].end
    c.line(points("-2,-1 6,4", (x, y)), 0.9, "#a9774f", shade=0.3)
    c.oval(x + 6.6, y + 4.4, 1.2, 0.9, "#e8695a", turn=30, shade=0.2)
    kitchen.palette(c, *f.arms[0].end, 7)


@scene(EVENING, age=2)
def bedtime_story(c: Canvas) -> None:
    """A bedtime story between mother and father, the moon in the window."""
    rooms.room(c, "#9fb0c4", "#8a6a5a", 16)
    rooms.window(c, 26, 58, 26, 28)
    c.oval(30, 78, 3, 3, "#fff1c4", shade=0.1)
    rooms.hanging_lamp(c, -22, 78, "#d98a5a")
    kitchen.headboard(c, 0, 14, 52)
    figure(c, MOTHER, (-25, 16), 94, Pose("hidden", right=(0.1, -0.3), gaze=0.5, tilt=-6))
    figure(c, FATHER, (25, 15), 94, Pose("hidden", left=(0.1, -0.35), gaze=-0.5, tilt=6))
    figure(c, girl(c.age), (0, 24), 94, Pose("hidden", eyes="closed"))
    kitchen.quilt(c, 0, 22, 60)
    things.book(c, 0, 21, 10, "#c9655a")
