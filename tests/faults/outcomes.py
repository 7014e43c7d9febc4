"""Outcomes: what every story of an upload ends with, told by the rows and by Kodo itself."""

import asyncio
from hashlib import sha256
from io import BytesIO
from typing import Any

from qiniu import Auth, BucketManager
from qiniu.http.endpoint import Endpoint
from qiniu.http.region import Region, ServiceName
from qiniu.utils import etag_stream

from tests.faults.installation import Installation, patiently, within
from tests.world import Person

READ_WITHIN = 120
READ = "photos where upload_id = $1 and state = 'ready'"
NOTICED = "notices where subject_id = $1"


async def confirms(person: Person, ticket: dict[str, Any]) -> str:
    """The phone says that it has put the file, until it is answered; the photo's id."""
    path = f"/uploads/{ticket['upload_id']}/confirmation"
    confirmed = await patiently(lambda: person.phone.call("POST", path), READ_WITHIN)
    return confirmed["id"]


async def is_one_photo(
    home: Installation, person: Person, ticket: dict[str, Any], data: bytes
) -> str:
    """One row, one audit record, no notice, the same bytes; the photo's id."""
    await within(READ_WITHIN, lambda: home.count(READ, ticket["upload_id"]))
    (photo,) = await home.rows("select * from photos where upload_id = $1", ticket["upload_id"])
    assert (photo["etag"], photo["bytes"]) == (etag_stream(BytesIO(data)), len(data))
    assert photo["sha256"] == sha256(data).hexdigest()
    assert await original(home, person, str(photo["id"])) == data
    for action in ("photo.stored", "photo.ready"):
        assert await records(home, photo["id"], action) == 1
    assert not await home.count(NOTICED, photo["id"])
    return str(photo["id"])


async def records(home: Installation, subject: Any, action: str) -> int:
    """How often the audit trail tells of it."""
    told = "audit_records where subject_id = $1 and action = $2"
    return await home.count(told, subject, action)


async def original(home: Installation, person: Person, photo: str) -> bytes:
    """What the family downloads."""
    shown = await patiently(lambda: person.phone.get(f"/photos/{photo}"))
    reply = await home.http.get(shown["original"])
    return reply.raise_for_status().content


async def called_back(home: Installation, ticket: dict[str, Any]) -> list[int | None]:
    """What Kodo got for the callbacks of a ticket, in their order."""
    calls = await home.control("kodo", "calls")
    return [c["status"] for c in calls if c["call"] == "callback" and c["key"] == ticket["key"]]


def bucket_of(home: Installation) -> BucketManager:
    """The bucket as its owner sees it by Qiniu's own SDK."""
    given = home.settings
    services = {
        ServiceName.RS: [Endpoint.from_host(given.kodo_rs_url)],
        ServiceName.RSF: [Endpoint.from_host(given.kodo_rsf_url)],
    }
    auth = Auth(given.kodo_access_key, given.kodo_secret_key)
    return BucketManager(auth, regions=[Region(services=services)])


async def keys_in(home: Installation, prefix: str) -> list[str]:
    """All keys of the bucket that begin with a prefix."""
    return await asyncio.to_thread(_listed, bucket_of(home), home.settings.kodo_bucket, prefix)


def _listed(owner: BucketManager, bucket: str, prefix: str) -> list[str]:
    marker, found, ended = None, [], False
    while not ended:
        page, ended, _ = owner.list(bucket, prefix, marker, limit=1000)
        found += [item["key"] for item in page["items"]]
        marker = page.get("marker")
    return found
