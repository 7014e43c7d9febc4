"""Owns the earliest years: the newborn, the hundredth day, first steps, birthdays, a lost tooth."""

from dataclasses import replace

from ..canvas import Canvas
from ..colour import EVENING, GOLDEN, MORNING, NOON
from ..parts import festive, nursery, rooms, things
from ..people import BABY, FATHER, GRANDFATHER, GRANDMOTHER, MOTHER, Pose, figure, girl
from .registry import scene


@scene(MORNING, GOLDEN, NOON, age=0)
def newborn(c: Canvas) -> None:
    """The newborn in her blanket, asleep, her mother and father bending over the cot."""
    rooms.room(c, "#cfe0dd", "#d9c3a3", 22)
    rooms.window(c, 30, 52, 30, 34)
    rooms.curtains(c, (30, 52), 30, 34, "#f3d7c4")
    pose = Pose("hidden", tilt=-10, gaze=0.5, eyes="closed", right=(0.3, -0.7))
    figure(c, MOTHER, (-25, 33), 92, pose)
    figure(c, FATHER, (22, 34), 88, Pose("hidden", tilt=10, gaze=-0.5, left=(0.3, -0.7)))
    nursery.cot(c, 0, -4, 44)
    nursery.swaddled(c, 0, 27, 26)


@scene(MORNING, NOON, age=0)
def hundred_days(c: Canvas) -> None:
    """The hundredth day: the baby in red on a cushion, red eggs, balloons."""
    rooms.room(c, "#f0d3c2", "#cfa67e", 30)
    festive.bunting(c, 82)
    rooms.rug(c, 0, 16, 96, "#c95b4e")
    rooms.cushion(c, 0, 18, 22, "#e8b04f")
    festive.balloons(c, -36, 24, 6.5)
    festive.balloons(c, 36, 24, 6.5)
    look = replace(BABY, top="#d8433a", legs="#d8433a")
    figure(c, look, (0, 17), 140, Pose("cross", mouth="laugh", left=(0.7, 0.1), right=(0.7, 0.2)))
    nursery.red_eggs(c, -27, 9, 9)
    nursery.toy_drum(c, 28, 8, 9)


@scene(MORNING, GOLDEN, age=1)
def first_steps(c: Canvas) -> None:
    """The first steps, from grandmother's hands to mother's."""
    rooms.room(c, "#dfe3c9", "#d6ae82", 28)
    rooms.window(c, -20, 54, 26, 28)
    rooms.curtains(c, (-20, 54), 26, 28, "#e9b58c")
    rooms.sunbeam(c, -20, 28, 30, 46)
    rooms.framed(c, (22, 66), 20, 14)
    rooms.plant(c, c.half - 8, 24, 19)
    rooms.rug(c, 0, 14, 90, "#7fa6a0")
    pose = Pose("kneel", right=(0.75, -0.35), left=(0.2, -0.9), gaze=0.6, mouth="laugh")
    figure(c, GRANDMOTHER, (-32, 10), 70, pose)
    pose = Pose("walk", left=(0.7, 0.35), right=(0.75, 0.4), mouth="laugh", gaze=0.5)
    figure(c, girl(c.age), (-2, 11), 66, pose)
    pose = Pose("kneel", left=(0.75, -0.3), right=(0.3, -0.8), gaze=-0.6, mouth="laugh")
    figure(c, MOTHER, (33, 9), 70, pose)


@scene(EVENING, EVENING, MORNING, age=6)
def birthday(c: Canvas) -> None:
    """The birthday: as many candles as years, the family around the table."""
    rooms.room(c, "#d9a98f", "#a9795a", 22)
    festive.bunting(c, 84)
    festive.balloons(c, -c.half + 9, 30, 7)
    festive.balloons(c, c.half - 9, 30, 7)
    figure(c, MOTHER, (-29, 20), 92, Pose("hidden", gaze=0.4, tilt=-5))
    figure(c, FATHER, (29, 20), 90, Pose("hidden", gaze=-0.4, left=(0.2, 0.7), mouth="laugh"))
    look = girl(c.age, extras=("bow",))
    pose = Pose("hidden", left=(-0.25, -0.5), right=(-0.25, -0.5), mouth="laugh")
    figure(c, look, (0, 27), 92, pose)
    rooms.cloth(c, 0, 22, 96, "#f2e2cc")
    festive.cake(c, 0, 22, 13, max(1, c.age))
    things.gift(c, -30, 21, 9, "#6fa9a8")
    things.gift(c, 29, 21, 8, "#d96a5a")


@scene(MORNING, NOON, GOLDEN, age=6, breadth=36)
def lost_tooth(c: Canvas) -> None:
    """The first gap: the girl laughs and holds up her milk tooth."""
    rooms.room(c, "#bfd6d8", "#c9a27c", 12)
    rooms.window(c, -30, 50, 26, 34)
    rooms.curtains(c, (-30, 50), 26, 34, "#f2c9a0")
    pose = Pose(mouth="gap", right=(0.35, 0.55), tilt=5)
    f = figure(c, girl(c.age, top="#f2b84b"), (0, -60), 205, pose)
    x, y = f.arms[1].end
    nursery.milk_tooth(c, x + 1, y + 6.5, 5)


@scene(MORNING, GOLDEN, age=5)
def growth_chart(c: Canvas) -> None:
    """How tall now? The girl against the door post, father with a pencil, last year's marks."""
    rooms.room(c, "#e7d6b6", "#b98a62", 14)
    nursery.height_chart(c, -6, 12, 76)
    rooms.plant(c, -c.half + 9, 11, 20)
    rooms.framed(c, (-33, 62), 18, 14)
    look = girl(c.age)
    figure(c, look, (-6, 9), 84, Pose(mouth="laugh"))
    level = 9 + look.height * 84 - 1
    pose = Pose(left=(0.55, (level - 66) / 38 + 0.1), gaze=-0.7, right=(0.1, -0.9))
    figure(c, FATHER, (25, 7), 84, pose)
    c.rect(-16, level, 10, level + 1.6, "#d9574a", shade=0.3, lift=0.4)


@scene(MORNING, GOLDEN, age=8)
def grandparents_visit(c: Canvas) -> None:
    """Grandfather and grandmother on the sofa, the girl between them with the cat at their feet."""
    rooms.room(c, "#d3dcc6", "#c49a70", 24)
    rooms.portrait(c, -24, 60, 14)
    rooms.portrait(c, 0, 64, 16, sepia=False)
    rooms.portrait(c, 24, 60, 14)
    rooms.rug(c, 0, 9, 96)
    rooms.sofa(c, 0, 12, 92)
    sitting = Pose("sit", left=(0.1, -0.75), right=(0.1, -0.75))
    figure(c, GRANDFATHER, (-24, 8), 64, sitting)
    figure(c, GRANDMOTHER, (24, 8), 66, sitting)
    pose = Pose("sit", left=(0.1, -0.75), right=(0.1, -0.75), mouth="laugh")
    figure(c, girl(c.age), (0, 9), 64, pose)
    things.cat(c, 38, 3, 13)
