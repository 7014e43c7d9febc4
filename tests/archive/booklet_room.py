"""The booklet room: a child with entries of a term, its class, and the verbs around a booklet."""

import asyncio
from io import BytesIO
from typing import Any

import httpx
import pypdfium2

from models.trust.consents import Purpose
from tests.school import School
from tests.world import Person, World

TERM = {"since": "2025-09-01", "until": "2026-01-20"}


async def told(alice: Person, title: str = "骑车", **entry: Any) -> str:
    """An entry of the term whose words were checked; its id."""
    body = {"happened": "2025-10-01", "dimension": "身心健康", **entry}
    made = await alice.records(title=title, **body)
    await alice.phone.until(f"/entries/{made['id']}", standing=["passed"])
    return made["id"]


async def booklet_of(alice: Person, *entries: str, **draft: Any) -> str:
    """The path of a new booklet, with these entries or those that are proposed."""
    body = TERM | draft | ({"entry_ids": [*entries]} if entries else {})
    made = await alice.phone.post(f"/students/{alice.child}/booklets", body)
    return f"/booklets/{made['id']}"


async def confirms(person: Person, path: str, **said: Any) -> dict[str, Any]:
    """Say yes to the booklet as it is shown now."""
    choice = (await person.phone.get(path))["choice"]
    body = {"choice": choice, **said}
    return await person.phone.call("POST", f"{path}/confirmation", body)


async def locked(alice: Person, path: str) -> dict[str, Any]:
    """Confirmed together with the child, locked and printed."""
    await confirms(alice, path, together=True)
    return await locks(alice, path)


async def locks(alice: Person, path: str) -> dict[str, Any]:
    await alice.phone.call("POST", f"{path}/lock")
    return await alice.phone.until(path, ready=[True])


async def pdf_of(alice: Person, path: str) -> bytes:
    """The bytes behind the URL."""
    url = (await alice.phone.get(f"{path}/pdf"))["url"]
    async with httpx.AsyncClient() as http:
        reply = await http.get(url)
    reply.raise_for_status()
    return reply.content


def text_of(pdf: bytes) -> str:
    """All words of a PDF, without the line ends."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return "".join("".join(page.split()) for page in pages).replace("\u200b", "")


def pictures_in(pdf: bytes) -> int:
    """How many pictures its pages show; one that is shown twice counts twice."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    wanted = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    pages = (document[number] for number in range(len(document)))
    return sum(len(list(page.get_objects(filter=wanted, max_depth=9))) for page in pages)


async def taught(world: World, alice: Person) -> tuple[School, Person, str]:
    """The child in a class with a teacher: the school, the teacher and the class."""
    school, teacher = await world.school(), await world.person("Wang")
    class_id = await school.opens()
    await school.takes_on(teacher, class_id)
    await alice.consents(Purpose.CLASS, alice.child)
    await school.enrols(alice, class_id)
    return school, teacher, class_id


async def endorses(teacher: Person, path: str, words: str = "愿你保持好奇，慢慢来。") -> None:
    """Write, and wait for the check."""
    await teacher.phone.put(f"{path}/endorsement", {"words": words})
    checked = ["passed", "review", "risky"]
    await teacher.phone.until(f"{path}/endorsement", words_standing=checked)


async def kinds(person: Person) -> list[str]:
    """What the person was told, latest first."""
    return [one["kind"] for one in (await person.phone.get("/notices"))["items"]]


async def at_once(*calls: Any) -> list[Any]:
    """All of these at the same time; refusals among the answers."""
    return await asyncio.gather(*calls, return_exceptions=True)
