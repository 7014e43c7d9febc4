"""A photo's way: from its ticket to a post that everybody sees, to be interrupted anywhere."""

from base64 import urlsafe_b64encode
from typing import Any
from uuid import UUID, uuid4

from tests.faults.installation import patiently, within
from tests.faults.laboratory import Laboratory
from tests.faults.lives import unlike
from tests.faults.outcomes import confirms, is_one_photo, records
from tests.faults.sdk_phone import Ticket
from tests.world import Person, a_photo

PATIENCE = 180
PUT = {200, 579}


class Way:
    """One photo of one person's. Every step may be taken again: it repeats its requests."""

    def __init__(self, lab: Laboratory, person: Person) -> None:
        self.lab, self.home, self.person = lab, lab.home, person
        self.data = a_photo()
        self.words = unlike("kite")
        self.ticket_key, self.post_key = uuid4().hex, uuid4().hex

    async def ticket(self) -> Ticket:
        files = [{"name": "IMG.jpg", "bytes": len(self.data)}]
        body = {"family_id": self.person.family, "files": files}
        key = self.ticket_key
        asked = await patiently(lambda: self.person.phone.post("/uploads", body, key=key), PATIENCE)
        return asked["items"][0]

    async def puts(self) -> str:
        """Put the file and have its photo; the photo's id."""
        ticket = await self.ticket()
        assert (await self.person.phone.put_file(ticket, self.data)).status_code in PUT
        return await confirms(self.person, ticket)

    async def posts(self) -> str:
        """Publish it once it was looked at; the post's id."""
        photo = await self.puts()
        await self.reaches(f"/photos/{photo}", "standing", "passed")
        body = {
            "family_id": self.person.family,
            "student_id": self.person.child,
            "photo_ids": [photo],
            "words": self.words,
            "audience": "public",
        }
        key = self.post_key
        post = await patiently(lambda: self.person.phone.post("/posts", body, key=key), PATIENCE)
        return post["id"]

    async def reaches(self, path: str, field: str, value: str) -> None:
        async def is_there() -> bool:
            return (await patiently(lambda: self.person.phone.get(path)))[field] == value

        await within(PATIENCE, is_there)

    async def ends_well(self, stranger: Person) -> None:
        """Walk it again to its end: one of everything, seen by everybody, told of once."""
        ticket = await self.ticket()
        post = await self.posts()
        await self.reaches(f"/posts/{post}", "state", "approved")
        photo = await is_one_photo(self.home, self.person, ticket, self.data)
        for subject, action in (
            (photo, "check.passed"),
            (post, "check.passed"),
            (post, "post.published"),
            (post, "post.approved"),
        ):
            assert await records(self.home, subject, action) == 1, action
        for table in ("uploads", "photos", "posts"):
            assert await self.home.count(f"{table} where family_id = $1", self.person.family) == 1
        assert await self.home.count("notices where subject_id = $1", post) == 1
        assert await stranger.sees(f"/posts/{post}") == [True]

    async def check_of(self, subject: UUID) -> Any:
        """The question about the photo or the post."""
        return (await self.home.rows("select * from checks where subject_id = $1", subject))[-1]

    async def photo(self) -> UUID:
        """The photo's id, of a file that was put."""
        ticket = await self.ticket()
        sql = "select id from photos where upload_id = $1"
        return (await self.home.rows(sql, ticket["upload_id"]))[0]["id"]

    def entry_of(self, ticket: Ticket) -> bytes:
        """How Kodo's management calls name the object."""
        name = f"{self.home.settings.kodo_bucket}:{ticket['key']}"
        return urlsafe_b64encode(name.encode())
