"""Shots: one picture of the demo as it leaves a phone, a child's crayons or a biscuit tin."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zlib import crc32

from service.demo import pictures

How = Literal["phone", "wechat", "chat", "heic", "png", "sepia"]
CAMERA = ("HUAWEI", "P60 Pro")
FULL: tuple[int, int] = (4032, 3024)
HANDED_OVER: tuple[int, int] = (1920, 1440)
FROM_A_CHAT: tuple[int, int] = (1280, 960)
UPRIGHT = 5
"""From this EXIF orientation on, the phone was held upright: width and height change places."""


@dataclass(frozen=True)
class Shot:
    """A scene, and how it comes: `phone` and `heic` carry the moment and the place, others none.

    `chat` was sent around in the family's group, which makes pictures small.

    `age` is that of the girl in it, in years; without it she is as old as the scene suggests.
    """

    scene: str
    how: How = "wechat"
    at: str = ""
    place: tuple[float, float] | None = None
    orientation: int = 1
    age: int | None = None
    checked: bool = True


def develop(shot: Shot, name: str) -> tuple[str, bytes]:
    """The file of a shot: its name on the phone and its bytes."""
    size = {"phone": FULL, "heic": FULL, "chat": FROM_A_CHAT}.get(shot.how, HANDED_OVER)
    seed = crc32(name.encode()) % 10_000
    if shot.orientation >= UPRIGHT:
        size = size[1], size[0]
    picture = pictures.draw(shot.scene, seed=seed, size=size, age=shot.age)
    if shot.how == "phone":
        return f"IMG_{name}.jpg", pictures.as_phone(
            picture,
            taken_at=datetime.fromisoformat(shot.at),
            place=shot.place,
            orientation=shot.orientation,
            camera=CAMERA,
        )
    if shot.how == "heic":
        taken_at = datetime.fromisoformat(shot.at)
        heic = pictures.as_heic(
            picture, taken_at=taken_at, place=shot.place, camera=("Apple", "iPhone 15 Pro")
        )
        return f"IMG_{name}.HEIC", heic
    if shot.how == "png":
        return f"画_{name}.png", pictures.as_png(picture)
    if shot.how == "sepia":
        return f"扫描_{name}.jpg", pictures.as_sepia_print(picture)
    return f"tmp_{name}.jpg", pictures.as_wechat(picture)
