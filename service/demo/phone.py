"""A phone with the mini-program open: signs in with WeChat, puts photos into Kodo, calls the API.

It knows the wire alone: what it can do, a real phone can do.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any
from uuid import uuid4
from zlib import crc32

import httpx

PATIENCE = 60.0


class Refused(Exception):
    """The service answered with problem details."""

    def __init__(self, reply: httpx.Response) -> None:
        self.status = reply.status_code
        self.problem = reply.json()
        super().__init__(f"{reply.request.method} {reply.request.url.path}: {self.problem}")


class Phone:
    """One person's phone. `person` is who WeChat says they are."""

    def __init__(self, http: httpx.AsyncClient, base_url: str, wechat_url: str, person: str):
        self._http = http
        self._base_url = base_url
        self._wechat_url = wechat_url
        self.person = person
        self.token = ""

    async def login_code(self) -> str:
        """What `wx.login` gives on this phone."""
        reply = await self._http.post(
            f"{self._wechat_url}/_control/logins", json={"person": self.person}
        )
        return reply.raise_for_status().json()["code"]

    async def sign_in(self) -> None:
        session = await self.post("/sessions", {"code": await self.login_code()})
        self.token = session["token"]

    async def bind_phone(self) -> None:
        """Press the getPhoneNumber button and hand its code on."""
        number = f"138{crc32(self.person.encode()) % 10**8:08}"
        reply = await self._http.post(
            f"{self._wechat_url}/_control/phone-codes",
            json={"person": self.person, "phone": number},
        )
        await self.put("/account/phone", {"code": reply.raise_for_status().json()["code"]})

    async def get(self, path: str, **query: str) -> Any:
        return await self.call("GET", path, query=query)

    async def post(self, path: str, body: Any, *, key: str = "") -> Any:
        """A creating request; `key` repeats an earlier one."""
        return await self.call("POST", path, body, key=key)

    async def put(self, path: str, body: Any = None) -> Any:
        return await self.call("PUT", path, body)

    async def delete(self, path: str) -> Any:
        return await self.call("DELETE", path)

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, str] | None = None,
        key: str = "",
    ) -> Any:
        """One API call. Raises Refused for an answer of 400 or above."""
        headers = {"Idempotency-Key": key or uuid4().hex} if method == "POST" else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url = f"{self._base_url}/api/v1{path}"
        reply = await self._http.request(method, url, json=body, params=query, headers=headers)
        if reply.is_error:
            raise Refused(reply)
        return reply.json() if reply.content else None

    async def put_photo(self, family_id: str, name: str, data: bytes, *, key: str = "") -> str:
        """Ask for a ticket, put the file into Kodo, and return the photo's id.

        Where Kodo could not call back (579: the object is stored all the same), it confirms.
        """
        files = [{"name": name, "bytes": len(data)}]
        tickets = await self.post("/uploads", {"family_id": family_id, "files": files}, key=key)
        ticket = tickets["items"][0]
        reply = await self.put_file(ticket, data)
        if reply.status_code == 200:
            return reply.json()["photo_id"]
        confirmed = await self.call("POST", f"/uploads/{ticket['upload_id']}/confirmation")
        return confirmed["id"]

    async def put_file(self, ticket: dict[str, str], data: bytes) -> httpx.Response:
        """The form upload of `wx.uploadFile`."""
        form = {"token": ticket["token"], "key": ticket["key"]}
        files = {"file": (ticket["name"], data)}
        return await self._http.post(ticket["url"], data=form, files=files, timeout=60)

    async def until(self, path: str, **wanted: Any) -> Any:
        """Look again until the answer has one of the wanted values in each of the wanted fields."""
        ends = monotonic() + PATIENCE
        while True:
            found = await self.get(path)
            if all(found[name] in values for name, values in wanted.items()):
                return found
            if monotonic() > ends:
                raise TimeoutError(f"{path} is still {found}")
            await asyncio.sleep(0.1)


@asynccontextmanager
async def phones(base_url: str, wechat_url: str) -> AsyncIterator[Any]:
    """A maker of phones that share one connection pool."""
    async with httpx.AsyncClient(timeout=30) as http:

        def phone(person: str) -> Phone:
            return Phone(http, base_url, wechat_url, person)

        yield phone
