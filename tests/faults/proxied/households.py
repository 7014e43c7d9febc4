"""A model of what the service has acknowledged, and the acts and faults that lead there.

Alice writes, Bob of another family and a stranger look. Every act is repeated under its own key
until it is acknowledged; then the model knows it. The acts run in the installation's event loop,
the machine in a thread of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from hashlib import sha256
from typing import Any, TypeVar
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from service.demo.phone import Refused
from service.trust.consents import Purpose
from tests.archive.filing_room import AWARD
from tests.faults.conftest import settled_in
from tests.faults.installation import patiently, within
from tests.faults.laboratory import Laboratory
from tests.faults.outcomes import original
from tests.faults.processes import kill
from tests.faults.proxy import Held
from tests.world import Person, a_photo

PATIENCE = 90
HONEST, RISKY = "风筝", "想买同款加微信"
VICTIMS = ("web", "web_main", "worker", "postmaster", "backends", "valkey")
WEATHER: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("wechat", "msg_sec_check", {"http_status": 502}),
    ("wechat", "msg_sec_check", {"errcode": 45009}),
    ("wechat", "msg_sec_check", {"errcode": 40001}),
    ("wechat", "msg_sec_check", {"half_json": True}),
    ("wechat", "media_check_async", {"push": "twice"}),
    ("wechat", "media_check_async", {"push": "before_reply"}),
    ("wechat", "media_check_async", {"push": "never"}),
    ("kodo", "callback", {"drop": True}),
    ("kodo", "callback", {"repeat": 3}),
    ("kodo", "upload", {"status": 599, "stored": True}),
    ("kodo", "stat", {"status": 573}),
)
COMMENTS = "entry_comments where entry_id in (select id from entries where family_id = $1)"
GONE_WITHIN = 1
T = TypeVar("T")


class Households(RuleBasedStateMachine):
    """`lab` and `loop` are where it is played; see `played`."""

    lab: Laboratory
    loop: asyncio.AbstractEventLoop

    photos, entries, posts = Bundle("photos"), Bundle("entries"), Bundle("posts")

    def __init__(self) -> None:
        super().__init__()
        self.digests: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.filed: list[str] = []
        self.published: dict[str, str] = {}
        self.comments: list[str] = []
        self.withdrawn: set[str] = set()
        self.liked: dict[str, bool] = {}
        self.swallowed: list[Future[None]] = []

    def _now(self, act: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(act, self.loop).result(PATIENCE + 60)

    def _insists(self, call: Callable[[], Awaitable[T]]) -> T:
        return self._now(patiently(call, PATIENCE))

    def _creates(self, path: str, body: dict[str, Any]) -> str:
        key, phone = uuid4().hex, self.alice.phone
        return self._insists(lambda: phone.post(path, body, key=key))["id"]

    @initialize()
    def people_move_in(self) -> None:
        """In whatever weather those before them have left."""
        home = self.lab.home
        self.alice: Person = self._insists(lambda: settled_in(home, "Alice"))
        self.bob: Person = self._insists(lambda: settled_in(home, "Bob"))
        self.of_family = {"family_id": self.alice.family, "student_id": self.alice.child}

    # what people do

    @rule(target=photos)
    def upload(self) -> str:
        data, key = a_photo(), uuid4().hex
        put, family = self.alice.phone.put_photo, self.alice.family
        photo = self._insists(lambda: put(family, "IMG.jpg", data, key=key))
        self.digests[photo] = sha256(data).hexdigest()
        return photo

    @rule(target=entries, title=st.sampled_from(["春天", "夏天", "秋天"]))
    def record(self, title: str) -> str:
        entry = self._creates("/entries", self.of_family | {"title": title})
        self.titles[entry] = title
        return entry

    @rule(entry=entries, title=st.sampled_from(["第一天", "第二天", "第三天"]))
    def edit(self, entry: str, title: str) -> None:
        phone = self.alice.phone
        self._insists(lambda: phone.put(f"/entries/{entry}", {"title": title}))
        self.titles[entry] = title

    @rule(entry=entries)
    def comment(self, entry: str) -> None:
        self.comments.append(self._creates(f"/entries/{entry}/comments", {"words": "真好"}))

    @rule()
    def file(self) -> None:
        self.filed.append(self._creates("/filed-items", {"family_id": self.alice.family, **AWARD}))

    @rule(target=posts, photo=photos, words=st.sampled_from([HONEST, RISKY]))
    def publish(self, photo: str, words: str) -> str:
        self._now(within(PATIENCE, lambda: self._is_ready(photo)))
        shown = {"photo_ids": [photo], "words": words, "audience": "public"}
        post = self._creates("/posts", self.of_family | shown)
        self.published[post] = words
        return post

    async def _is_ready(self, photo: str) -> bool:
        shown = await patiently(lambda: self.alice.phone.get(f"/photos/{photo}"), PATIENCE)
        return shown["state"] == "ready"

    @rule(post=consumes(posts))
    def withdraw(self, post: str) -> None:
        self._insists(lambda: self.alice.phone.delete(f"/posts/{post}"))
        self.withdrawn.add(post)

    @rule(post=posts, likes=st.booleans())
    def like(self, post: str, likes: bool) -> None:
        """Bob's; what he does not see he cannot like."""
        act = self.bob.phone.put if likes else self.bob.phone.delete
        with suppress(Refused):
            self._insists(lambda: act(f"/posts/{post}/like"))
            self.liked[post] = likes

    @rule()
    def change_ones_mind_about_showing(self) -> None:
        """Take the consent back, and give it anew: what stood on it stays dark."""
        phone, path = self.alice.phone, "/consents"
        held = self._insists(lambda: phone.get(path, family_id=self.alice.family))["items"]
        (shown,) = [one for one in held if one["purpose"] == Purpose.SHOW]
        self._insists(lambda: phone.delete(f"{path}/{shown['id']}"))
        self.withdrawn.update(self.published)
        given = {"purpose": Purpose.SHOW, "version": shown["version"]}
        self._creates(path, self.of_family | given)

    # what happens to them

    @rule(victim=st.sampled_from(VICTIMS))
    def is_killed(self, victim: str) -> None:
        for pid in getattr(self.lab.home.processes, victim)()[:1]:
            kill(pid)

    @rule()
    def valkey_forgets(self) -> None:
        self._now(self.lab.home.forgets_in_valkey())

    @rule(name=st.sampled_from(["database", "valkey", "wechat", "kodo", "uploads"]))
    def connections_break(self, name: str) -> None:
        self._now(self._break(name))

    async def _break(self, name: str) -> None:
        getattr(self.lab, name).reset()

    @rule(weather=st.sampled_from(WEATHER))
    def weather_changes(self, weather: tuple[str, str, dict[str, Any]]) -> None:
        vendor, call, answer = weather
        self._now(self.lab.home.script(vendor, call, answer))

    @precondition(lambda self: not self.swallowed)
    @rule(held=st.sampled_from(Held))
    def outcome_of_a_commit_is_unknown(self, held: Held) -> None:
        """That of the next write of Alice's, whatever it is."""
        swallowing = asyncio.run_coroutine_threadsafe(self._swallow(held), self.loop)
        self.swallowed.append(swallowing)

    async def _swallow(self, held: Held) -> None:
        async with self.lab.database.stops(b"COMMIT", held=held) as moment:
            (await moment.reached()).reset()

    # what must hold whatever happened

    @invariant()
    def others_see_only_what_was_approved(self) -> None:
        if self.published:
            self._now(self._look_around())

    async def _look_around(self) -> None:
        """A page may be shared for half a second: what was just taken back is asked for again."""
        seen = await self._seen()
        if seen & self.withdrawn:
            await asyncio.sleep(GONE_WITHIN)
            seen = await self._seen()
        assert not seen & self.withdrawn
        rows = await patiently(lambda: self._rows("posts where id = any($1)", [*seen]), PATIENCE)
        assert {str(row["id"]) for row in rows} == seen
        assert {(row["state"], row["words"]) for row in rows} <= {("approved", HONEST)}

    async def _seen(self) -> set[str]:
        """Of all that Alice published, what is in Bob's feed or opens when he asks for it."""
        shown = {*await patiently(self.bob.feed, PATIENCE)} & {*self.published}
        return shown | {post for post in self.published if await self._bob_gets(post)}

    async def _bob_gets(self, post: str) -> bool:
        try:
            await patiently(lambda: self.bob.phone.get(f"/posts/{post}"), PATIENCE)
        except Refused as refused:
            assert refused.status == 404
            return False
        return True

    async def _rows(self, what: str, *values: Any) -> list[Any]:
        return await self.lab.home.rows(f"select * from {what}", *values)

    def teardown(self) -> None:
        for swallowing in self.swallowed:
            swallowing.cancel()
        self._now(self._comes_out_even())

    async def _comes_out_even(self) -> None:
        """All that was acknowledged is there once, says the same, and nothing else is there."""
        await within(PATIENCE, self.lab.home.is_whole)
        await within(PATIENCE, self._all_is_read)
        for table, column, said in (
            ("entries", "title", self.titles),
            ("posts", "words", self.published),
            ("photos", "sha256", self.digests),
            ("filed_items", "title", dict.fromkeys(self.filed, AWARD["title"])),
        ):
            rows = await self._rows(f"{table} where family_id = $1", self.alice.family)
            assert {str(row["id"]): row[column] for row in rows} == said, table
        said = await self._rows(COMMENTS, self.alice.family)
        assert sorted(str(row["id"]) for row in said) == sorted(self.comments)
        rows = await self._rows("likes where post_id = any($1)", [*self.liked])
        liked = {post for post, likes in self.liked.items() if likes}
        assert {str(row["post_id"]) for row in rows} - self.withdrawn == liked - self.withdrawn
        assert len(rows) == len({row["post_id"] for row in rows})
        for photo, digest in self.digests.items():
            data = await original(self.lab.home, self.alice, photo)
            assert sha256(data).hexdigest() == digest

    async def _all_is_read(self) -> bool:
        unread = "photos where family_id = $1 and state = 'stored'"
        return not await self.lab.home.count(unread, self.alice.family)
