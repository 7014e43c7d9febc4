"""A phone that puts its files by Qiniu's own SDK, as an app does, beside the event loop."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from qiniu import put_data, put_file_v2
from qiniu.http.endpoint import Endpoint
from qiniu.http.region import Region, ServiceName
from qiniu.services.storage.upload_progress_recorder import UploadProgressRecorder

from tests.world import Person

Ticket = dict[str, Any]


class Answer(NamedTuple):
    """What Kodo says at last: the callback's own answer, with 200; -1 when nobody answers."""

    status: int
    told: dict[str, Any]


class SdkPhone:
    """Puts what tickets are for. Like a region of Kodo's, it has two hosts, tried in turn."""

    def __init__(self, kodo_url: str) -> None:
        self._region = Region(services={ServiceName.UP: [Endpoint.from_host(kodo_url)] * 2})

    async def put(self, ticket: Ticket, data: bytes) -> Answer:
        """A form upload."""
        put = partial(put_data, ticket["token"], ticket["key"], data, fname=ticket["name"])
        return await self._run(put)

    async def put_in_parts(self, ticket: Ticket, file: Path, progress: Path) -> Answer:
        """A multipart upload v2; again with the same folder `progress` it goes on."""
        put = partial(
            put_file_v2,
            ticket["token"],
            ticket["key"],
            str(file),
            part_size=ticket["part_bytes"],
            upload_progress_recorder=UploadProgressRecorder(str(progress)),
        )
        return await self._run(put)

    async def _run(self, put: partial[Any]) -> Answer:
        told, info = await asyncio.to_thread(put, regions=[self._region])
        return Answer(info.status_code, told or {})


async def tickets_for(person: Person, *sizes: int, medium: str = "photo") -> list[Ticket]:
    """Tickets for files of these sizes, as the phone announces them."""
    files = [{"name": f"IMG_{n}.jpg", "bytes": s, "medium": medium} for n, s in enumerate(sizes)]
    body = {"family_id": person.family, "files": files}
    return (await person.phone.post("/uploads", body))["items"]
