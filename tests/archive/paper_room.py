"""The paper room: boxes, what is printed of them, and how it reads."""

import csv
from io import BytesIO, StringIO
from typing import Any

import httpx
import pypdfium2

from service.demo.phone import Refused
from tests.world import Person

BOM = b"\xef\xbb\xbf"


async def box_of(person: Person, title: str = "爷爷的信", **box: Any) -> dict[str, Any]:
    """A new box of the person's family."""
    return await person.phone.post(f"/families/{person.family}/boxes", {"title": title, **box})


async def taken(person: Person, path: str, **query: Any) -> httpx.Response:
    """A file as a phone downloads it; Refused where it is refused."""
    url = f"{person.world.url}/api/v1{path}"
    token = person.phone.token
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    reply = await person.world.http.get(url, params=query, headers=headers)
    if reply.status_code != 200:
        raise Refused(reply)
    return reply


async def sheet(person: Person, path: str) -> list[dict[str, str]]:
    """A sheet by the names of its columns."""
    content = (await taken(person, path)).content
    assert content.startswith(BOM)
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, without spaces and line ends."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    found = (document[number].get_textpage().get_text_range() for number in range(len(document)))
    return ["".join(page.split()).replace("\u200b", "") for page in found]


def files_in(pdf: bytes) -> list[bytes]:
    """The JPEG files that its pages show, byte for byte."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    wanted = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    pages = (document[number] for number in range(len(document)))
    shown: list[Any] = [
        one for page in pages for one in page.get_objects(filter=wanted, max_depth=9)
    ]
    return [bytes(one.get_data(decode_simple=False)) for one in shown]
