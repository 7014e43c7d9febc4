"""The world: the service as it runs, in one process, and its people with their phones."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import procrastinate
import pytest
from cryptography.fernet import Fernet
from PIL import Image

from handlers.app import application
from models.people.accounts import Account
from models.people.regions import Region
from models.people.staff import Office
from models.trust.consents import Purpose
from service import integrations
from service.demo.phone import Phone, Refused
from service.embedded.installation import TEMPLATES
from service.emulators.serving import kodo_of, wechat_of
from service.foundation import jobs
from service.foundation.database import query
from service.foundation.settings import Environment, Settings
from service.people import appointments, sessions
from service.trust.consent_texts import current
from tests.contracts.serving import free_port, serving
from tests.school import APPROVAL, School

PATIENCE = 60.0
CRON_OF_MINUTES = 5
"""So many fields has a cron expression that does not name seconds."""
LOOK_ANEW = "select pg_stat_clear_snapshot()"
"""Without it a transaction sees only those backends that were there at its first look."""
XIANGZHOU, JINWAN = "440402000000", "440404000000"
"""The codes of two districts."""


def settings_for(folder: Path, database_url: str, valkey_url: str) -> Settings:
    """Settings of an embedded installation on free ports."""
    port, wechat, kodo = (f"http://127.0.0.1:{free_port()}" for _ in range(3))
    return Settings(
        environment=Environment.EMBEDDED,
        data_folder=folder,
        metrics_folder=folder / "metrics",
        port=int(port.rpartition(":")[2]),
        public_url=port,
        secret="a secret of the tests, long enough",
        data_keys=Fernet.generate_key().decode(),
        database_url=database_url,
        valkey_url=valkey_url,
        wechat_base_url=wechat,
        feed_page_life=0,  # what a test reads is what it has just written
        most_requests=0,  # sweeps ask as often as they can
        wechat_appid="wx0123456789abcdef",
        wechat_templates=TEMPLATES,
        wechat_secret="app-secret-canary",
        wechat_push_token="push-token",
        wechat_push_key="k" * 43,
        decision_undo_seconds=0,
        kodo_access_key="access-key",
        kodo_secret_key="secret-key-canary",
        kodo_bucket="photos",
        kodo_upload_url=kodo,
        kodo_download_url=kodo,
        kodo_rs_url=kodo,
        kodo_rsf_url=kodo,
        kodo_censor_url=kodo,
    )


@asynccontextmanager
async def world_of(settings: Settings) -> AsyncIterator["World"]:
    """Serve everything that `settings` names, and run the jobs."""
    async with AsyncExitStack() as stack:
        for app, url in (
            (wechat_of(settings), settings.wechat_base_url),
            (kodo_of(settings), settings.kodo_upload_url),
            (application(settings), settings.public_url),
        ):
            await stack.enter_async_context(serving(app, int(url.rpartition(":")[2])))
        await integrations.adapters().valkey.flushall()
        worker = await stack.enter_async_context(working(settings.database_url))
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=PATIENCE))
        yield World(settings, http, worker)


@asynccontextmanager
async def working(database_url: str) -> AsyncIterator["Worker"]:
    """Run jobs as the worker process does, but for what comes round by the minute or more rarely.

    A story that is about a sweep runs it; in any other the turn of a minute would change what it
    sees: what it has lost just now, for one, would be made anew.
    """
    app = jobs.queue_app(database_url)
    coming_round = app.periodic_registry.periodic_tasks
    for key, one in [*coming_round.items()]:
        if len(one.cron.split()) <= CRON_OF_MINUTES:
            del coming_round[key]
    async with app.open_async():
        worker = Worker(app)
        worker.start()
        try:
            yield worker
        finally:
            await worker.stop()


class Worker:
    """A worker in this process; it stops as on SIGTERM, when the jobs under way have ended."""

    def __init__(self, app: procrastinate.App) -> None:
        self._app = app

    def start(self) -> None:
        self._running = asyncio.create_task(
            self._app.run_worker_async(
                install_signal_handlers=False, fetch_job_polling_interval=0.2
            )
        )

    async def stop(self) -> None:
        self._running.cancel()
        with suppress(asyncio.CancelledError):
            await self._running


class World:
    """What a test looks at and meddles with."""

    def __init__(
        self, settings: Settings, http: httpx.AsyncClient, worker: Worker | None = None
    ) -> None:
        self.settings = settings
        self.http = http
        self.url = settings.public_url
        self._worker = worker

    def phone(self, person: str) -> Phone:
        return Phone(self.http, self.url, self.settings.wechat_base_url, person)

    async def person(self, name: str) -> "Person":
        """Somebody who has signed in."""
        person = Person(self, self.phone(name))
        await person.phone.sign_in()
        await person.phone.put("/account", {"nickname": name})
        return person

    async def archivist(self, code: str = XIANGZHOU) -> "Person":
        """The archivist of a region, appointed by the operator."""
        archivist = await self.person(f"Staff {code[:9]}")
        if not (await archivist.phone.get("/appointments"))["items"]:
            offered = await appointments.offer_first(Office.ARCHIVIST, "刘芳", code)
            await archivist.takes_up(appointments.code_of(offered))
        return archivist

    async def school(self, name: str = "香洲一小", code: str = XIANGZHOU) -> School:
        """A school of a district, with its administrator."""
        archivist, administrator = await self.archivist(code), await self.person(f"{name}校长")
        region = await Region.get(code=code)
        draft = {"name": name, "region_id": str(region.id), "approval": APPROVAL}
        made = await archivist.phone.post("/schools", draft)
        body = {"office": "school_administrator", "name": "何校长", "school_id": made["id"]}
        offer = await archivist.phone.post("/appointments", body)
        held = await administrator.takes_up(offer["code"])
        shown = await administrator.phone.get(f"/schools/{made['id']}")
        return School(archivist, administrator, shown, held["id"])

    async def script(self, vendor: str, call: str, answer: dict[str, Any], **matching: Any) -> None:
        """Have WeChat (`wechat`) or Kodo (`kodo`) answer a call in a certain way."""
        await self.control(vendor, "scripts", {"call": call, "answer": answer, **matching})

    async def control(self, vendor: str, lever: str, body: dict[str, Any] | None = None) -> Any:
        """Pull a lever of WeChat or Kodo; without a body, read what it shows."""
        url = {"wechat": self.settings.wechat_base_url, "kodo": self.settings.kodo_upload_url}
        method = "GET" if body is None else "POST"
        reply = await self.http.request(method, f"{url[vendor]}/_control/{lever}", json=body)
        reply.raise_for_status()
        return reply.json() if reply.content else None

    @asynccontextmanager
    async def worker_away(self) -> AsyncIterator[None]:
        """Whatever is deferred waits for the end of the block; what was under way is done first."""
        assert self._worker, "the worker is a process of its own"
        await self._worker.stop()
        try:
            yield
        finally:
            self._worker.start()

    async def quiet(self) -> None:
        """Wait until no job is due."""
        due = (
            "select count(*) from procrastinate_jobs where status in ('todo', 'doing')"
            " and (scheduled_at is null or scheduled_at <= now()) and attempts = 0"
        )
        await self.until(lambda: _so_many(due, 0))

    async def until_blocked(self, statements: int) -> None:
        """Wait until so many statements of the service wait for a lock.

        Those of jobs count as well: be `quiet` first, or have the worker away.
        """
        waiting = (
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock'"
        )

        async def blocked() -> bool:
            await query(LOOK_ANEW)
            return await _so_many(waiting, statements)

        await self.until(blocked)

    async def until(self, holds: Callable[[], Awaitable[bool]]) -> None:
        """Look again until something holds."""
        async with asyncio.timeout(PATIENCE):
            while not await holds():  # noqa: ASYNC110  the answer is over HTTP or in the database
                await asyncio.sleep(0.02)


@contextmanager
def refused(status: int, code: str = "") -> Iterator[None]:
    """What happens inside is refused with this status (and this code)."""
    with pytest.raises(Refused) as caught:
        yield
    found = caught.value
    assert found.status == status, found
    codes = [found.problem["code"], *(error["code"] for error in found.problem.get("errors", ()))]
    assert not code or code in codes, found


async def _so_many(counting: str, wanted: int) -> bool:
    return (await query(counting))[0]["count"] == wanted


class Person:
    """Somebody with a phone, a family of their own, and verbs."""

    def __init__(self, world: World, phone: Phone) -> None:
        self.world = world
        self.phone = phone
        self.family = ""
        self.child = ""
        self.reachable = False
        self._binding = asyncio.Lock()

    async def account(self) -> Account:
        """Who the service knows this person as."""
        session = await sessions.session_of(self.phone.token)
        assert session
        return session.account

    async def takes_up(self, code: str) -> dict[str, Any]:
        """Accept an office that was offered by a code."""
        return await self.phone.post("/appointments/acceptance", {"code": code})

    async def sees(self, *paths: str) -> list[bool]:
        """Which of these the person gets; the others must look missing."""
        return [await self._gets(path) for path in paths]

    async def _gets(self, path: str) -> bool:
        try:
            await self.phone.get(path)
        except Refused as refusal:
            assert refusal.status == 404, refusal
            return False
        return True

    async def founds(self, name: str, relation: str = "妈妈") -> str:
        made = await self.phone.post("/families", {"name": name, "relation": relation})
        self.family = made["id"]
        return self.family

    async def joins_programme(self, code: str = XIANGZHOU) -> str:
        """Have the family counted in a region; its household number (户号)."""
        region = await Region.get(code=code)
        path = f"/families/{self.family}/household"
        return (await self.phone.post(path, {"region_id": str(region.id)}))["number"]

    async def opens_archive(self, nickname: str, born: str = "2016-05-01") -> str:
        body = {
            "family_id": self.family,
            "nickname": nickname,
            "birth_date": born,
            "consent_version": current(Purpose.ARCHIVE).version,
        }
        self.child = (await self.phone.post("/students", body))["id"]
        return self.child

    async def consents(self, purpose: Purpose, child: str | None = None) -> str:
        body = {
            "family_id": self.family,
            "purpose": purpose,
            "version": current(purpose).version,
            "student_id": child,
        }
        return (await self.phone.post("/consents", body))["id"]

    async def invites(self, other: "Person", relation: str, role: str = "contributor") -> None:
        """Bring a relative into the family."""
        path = f"/families/{self.family}/invitations"
        invitation = await self.phone.post(path, {"role": role})
        body = {"code": invitation["code"], "relation": relation}
        await other.phone.post("/memberships", body)
        other.family = self.family

    async def takes_photo(self, data: bytes = b"", *, checked: bool = True) -> str:
        """Put a photo into the archive; wait until it was read (and checked)."""
        photo = await self.phone.put_photo(self.family, "IMG_0001.jpg", data or a_photo())
        standings = ["passed", "review", "risky"] if checked else ["pending"]
        path = f"/photos/{photo}"
        await self.phone.until(path, state=["ready", "refused"], standing=standings)
        return photo

    async def records(self, **entry: Any) -> dict[str, Any]:
        body = {"family_id": self.family, "student_id": self.child or None, **entry}
        return await self.phone.post("/entries", body)

    async def timeline(self, child: str = "") -> list[dict[str, Any]]:
        return (await self.phone.get(f"/students/{child or self.child}/timeline"))["items"]

    async def publishes(self, words: str, photos: list[str], **post: Any) -> dict[str, Any]:
        body = {
            "family_id": self.family,
            "student_id": self.child or None,
            "words": words,
            "photo_ids": photos,
            **post,
        }
        if post.get("audience") == "public":
            await self.becomes_reachable()
        return await self.phone.post("/posts", body)

    async def becomes_reachable(self) -> None:
        """Bind a phone, once, however many posts are published at the same time."""
        async with self._binding:
            if not self.reachable:
                await self.phone.bind_phone()
                self.reachable = True

    async def shows(self, words: str, photos: list[str], **post: Any) -> dict[str, Any]:
        """Publish to everybody and wait for the check's verdict."""
        made = await self.publishes(words, photos, audience="public", **post)
        settled = ["approved", "rejected", "review"]
        return await self.phone.until(f"/posts/{made['id']}", state=settled)

    async def feed(self, scope: str = "public") -> list[str]:
        """The ids of the first page."""
        return [post["id"] for post in (await self.phone.get("/feed", scope=scope))["items"]]


_photos = 0


def a_photo(width: int = 320, height: int = 240, **saving: Any) -> bytes:
    """A small JPEG unlike all others."""
    global _photos  # noqa: PLW0603
    _photos += 1
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    data = BytesIO()
    picture.save(data, "JPEG", quality=95, **{"comment": f"photo {_photos}".encode(), **saving})
    return data.getvalue()
