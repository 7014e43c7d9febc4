"""Owns remembering: the old album, archive day, the family portrait, keepsakes, 1986."""

from dataclasses import replace

from ..canvas import Canvas
from ..colour import GOLDEN, MORNING, NOON
from ..parts import crayons, festive, keepsakes, land, rooms, sky, things
from ..people import COUSIN, FATHER, GRANDFATHER, GRANDMOTHER, MOTHER, Pose, figure, girl, pupil
from .registry import scene


@scene(GOLDEN, MORNING, age=8)
def old_album(c: Canvas) -> None:
    """Grandfather opens the old album for the girl."""
    rooms.room(c, "#d9c3a0", "#9a7050", 22)
    rooms.portrait(c, -26, 62, 13)
    rooms.portrait(c, -6, 66, 11)
    rooms.window(c, 28, 54, 24, 32)
    rooms.curtains(c, (28, 54), 24, 32, "#b9826a")
    rooms.sofa(c, 0, 12, 90, "#7f9a8a")
    pose = Pose("sit", right=(0.1, -0.6), left=(0, -0.7), gaze=0.4, tilt=-4)
    figure(c, GRANDFATHER, (-17, 4), 80, pose)
    pose = Pose("sit", left=(0.2, -0.6), right=(0.1, -0.7), gaze=-0.4, mouth="laugh")
    figure(c, girl(c.age), (18, 8), 80, pose)
    things.album(c, 0, 16, 25)


@scene(NOON, MORNING, age=9)
def archive_day(c: Canvas) -> None:
    """The ninth of June, archives day: panels of old photos in the park, families come to look."""
    _park(c)
    keepsakes.panel(c, -27, 22, 40, 48)
    keepsakes.panel(c, 27, 22, 40, 48)
    keepsakes.date_banner(c, 0, 78)
    figure(c, GRANDMOTHER, (-36, 4), 58, Pose(away=True))
    pose = Pose(right=(0.55, 0.35), left=(0.2, -0.8), gaze=0.3, mouth="laugh")
    figure(c, pupil(c.age), (-16, 3), 62, pose)
    figure(c, FATHER, (36, 4), 58, Pose(left=(0.5, 0.2), gaze=-0.5))
    rooms.cloth(c, 10, 13, 36, "#c8433a")
    things.album(c, 10, 14, 13)


def _park(c: Canvas) -> None:
    sky.sky(c, 40)
    for x in (-54, -30, -4, 24, 50):
        land.tree(c, x, 36, c.rng.uniform(36, 50))
    land.ground(c, 36, "#a9c480")
    c.wash("#e6d6bb", "#cbb597", -1, 20)


@scene(GOLDEN, MORNING, NOON, age=7)
def family_portrait(c: Canvas) -> None:
    """The whole family before the old house, everyone looking at the camera."""
    keepsakes.old_house(c, 18)
    standing = Pose(left=(0.1, -0.9), right=(0.1, -0.9))
    figure(c, FATHER, (-15, 14), 66, standing)
    figure(c, MOTHER, (15, 14), 66, standing)
    figure(c, COUSIN, (38, 6), 66, replace(standing, mouth="laugh"))
    sitting = Pose("sit", left=(0.1, -0.75), right=(0.1, -0.75))
    for x in (-30, 20):
        keepsakes.stool(c, x, 4, 20)
    figure(c, GRANDFATHER, (-30, 4), 66, sitting)
    figure(c, GRANDMOTHER, (20, 4), 68, sitting)
    figure(c, girl(c.age), (-5, 3), 66, replace(standing, mouth="laugh", left=(0.4, -0.6)))


@scene(NOON, MORNING, age=3)
def studio_portrait(c: Canvas) -> None:
    """A photographer's studio of long ago: a painted garden, a young couple, their small child."""
    keepsakes.backdrop(c)
    young = replace(
        FATHER,
        wardrobe=(),
        top="#4f5f7a",
        legs="#3f4558",
        hair_colour="#241a1a",
        extras=("collar", "buttons"),
    )
    wife = replace(
        MOTHER,
        wardrobe=(),
        hair="tufts",
        top="#e3d3c0",
        legs="#5a5668",
        extras=("collar", "buttons"),
    )
    figure(c, young, (-15, 8), 74, Pose(right=(0.2, -0.8)))
    figure(c, wife, (17, 8), 74, Pose(left=(0.2, -0.8)))
    child = replace(COUSIN, height=0.48, heads=3.3, short=False, extras=("collar",))
    figure(c, child, (1, 5), 74, Pose(mouth="wonder"))


@scene(MORNING, GOLDEN, age=0)
def keepsakes_table(c: Canvas) -> None:
    """What a family keeps: first shoes, a lock, a hand print, letters, a certificate."""
    keepsakes.table_from_above(c)
    things.album(c, -14, 52, 30)
    keepsakes.hand_print(c, 30, 72, 15)
    keepsakes.first_shoes(c, -26, 22, 10)
    things.certificate(c, 21, 30, 40)
    for x, y, turn in ((-40, 44, 12), (38, 50, -9), (0, 8, 5), (-6, 88, -6)):
        things.print_(c, x, y, 15, turn)
    keepsakes.silver_lock(c, 2, 40, 7)
    keepsakes.letters(c, -33, 82, 13)
    festive.red_envelope(c, 40, 12, 16)


@scene(NOON, age=5)
def crayon_family(c: Canvas) -> None:
    """The girl's own drawing in crayon: the house, the sun, everyone holding hands."""
    crayons.sheet(c)
    crayons.rainbow(c, 0, 30)
    crayons.sun(c, -34, 84)
    crayons.house(c, 24, 20, 30)
    crayons.meadow(c, 16)
    for x, tall, tone, skirt in (
        (-38, 40, "#3f7fc4", False),
        (-22, 36, "#e8558a", True),
        (-8, 22, "#f29a2e", True),
    ):
        crayons.person(c, (x, 12), tall, tone, skirt)
    crayons.heart(c, -15, 62, 5)
