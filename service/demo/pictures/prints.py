"""Owns old prints: what a photograph of 1986 looks like on the scanner today."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps
from PIL.Image import Resampling

from . import paper
from .colour import rgb
from .paper import levels, share

SIZE = (2000, 1500)
BORDER = 0.05
TABLE = ("#7b5b43", "#5b4030")
SHADOWS, MIDTONES, HIGHLIGHTS = "#2b1c14", "#9c7a52", "#f4e4c4"


def as_sepia_print(picture: Image.Image) -> bytes:
    """Return a JPEG scan of an old print of the picture, lying a little askew; no EXIF.

    Sepia, a deckled white border, scratches and a corner the sun has faded. The wear follows
    from the picture's pixels, so the same picture always gives the same print.
    """
    rng = Random(picture.resize((8, 8)).tobytes())  # noqa: S311 - it places scratches
    upright = picture.height > picture.width
    size = (SIZE[1], SIZE[0]) if upright else SIZE
    photo = ImageOps.fit(picture.convert("L"), size, Resampling.LANCZOS)
    print_ = _bordered(_worn(_sepia(photo), rng))
    scan = paper.grained(_on_table(print_, rng), rng)
    buffer = BytesIO()
    scan.save(buffer, "JPEG", quality=86)
    return buffer.getvalue()


def _sepia(photo: Image.Image) -> Image.Image:
    soft = ImageEnhance.Contrast(photo.filter(ImageFilter.GaussianBlur(2))).enhance(1.15)
    return ImageOps.colorize(soft, SHADOWS, HIGHLIGHTS, MIDTONES)


def _worn(photo: Image.Image, rng: Random) -> Image.Image:
    faded = Image.radial_gradient("L").resize((photo.width * 2, photo.height * 2))
    faded = ImageOps.invert(faded).crop((photo.width, photo.height, *faded.size))
    photo.paste(
        "#f1dfb8",
        (0, 0),
        faded.point(levels(lambda v: max(0, v - 70) * 0.75)).transpose(
            rng.choice((Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM))
        ),
    )
    stains = paper.clouded(photo.size, (photo.width / 5, photo.width / 5), rng)
    photo.paste("#8a6238", (0, 0), stains.point(levels(lambda v: max(0, v - 150) / 3)))
    _scratch(photo, rng)
    return photo


def _scratch(photo: Image.Image, rng: Random) -> None:
    marks = Image.new("L", photo.size)
    pen = ImageDraw.Draw(marks)
    for _ in range(26):
        x, y = rng.uniform(0, photo.width), rng.uniform(0, photo.height)
        reach = rng.uniform(10, 160)
        pen.line((x, y, x + rng.uniform(-0.2, 0.2) * reach, y + reach), rng.randint(60, 150), 2)
    for _ in range(120):
        x, y, r = rng.uniform(0, photo.width), rng.uniform(0, photo.height), rng.uniform(1, 3)
        pen.ellipse((x - r, y - r, x + r, y + r), rng.randint(60, 170))
    crease = [
        (photo.width * 0.86, 0),
        (photo.width * 0.93, photo.height * 0.1),
        (photo.width, photo.height * 0.17),
    ]
    pen.line(crease, 190, 4)
    photo.paste("#fbf1da", (0, 0), marks.filter(ImageFilter.GaussianBlur(0.8)))


def _bordered(photo: Image.Image) -> Image.Image:
    """Put the white border around the photo and cut its edge in small waves."""
    margin = round(max(photo.size) * BORDER)
    sheet = ImageOps.expand(photo, margin, "#f3ead6").convert("RGBA")
    cut = Image.new("L", sheet.size, 255)
    pen, r = ImageDraw.Draw(cut), margin // 5
    for x in range(0, sheet.width + r, r * 3):
        for y in (-r // 2, sheet.height + r // 2):
            pen.ellipse((x - r, y - r, x + r, y + r), 0)
    for y in range(0, sheet.height + r, r * 3):
        for x in (-r // 2, sheet.width + r // 2):
            pen.ellipse((x - r, y - r, x + r, y + r), 0)
    sheet.putalpha(cut.filter(ImageFilter.GaussianBlur(1)))
    return sheet


def _on_table(sheet: Image.Image, rng: Random) -> Image.Image:
    """Lay the print on dark wood, a degree or two askew, with its shadow."""
    size = (round(sheet.width * 1.12), round(sheet.height * 1.14))
    table = paper.gradient(size, *(rgb(tone) for tone in TABLE))
    grain = paper.clouded(size, (size[0] / 3, size[1] / 160), rng)
    table.paste("#3b281d", (0, 0), grain.point(share(1 / 3)))
    turned = sheet.rotate(
        rng.choice((-1, 1)) * rng.uniform(1, 2.4), Resampling.BICUBIC, expand=True
    )
    corner = ((size[0] - turned.width) // 2, (size[1] - turned.height) // 2)
    shadow = Image.new("L", size)
    shadow.paste(turned.getchannel("A"), (corner[0] + 10, corner[1] + 16))
    table.paste("#1a100b", (0, 0), shadow.filter(ImageFilter.BoxBlur(18)).point(share(0.7)))
    table.paste(turned.convert("RGB"), corner, turned.getchannel("A"))
    return table
