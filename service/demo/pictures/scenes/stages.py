"""Owns the stage and the prize: violin, choir, certificates."""

from dataclasses import replace

from ..canvas import Canvas
from ..colour import MORNING, NOON
from ..parts import festive, rooms, things
from ..people import COUSIN, TEACHER, Pose, figure, girl, pupil
from .registry import scene


@scene(NOON, MORNING, age=9, breadth=40)
def violin(c: Canvas) -> None:
    """The girl plays the violin in the light of the stage."""
    rooms.stage(c, 22)
    look = girl(c.age, top="#3f4f7f", extras=("collar",))
    pose = Pose(left=(0.95, 0.05), right=(-0.3, -0.05), tilt=10, eyes="closed", gaze=-0.3)
    f = figure(c, look, (-2, 7), 88, pose)
    x, y = f.neck
    hand = f.arms[0].end
    things.violin(c, (x - f.head * 0.1, y - f.head * 0.05), (x - hand[0]) / 1.1, 176)
    c.oval(*hand, f.head * 0.12, f.head * 0.12, look.skin, shade=0.2)
    c.line(
        [(f.arms[1].end[0] + 6, f.arms[1].end[1] - 8), (x - f.head * 0.9, y + f.head * 0.5)],
        0.6,
        "#f0e0c0",
        shade=0,
    )
    c.oval(*f.arms[1].end, f.head * 0.12, f.head * 0.12, look.skin, shade=0.2)


@scene(NOON, MORNING, age=8)
def painting_prize(c: Canvas) -> None:
    """The prize for the picture of the sea."""
    rooms.room(c, "#e3cdb0", "#b9875f", 22)
    festive.bunting(c, 86)
    rooms.framed(c, (-34, 56), 22, 17, "#8fc0c8")
    rooms.framed(c, (34, 56), 22, 17, "#e0a87a")
    things.easel_painting(c, 25, 38, 34)
    pose = Pose(left=(-0.05, -0.62), right=(-0.05, -0.62), mouth="laugh")
    f = figure(c, pupil(c.age), (-12, 6), 84, pose)
    things.certificate(c, f.neck[0], f.arms[0].end[1] + 1, 26)
    for limb in f.arms:
        c.oval(
            limb.end[0] + (-10 if limb is f.arms[0] else 10),
            limb.end[1] - 2,
            f.head * 0.11,
            f.head * 0.11,
            f.look.skin,
            shade=0.2,
        )


@scene(NOON, MORNING, age=7)
def choir(c: Canvas) -> None:
    """The choir sings, the girl in the front row."""
    rooms.stage(c, 24, "#3f5f8a")
    singing = Pose(mouth="laugh", left=(0.12, -0.95), right=(0.12, -0.95))
    boy = replace(COUSIN, top="#fdfaf2", legs="#3f5f93", extras=("scarf",))
    for index, x in enumerate((-36, -18, 0, 18, 36)):
        look = boy if index % 2 else replace(pupil(8), hair=("bob", "tufts")[index // 2 % 2])
        figure(c, look, (x, 22), 62, singing)
    c.rect(-c.half, 8, c.half, 20, "#a9764c", shade=0.2, lift=0.6)
    for index, x in enumerate((-27, -9, 9, 27)):
        look = (
            pupil(c.age)
            if index == 1
            else (boy if index % 2 == 0 else replace(pupil(7), hair="tufts"))
        )
        figure(c, look, (x, 4), 66, singing)
    figure(c, TEACHER, (c.half - 12, -14), 66, Pose(away=True, left=(0.6, 0.4), right=(0.6, 0.4)))
