"""Kodo in every kind of trouble: what is for good, what is only for now, and what nobody reads."""

import asyncio
import logging
import socket
import struct
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import msgspec
import pytest
import stamina
import structlog
from stamina.instrumentation import get_on_retry_hooks, set_on_retry_hooks

from service.foundation import clock, logs
from service.integrations.errors import VendorDenied, VendorPaused, VendorRefused, VendorUnavailable
from service.integrations.kodo import Kodo, exchange, transfer
from tests.contracts.serving import free_port
from tests.integrations.kodo_desk import LATER, Desk, kodo_desk
from tests.world import a_photo

Work = Callable[[Kodo], Awaitable[object]]

FOR_GOOD = [298, 400, 413, 612, 614, 640]
OURS = [401, 403, 419, 631]
OF_ONE_OBJECT = {"upload", "download"}
"""Where 403 tells nothing of our keys."""
FOR_NOW = [406, 573, 579, 599]


@pytest.fixture(autouse=True)
def at_once() -> Iterator[None]:
    """Three attempts as ever, but nobody waits between them."""
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with kodo_desk(tmp_path) as desk:
        await desk.kodo.put("m/1.jpg", a_photo(), "image/jpeg")
        yield desk


def works(folder: Path) -> dict[str, Work]:
    """A piece of work for each call that Kodo serves."""
    until = clock.now() + LATER
    return {
        "stat": lambda kodo: kodo.stat("m/1.jpg"),
        "delete": lambda kodo: kodo.delete("m/1.jpg"),
        "copy": lambda kodo: kodo.copy("m/1.jpg", "m/2.jpg"),
        "move": lambda kodo: kodo.move("m/1.jpg", "m/2.jpg"),
        "list": lambda kodo: anext(kodo.pages()),
        "batch": lambda kodo: kodo.stat_many(["m/1.jpg"]),
        "upload": lambda kodo: kodo.put("m/2.jpg", a_photo(), "image/jpeg"),
        "download": lambda kodo: kodo.fetch("m/1.jpg", folder / "x", until=until),
        "censor": lambda kodo: kodo.censor(kodo.download_url("m/1.jpg", until=until)),
    }


def concerned(status: int) -> set[str]:
    """The calls for which a status is a failure, and one that Kodo can come to."""
    if status == 579:
        return {"upload"}
    everything = set(works(Path()))
    return everything - {298: {"batch"}, 612: {"stat", "delete"}}.get(status, set())


def said_no(error: VendorRefused | VendorDenied) -> int:
    return error.code if isinstance(error, VendorRefused) else error.number


@pytest.mark.parametrize("status", [*FOR_GOOD, *OURS])
async def test_a_no_is_asked_for_once_and_for_good_unless_our_keys_are_to_be_mended(
    desk, tmp_path, status
):
    for call in sorted(concerned(status)):
        ours = status in OURS and not (status == 403 and call in OF_ONE_OBJECT)
        await desk.script(call, times=3, status=status)
        before = await desk.calls(call)
        with pytest.raises(VendorDenied if ours else VendorRefused) as no:
            await works(tmp_path)[call](desk.another())
        assert (said_no(no.value), await desk.calls(call) - before) == (status, 1), call
        await desk.forget_scripts()


@pytest.mark.parametrize("status", [*FOR_NOW, 500, 502, 503, 504])
async def test_bad_weather_is_only_for_now(desk, tmp_path, status):
    for call in sorted(concerned(status)):
        await desk.script(call, times=3, status=status)
        with pytest.raises(VendorUnavailable) as away:
            await works(tmp_path)[call](desk.another())
        assert away.value.code == "kodo.unavailable", call
        await desk.forget_scripts()


async def test_a_missing_object_is_an_answer(desk):
    await desk.script("stat", status=612)
    await desk.script("delete", status=612)
    assert await desk.kodo.stat("m/1.jpg") is None
    await desk.kodo.delete("m/1.jpg")


async def test_what_failed_once_is_asked_again(desk, tmp_path):
    for call in ("stat", "list", "batch", "download", "censor"):
        await desk.script(call, status=599)
        await works(tmp_path)[call](desk.kodo)
    assert (tmp_path / "x").read_bytes()


Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def saying(body: bytes, *, promised: int | None = None) -> Behaviour:
    """A server that answers every request with 200 and these bytes, and hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        length = len(body) if promised is None else promised
        head = f"HTTP/1.1 200 OK\r\nX-Reqid: r\r\nContent-Length: {length}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    return answer


async def resets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that hears a request and resets the connection."""
    await reader.readuntil(b"\r\n\r\n")
    no_linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)
    writer.close()


async def says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that listens and listens."""
    await reader.read(-1)
    writer.close()


@asynccontextmanager
async def kodo_that(desk: Desk, behaviour: Behaviour) -> AsyncIterator[Kodo]:
    """The account at a server of such manners."""
    server = await asyncio.start_server(behaviour, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    names = ("upload", "download", "rs", "rsf", "censor")
    settings = msgspec.structs.replace(desk.settings, **{f"kodo_{n}_url": url for n in names})
    async with server, httpx.AsyncClient() as http:
        yield Kodo(settings, http)


ANSWERED = ("stat", "list", "batch", "upload", "censor")


@pytest.mark.parametrize(
    ("behaviour", "calls"),
    [
        (saying(b'{"fsize": 12, "ha'), ANSWERED),
        (saying(b'[{"code": 2'), ANSWERED),
        (saying(b"<html>502 Bad Gateway</html>"), ANSWERED),
        (saying(b"[]"), ANSWERED),
        (saying(b'[{"code": 200}, {"code": 200}]'), ("batch",)),
        (saying(b'"\xff"'), ANSWERED),
        (saying(b'{"items": 3, "code": 200}'), ("list", "batch", "censor")),
        (saying(b'{"code": 200, "result": {"suggestion": "maybe", "scenes": {}}}'), ("censor",)),
        (saying(b'{"fsize"', promised=40), (*ANSWERED, "delete", "download")),
        (resets, (*ANSWERED, "delete", "copy", "move", "download")),
    ],
)
async def test_half_an_answer_is_none(desk, tmp_path, behaviour, calls):
    for call in calls:
        async with kodo_that(desk, behaviour) as kodo:
            with pytest.raises(VendorUnavailable):
                await works(tmp_path)[call](kodo)


async def test_a_verdict_may_be_withheld(desk):
    for code, failure in ((400, VendorRefused), (599, VendorUnavailable)):
        async with kodo_that(desk, saying(b'{"code": %d, "message": "no"}' % code)) as kodo:
            with pytest.raises(failure):
                await kodo.censor("http://127.0.0.1/a.jpg")


async def test_nobody_waits_for_ever(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(exchange, "TIMEOUT", httpx.Timeout(0.05))
    monkeypatch.setattr(transfer, "TRANSFER_TIMEOUT", httpx.Timeout(0.05))
    async with asyncio.timeout(10), kodo_that(desk, says_nothing) as kodo:
        for call in ("stat", "upload", "download"):
            with pytest.raises(VendorUnavailable, match=r"Timeout|breaker"):
                await works(tmp_path)[call](kodo)


async def test_a_slow_answer_is_an_answer(desk, tmp_path):
    await desk.script("stat", delay_seconds=0.3)
    assert await desk.kodo.stat("m/1.jpg")


async def test_a_host_that_broke_down_is_left_alone_and_the_others_are_not(desk):
    nowhere = f"http://127.0.0.1:{free_port()}"
    kodo = Kodo(msgspec.structs.replace(desk.settings, kodo_rsf_url=nowhere), desk.http)
    for _ in range(2):
        with pytest.raises(VendorUnavailable):
            await anext(kodo.pages())
    with pytest.raises(VendorPaused):
        await anext(kodo.pages())
    assert await kodo.stat("m/1.jpg")


def told(error: BaseException) -> str:
    """All that an error can tell whoever prints, logs or serialises it."""
    return "".join((str(error), repr(error), repr(error.args), *traceback.format_exception(error)))


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """The logs as a process of ours writes them, at their most talkative."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level, hooks = root.handlers[:], root.level, get_on_retry_hooks()
    logs.configure(level=logging.DEBUG)
    yield lambda: "".join(capsys.readouterr())
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)
    set_on_retry_hooks(hooks)


@pytest.mark.parametrize("status", [401, 599])
async def test_no_failure_tells_a_signature(desk, tmp_path, logged, status):
    errors: list[str] = []
    for call, work in works(tmp_path).items():
        await desk.script(call, times=3, status=status)
        with pytest.raises((VendorRefused, VendorUnavailable)) as failed:
            await work(desk.another())
        errors.append(told(failed.value))
        async with kodo_that(desk, resets) as kodo:
            with pytest.raises(VendorUnavailable) as failed:
                await work(kodo)
        errors.append(told(failed.value))
    lines = logged()
    assert "_ask_again" in lines  # the retries are in the log
    everything = "".join((*errors, lines, repr(desk.kodo)))
    for secret in (desk.settings.kodo_secret_key, f"{desk.settings.kodo_access_key}:", "token="):
        assert secret not in everything


async def test_a_key_that_no_header_can_hold_is_not_shown_either(desk):
    settings = msgspec.structs.replace(desk.settings, kodo_access_key="access\nkey")
    with pytest.raises(VendorUnavailable) as failed:
        await Kodo(settings, desk.http).stat("m/1.jpg")
    assert "Qiniu access" not in told(failed.value)
