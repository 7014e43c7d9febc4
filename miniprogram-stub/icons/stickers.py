"""Draw the stickers of 遮一下 as the service does: with PYTHONPATH=. from the root."""

from pathlib import Path

from PIL import Image

from service.archive.stickers import Sticker, figures
from service.archive.stickers.drawing import RIM

TARGET = Path(__file__).parents[1] / "miniprogram/images"
SIDE, COLOURS = 192, 64

for sticker in Sticker:
    figure, inner = figures.of(sticker), round(SIDE * RIM)
    drawn = figure.drawn().resize((inner, inner), Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", (inner, inner), figure.ground)
    ground.alpha_composite(drawn)
    picture = Image.new("RGBA", (SIDE, SIDE), "white")
    corner = ((SIDE - inner) // 2, (SIDE - inner) // 2)
    picture.paste(ground, corner, figures.disc(inner, inner))
    picture.putalpha(figures.disc(SIDE, SIDE))
    picture.quantize(COLOURS).save(TARGET / f"sticker-{sticker}.png", optimize=True)
