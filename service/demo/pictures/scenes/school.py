"""Owns school days: the gate, lessons, sports, the library, the fair."""

from dataclasses import replace

from ..canvas import Canvas, points
from ..colour import GOLDEN, MORNING, NOON, RAIN
from ..parts import festive, land, lessons, rooms, sky, things, town
from ..people import COUSIN, FATHER, MOTHER, TEACHER, Pose, figure, girl, pupil
from .registry import scene

BOY = replace(COUSIN, top="#fdfaf2", legs="#3f5f93", extras=("scarf",))


@scene(MORNING, NOON, age=6)
def school_gate(c: Canvas) -> None:
    """The first day of school: the girl with her satchel before the gate, her parents proud."""
    sky.sky(c, 34)
    town.school(c, 0, 26, 108)
    land.bush(c, -44, 24, 10)
    land.bush(c, 44, 24, 10)
    c.wash("#e3d2b6", "#c7b093", -1, 27)
    lessons.gate(c, 18)
    figure(c, MOTHER, (-27, 6), 56, Pose(right=(0.55, -0.7), gaze=0.4))
    pose = Pose(right=(0.4, 0.75), left=(0.3, -0.8), mouth="laugh")
    figure(c, pupil(c.age, "satchel"), (0, 4), 66, pose)
    figure(c, FATHER, (28, 6), 56, Pose(left=(0.4, 0.2), gaze=-0.4))


@scene(MORNING, NOON, age=7)
def classroom(c: Canvas) -> None:
    """A lesson: the teacher at the blackboard, hands up."""
    rooms.room(c, "#dfe3cf", "#c9a277", 34)
    lessons.blackboard(c, -2, 50, 84, 34)
    figure(c, TEACHER, (30, 28), 52, Pose(left=(0.65, 0.2), gaze=-0.3))
    rooms.table(c, -26, 40, 34)
    lessons.globe(c, -30, 43, 6)
    for x, look, hand in (
        (-34, BOY, (-0.2, -0.7)),
        (-3, pupil(c.age), (0.25, 0.85)),
        (31, pupil(c.age + 1), (-0.2, -0.7)),
    ):
        lessons.desk(c, x, 12, 27)
        figure(c, look, (x, 3), 76, Pose("hidden", away=True, right=hand))
        lessons.chair_back(c, x, 16)


@scene(MORNING, NOON, GOLDEN, age=8)
def sports_day(c: Canvas) -> None:
    """Sports day: through the tape, first or not, with both arms up."""
    sky.sky(c, 46)
    for x in (-52, -30, 30, 52):
        land.tree(c, x, 42, c.rng.uniform(20, 27))
    lessons.stands(c, 36, 52)
    festive.bunting(c, 78)
    lessons.track(c, 38)
    pose = Pose("run", left=(0.5, -0.2), right=(0.5, 0.1))
    figure(c, replace(BOY, top="#5f9fc0", legs="#33475f", extras=()), (-26, 16), 52, pose)
    pose = Pose("run", left=(0.5, 0.1), right=(0.5, -0.2))
    figure(
        c, replace(BOY, top="#8fbf6a", legs="#33475f", hair="tufts", extras=()), (28, 17), 50, pose
    )
    look = pupil(c.age)
    look = replace(look, top="#f2b23f", legs="#d9483c", extras=())
    f = figure(c, look, (0, 6), 72, Pose("run", left=(0.45, 0.8), right=(0.45, 0.8), mouth="laugh"))
    y = f.neck[1] - f.head * 0.5
    c.line(points("-34,-3 -10,-1 0,0 10,-1 34,-3", (0, y)), 1.8, "#d8392f", shade=0.3, lift=0.3)


@scene(MORNING, RAIN, GOLDEN, age=9)
def library(c: Canvas) -> None:
    """The library: tall shelves, a high window, the girl deep in a book."""
    rooms.room(c, "#d9ccb0", "#a97f5a", 22)
    rooms.bookcase(c, -c.half + 13, 20, 30, 6)
    rooms.bookcase(c, c.half - 13, 20, 30, 6)
    rooms.window(c, 0, 44, 34, 46)
    rooms.sunbeam(c, 0, 44, 32, 22)
    rooms.hanging_lamp(c, -24, 82, "#4f8f7a")
    rooms.hanging_lamp(c, 24, 82, "#4f8f7a")
    pose = Pose("hidden", left=(-0.15, -0.55), right=(-0.15, -0.55), tilt=4)
    f = figure(c, girl(c.age, extras=("glasses",)), (0, 22.5), 104, pose)
    rooms.table(c, 0, 20, 82)
    things.book(c, f.neck[0], 24, 11)
    lessons.pile(c, -27, 22, 12)
    lessons.pile(c, 26, 22, 11)


@scene(NOON, MORNING, age=10)
def science_fair(c: Canvas) -> None:
    """The science fair: a volcano that really foams."""
    rooms.room(c, "#c9d6de", "#b9a48a", 24)
    festive.bunting(c, 84)
    lessons.display_board(c, 4, 40, 56, 36)
    pose = Pose("hidden", right=(0.6, 0.3), left=(0.2, -0.6), gaze=0.4, mouth="laugh")
    figure(c, pupil(c.age), (-26, 24), 96, pose)
    figure(c, TEACHER, (40, 24), 86, Pose("hidden", left=(0.2, -0.4), gaze=-0.5))
    rooms.cloth(c, 4, 26, 100, "#4f7f93")
    things.volcano(c, 4, 27, 12)
    things.planets(c, 30, 28, 14)


@scene(MORNING, GOLDEN, age=3)
def kindergarten(c: Canvas) -> None:
    """Kindergarten: children in a ring under paper stars."""
    rooms.room(c, "#f4dfb8", "#d8b184", 34)
    rooms.window(c, -26, 56, 24, 24)
    rooms.window(c, 26, 56, 24, 24)
    festive.bunting(c, 88)
    rooms.rug(c, 0, 18, 104, "#6fa9a0")
    figure(c, TEACHER, (0, 20), 54, Pose(left=(0.6, -0.5), right=(0.6, -0.5)))
    ring = Pose(left=(0.75, -0.3), right=(0.75, -0.3), mouth="laugh")
    figure(c, replace(COUSIN, height=0.5, heads=3.2), (-30, 12), 60, ring)
    figure(c, girl(c.age), (-10, 6), 64, ring)
    pose = replace(ring, mouth="smile")
    figure(c, girl(3, top="#8fbf76", hair="bob", extras=()), (12, 7), 60, pose)
    figure(c, replace(COUSIN, height=0.5, heads=3.2, top="#e8955a"), (32, 12), 60, ring)
    lessons.blocks(c, -38, 2, 6)


@scene(MORNING, GOLDEN, age=9)
def calligraphy(c: Canvas) -> None:
    """The girl writes the character for blessing with a big brush."""
    rooms.room(c, "#e3d8bf", "#a8805c", 18)
    rooms.window(c, -26, 52, 28, 30)
    lessons.scroll(c, 28, 42, 20, 44)
    pose = Pose("hidden", right=(0.1, -0.45), left=(0.25, -0.85), tilt=-6)
    f = figure(c, pupil(c.age), (-2, 22), 106, pose)
    rooms.table(c, 0, 20, 104, "#8a5a42")
    lessons.writing_paper(c, 2, 20, 22)
    x, y = f.arms[1].end
    c.line(points(".5,-8 1,12", (x, y)), 1.4, "#a9774f", shade=0.3)
    c.line(points(".5,-7 .2,-13", (x, y)), 2, "#33262a", 0.2, shade=0.2)
    c.oval(x, y, 2.3, 2.3, f.look.skin, shade=0.2)
    lessons.inkstone(c, 34, 22, 8)


@scene(MORNING, NOON, GOLDEN, age=7, breadth=40)
def red_scarf(c: Canvas) -> None:
    """The day of the red scarf: a salute before the flag."""
    sky.sky(c, 20)
    town.school(c, 16, 14, 90, 3)
    for x in (-44, -30, 52):
        land.tree(c, x, 14, c.rng.uniform(36, 46))
    town.flag(c, -22, 14, 74)
    c.wash("#d9b79a", "#c49a7c", -1, 15)
    figure(c, pupil(c.age), (6, -66), 190, Pose(right=(0.12, 0.68), gaze=-0.2, mouth="smile"))
