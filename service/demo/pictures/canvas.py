"""Owns the painting surface: soft-edged, softly shaded shapes in picture units.

A unit is a hundredth of the picture's short side. ``x`` is 0 in the middle and runs to
``±half``; ``y`` is 0 at the bottom and runs up to ``top``. So the same composition fills a
landscape picture (wider) and an upright one (taller).
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from math import cos, radians, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from . import paper
from .colour import Fill, Light, darker, lighter, rgb
from .paper import levels, ramp, share

Point = tuple[float, float]
Path = str | Sequence[Point]
"""Points, or their list in SVG's manner."""
Box = tuple[int, int, int, int]
Look = dict[str, float]
Painter = Callable[[ImageDraw.ImageDraw, list[Point], int], None]


def spline(points: Sequence[Point], closed: bool = True, steps: int = 8) -> list[Point]:
    """Return a smooth curve (Catmull-Rom) through the points."""
    count = len(points)
    if not closed:
        ends = [points[0], *points, points[-1]]
        quads = [ends[i : i + 4] for i in range(count - 1)]
    else:
        quads = [[points[(i + k - 1) % count] for k in range(4)] for i in range(count)]
    curve = [between(quad, step / steps) for quad in quads for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def between(quad: Sequence[Point], t: float) -> Point:
    """Return the point a share ``t`` of the way from the second to the third of four points."""
    x, y = (
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - 3 * c + d - a) * t**3
        )
        for a, b, c, d in zip(*quad, strict=True)
    )
    return x, y


def points(text: str, at: Point = (0, 0), size: float | Point = 1, turn: float = 0) -> list[Point]:
    """Return the points of a list in SVG's manner, such as ``"0,0 .5,1 1,0"``.

    They are scaled by ``size`` (or by one size across and one up), turned by so many degrees
    and moved to ``at``.
    """
    across, up = size if isinstance(size, tuple) else (size, size)
    c, s = cos(radians(turn)), sin(radians(turn))
    pairs = (map(float, pair.split(",")) for pair in text.split())
    scaled = ((x * across, y * up) for x, y in pairs)
    return [(at[0] + x * c - y * s, at[1] + x * s + y * c) for x, y in scaled]


def drawn(path: Path) -> Sequence[Point]:
    """Return the points of a path."""
    return points(path) if isinstance(path, str) else path


def oval(x: float, y: float, rx: float, ry: float, turn: float = 0) -> list[Point]:
    """Return the outline of an ellipse, turned by so many degrees."""
    c, s = cos(radians(turn)), sin(radians(turn))
    ring = [(rx * cos(radians(a)), ry * sin(radians(a))) for a in range(0, 360, 9)]
    return [(x + dx * c - dy * s, y + dx * s + dy * c) for dx, dy in ring]


@dataclass(frozen=True)
class View:
    """How a scene is seen: its hour, the girl's age, how near, and whether as in a mirror (-1)."""

    light: Light
    age: int
    zoom: float = 1
    facing: int = 1


class Canvas:
    """A sheet of paper on which a scene is painted as one view shows it."""

    def __init__(self, size: tuple[int, int], rng: Random, view: View) -> None:
        self.image = Image.new("RGB", size, "#f4ead8")
        self.rng, self.light, self.age, self.facing = rng, view.light, view.age, view.facing
        self.page = self.unit = min(size) / 100 * view.zoom
        self.origin, self.turned = (size[0] / 2, float(size[1])), 0.0
        self.half = size[0] / 2 / self.unit
        self.top = size[1] / self.unit
        self.brush = paper.brushwork(size, rng)
        self.lamps: list[tuple[Point, float, str, float]] = []

    def at(self, x: float, y: float, size: float, turn: float = 0) -> "Canvas":
        """Return the same paper with (x, y) as origin, ``size`` as unit, turned by so many degrees.

        ``lift`` and ``soft`` stay in the page's units: paint is as thick on small things.
        """
        part = copy(self)
        part.origin, part.unit, part.turned = (
            self._pixel((x, y)),
            self.unit * size,
            self.turned + turn,
        )
        return part

    def blob(self, path: Path, fill: Fill, **look: float) -> None:
        """Paint a shape with a smooth outline through the points."""
        self.poly(spline(drawn(path)), fill, **look)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Fill, **look: float) -> None:
        """Paint an ellipse; ``turn`` turns it by so many degrees."""
        self.poly(oval(x, y, rx, ry, look.get("turn", 0)), fill, **look)

    def ring(self, at: Point, rx: float, ry: float, width: float, fill: Fill) -> None:
        """Paint an elliptic ring, such as a wheel or a rim."""
        path = oval(*at, rx, ry)
        self.line([*path, path[0]], width, fill)

    def rect(
        self, left: float, bottom: float, right: float, top: float, fill: Fill, **look: float
    ) -> None:
        """Paint an upright rectangle."""
        self.poly([(left, bottom), (left, top), (right, top), (right, bottom)], fill, **look)

    def poly(self, path: Path, fill: Fill, **look: float) -> None:
        """Paint a shape with straight sides."""
        dots = [self._pixel(point) for point in drawn(path)]
        self._paint(dots, 0, lambda pen, path, _: pen.polygon(path, fill=255), fill, look)

    def line(self, path: Path, width: float, fill: Fill, thin: float = 1, **look: float) -> None:
        """Paint a smooth brush stroke whose width ends as ``thin`` times what it began with."""
        ends = drawn(path)
        curve = spline(ends, closed=False) if len(ends) > 2 else ends
        dots = [self._pixel(point) for point in curve]
        wide = width * self.unit

        def stroke(pen: ImageDraw.ImageDraw, path: list[Point], fine: int) -> None:
            for index, (x, y) in enumerate(path):
                r = fine * wide * (1 + (thin - 1) * index / len(path)) / 2
                pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
                pen.line(path[index : index + 2], fill=255, width=max(1, round(2 * r)))

        self._paint(dots, wide / 2, stroke, fill, look)

    def glow(self, x: float, y: float, reach: float, colour: str, strength: float = 0.6) -> None:
        """Brighten the air around a point, as a sun or a lamp does."""
        self._halo(self._pixel((x, y)), reach * self.unit, colour, strength)

    def lamp(self, x: float, y: float, reach: float, colour: str, strength: float = 0.6) -> None:
        """Remember a light that shines through the hour's tint, and so is lit last."""
        self.lamps.append((self._pixel((x, y)), reach * self.unit, colour, strength))

    def wash(self, top: str, bottom: str, low: float, high: float) -> None:
        """Fill the whole width between two heights with a gradient."""
        self.rect(-self.half - 1, low, self.half + 1, high, (top, bottom), shade=0, brush=0.16)

    def finished(self) -> Image.Image:
        """Return the picture with its light, lamps and paper."""
        self.image = paper.tinted(paper.unsteady(self.image, self.rng), self.light.tint)
        for lamp in self.lamps:
            self._halo(*lamp)
        return self.image

    def _halo(self, at: Point, reach: float, colour: str, strength: float) -> None:
        r = max(2, round(reach))
        halo = Image.radial_gradient("L")
        halo = halo.point(levels(lambda d: max(0, 255 - d * 2) ** 2 / 255 * strength))
        self.image.paste(
            rgb(colour), (round(at[0]) - r, round(at[1]) - r), halo.resize((2 * r, 2 * r))
        )

    def _pixel(self, point: Point) -> Point:
        c, s = cos(radians(self.turned)), sin(radians(self.turned))
        x, y = point[0] * c - point[1] * s, point[0] * s + point[1] * c
        return self.origin[0] + x * self.facing * self.unit, self.origin[1] - y * self.unit

    def _box(self, dots: Sequence[Point], margin: float) -> Box:
        xs, ys = [x for x, _ in dots], [y for _, y in dots]
        beyond = round(5 * self.page)
        return (
            max(-beyond, int(min(xs) - margin)),
            max(-beyond, int(min(ys) - margin)),
            min(self.image.width + beyond, int(max(xs) + margin) + 1),
            min(self.image.height + beyond, int(max(ys) + margin) + 1),
        )

    def _paint(
        self, dots: Sequence[Point], reach: float, painter: Painter, fill: Fill, look: Look
    ) -> None:
        """Lay one shape on the paper.

        ``look``: ``shade`` 0 to 1, how round it seems; ``alpha`` 0 to 1; ``lift``, how far
        above what lies behind it, in page units, which sets its shadow; ``soft``, its blurred
        edge in page units; ``brush`` 0 to 1, how much its two colours mingle.
        """
        lift, soft = look.get("lift", 0) * self.page, look.get("soft", 0) * self.page
        box = self._box(dots, reach + 2 + 2.5 * lift + 2.5 * soft)
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        mask = _mask(box, dots, painter)
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft))
        if lift:
            self._shadow(mask, box, lift)
        patch = self._coloured(mask, box, fill, look)
        alpha = look.get("alpha", 1)
        if alpha < 1:
            mask = mask.point(share(alpha))
        self.image.paste(patch, box[:2], mask)

    def _shadow(self, mask: Image.Image, box: Box, lift: float) -> None:
        fallen = ImageChops.offset(mask, round(lift * 0.5) * self.facing, round(lift * 0.8))
        fallen = fallen.filter(ImageFilter.BoxBlur(lift * 0.7)).point(share(0.3))
        self.image.paste(rgb("#3a2540"), box[:2], fallen)

    def _coloured(self, mask: Image.Image, box: Box, fill: Fill, look: Look) -> Image.Image:
        top, bottom = fill if isinstance(fill, tuple) else (lighter(fill, 0.08), darker(fill, 0.08))
        blend = ramp(mask.size)
        patch = Image.new("RGB", mask.size, rgb(top))
        patch.paste(
            rgb(bottom), (0, 0), Image.blend(blend, self.brush.crop(box), look.get("brush", 0.38))
        )
        if shade := look.get("shade", 0.25):
            self._round(patch, mask, (top, bottom), shade)
        return patch

    def _round(self, patch: Image.Image, mask: Image.Image, fill: Fill, shade: float) -> None:
        """Turn the rim away from the light: dark at the lower right, bright at the upper left."""
        depth = max(1, round(min(*mask.size, 30 * self.page) * 0.12))
        for side, colour, strength in (
            (-1, darker(fill[1], 0.55), shade),
            (1, lighter(fill[0], 0.6), shade * 0.7),
        ):
            moved = ImageChops.offset(mask, side * depth * self.facing, side * depth)
            moved = moved.filter(ImageFilter.BoxBlur(depth * 0.8))
            rim = ImageChops.subtract(mask, moved).point(share(strength))
            patch.paste(rgb(colour), (0, 0), rim)


def _mask(box: Box, dots: Sequence[Point], painter: Painter) -> Image.Image:
    """Return the shape's coverage within the box, drawn finer and reduced for smooth edges."""
    left, upper = box[:2]
    size = (box[2] - left, box[3] - upper)
    fine = 2 if size[0] * size[1] > 90_000 else 4
    mask = Image.new("L", (size[0] * fine, size[1] * fine))
    path = [((x - left) * fine, (y - upper) * fine) for x, y in dots]
    painter(ImageDraw.Draw(mask), path, fine)
    return mask.reduce(fine)
