"""The album room: pictures unlike each other, and the verbs around a printed album."""

import random
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image

from tests.archive.booklet_room import pdf_of
from tests.world import Person

READY = ["ready"]


def a_scene(seed: int, width: int = 1600, height: int = 1200) -> bytes:
    """A picture that looks like no other seed's."""
    coarse = Image.frombytes("RGB", (9, 8), random.Random(seed).randbytes(9 * 8 * 3))
    data = BytesIO()
    coarse.resize((width, height), Image.Resampling.BILINEAR).save(data, "JPEG", quality=85)
    return data.getvalue()


async def remembers(person: Person, title: str, *pictures: bytes, **entry: Any) -> str:
    """A record with these pictures, checked; its id."""
    photos = [await person.takes_photo(data) for data in pictures]
    made = await person.records(title=title, photo_ids=photos, **entry)
    await person.phone.until(f"/entries/{made['id']}", standing=["passed"])
    return made["id"]


async def asks(person: Person, **draft: Any) -> str:
    """The path of an album that was asked for."""
    made = await person.phone.post(f"/families/{person.family}/printed-albums", draft)
    return f"/printed-albums/{made['id']}"


async def printed(person: Person, **draft: Any) -> str:
    """The same, once it is ready."""
    path = await asks(person, **draft)
    await person.phone.until(path, state=READY)
    return path


async def pages_of(person: Person, path: str) -> list[str]:
    """The words of each page, without blanks."""
    document = pypdfium2.PdfDocument(BytesIO(await pdf_of(person, path)))
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return ["".join(page.split()).replace("\u200b", "") for page in pages]
