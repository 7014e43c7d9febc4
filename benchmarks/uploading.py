"""Uploading: tickets, and completions by the phone's word and by Kodo's callback, over HTTP."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from io import BytesIO
from time import perf_counter
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from PIL import Image

from benchmarks.installation import Installation
from benchmarks.results import Result
from service.demo.phone import Phone
from service.integrations import adapters
from service.integrations.kodo import CALLBACK_PATH, FORM

PHONES = 16
BATCH = 20
T = TypeVar("T")
Ticket = tuple[Phone, dict[str, Any]]


async def measure(home: Installation, photos: int) -> list[Result]:
    """Bring in `photos` small photos; they wait to be read."""
    families = [await home.family(f"phone {number}") for number in range(PHONES)]
    batches = max(photos // BATCH, PHONES)
    began = perf_counter()
    asked = [_tickets(*families[number % PHONES]) for number in range(batches)]
    tickets = [ticket for batch in await _sixteen_at_once(asked) for ticket in batch]
    seconds = perf_counter() - began
    await _sixteen_at_once(_put(ticket, number) for number, ticket in enumerate(tickets))
    half = len(tickets) // 2
    return [
        Result("tickets", len(tickets) / seconds, "/s"),
        Result("confirmations", half / await _timed(tickets[:half], _confirm), "/s"),
        Result(
            "signed callbacks",
            (len(tickets) - half) / await _timed(tickets[half:], _callback_to(home)),
            "/s",
        ),
    ]


async def _tickets(phone: Phone, family_id: str) -> list[Ticket]:
    files = [{"name": f"IMG_{number}.jpg", "bytes": 100_000} for number in range(BATCH)]
    issued = await phone.post("/uploads", {"family_id": family_id, "files": files})
    return [(phone, ticket) for ticket in issued["items"]]


async def _put(ticket: Ticket, number: int) -> None:
    """The object as the phone would have put it, without the callback."""
    await adapters().kodo.put(ticket[1]["key"], _small_photo(number), "image/jpeg")


def _small_photo(number: int) -> bytes:
    picture = Image.linear_gradient("L").resize((320, 240)).convert("RGB")
    data = BytesIO()
    picture.save(data, "JPEG", quality=90, comment=f"photo {number}".encode())
    return data.getvalue()


async def _confirm(ticket: Ticket) -> None:
    phone, issued = ticket
    await phone.call("POST", f"/uploads/{issued['upload_id']}/confirmation")


def _callback_to(home: Installation) -> Callable[[Ticket], Awaitable[None]]:
    async def call(ticket: Ticket) -> None:
        issued = ticket[1]
        body = urlencode({"upload": UUID(issued["upload_id"]), "key": issued["key"]})
        digest = hashlib.sha1(body.encode()).hexdigest()  # noqa: S324  Kodo's choice
        url = f"{home.settings.public_url}{CALLBACK_PATH}?h={digest}"
        headers = {"Content-Type": FORM, "Authorization": adapters().kodo.qbox(url, body)}
        (await home.http.post(url, content=body, headers=headers)).raise_for_status()

    return call


async def _timed(tickets: list[Ticket], act: Callable[[Ticket], Awaitable[None]]) -> float:
    began = perf_counter()
    await _sixteen_at_once(act(ticket) for ticket in tickets)
    return perf_counter() - began


async def _sixteen_at_once(calls: Iterable[Awaitable[T]]) -> list[T]:
    free = asyncio.Semaphore(PHONES)

    async def one(call: Awaitable[T]) -> T:
        async with free:
            return await call

    return await asyncio.gather(*(one(call) for call in calls))
