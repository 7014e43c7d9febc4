"""What one photo, one record and one request take: `python -m benchmarks.footprint`.

Processor time, rows, log and bytes rather than seconds: they hardly depend on what else the machine
does. `benchmarks/capacity/inputs.toml` keeps what it told.
"""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Annotated

import asyncpg
import httpx
import msgspec
import typer
from PIL import Image

from benchmarks.installation import Installation, installation
from models.trust.consents import Purpose
from service.demo.phone import Phone
from service.emulators.kodo.store import StoredObject
from service.trust.consent_texts import current

WARM = 3
SHARED_FOR = 0.6
"""Seconds after which a page is made anew for whoever opens it."""
TICKS = os.sysconf("SC_CLK_TCK")
SIZE = (4000, 3000)
KINDS = {"serve": "web", "worker": "worker", "postgres": "postgres"}
_STANDS = """
select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as wal,
    (select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r'
        and relnamespace = 'public'::regnamespace and relname not like 'procrastinate%') as bytes,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint as writes,
    (select count(*) from procrastinate_jobs where status in ('todo', 'doing')) as jobs
"""


@dataclass(frozen=True)
class Stand:
    """So much has been taken up to now: processor seconds by process, bytes."""

    web: float
    worker: float
    postgres: float
    wal: float
    bytes: float
    writes: float

    def since(self, before: "Stand", count: int) -> dict[str, float]:
        """For one of `count`: milliseconds, bytes, and transactions that write."""
        names = ("web", "worker", "postgres", "wal", "bytes", "writes")
        taken = {name: (getattr(self, name) - getattr(before, name)) / count for name in names}
        return {
            "web_ms": taken["web"] * 1000,
            "worker_ms": taken["worker"] * 1000,
            "postgres_ms": taken["postgres"] * 1000,
            "wal_bytes": taken["wal"],
            "row_bytes": taken["bytes"],
            "writes": taken["writes"],
        }


def main(
    photos: Annotated[int, typer.Option(min=5, help="How many photos of 12 MP.")] = 40,
    records: Annotated[int, typer.Option(min=5, help="How many records and days of use.")] = 200,
) -> None:
    """Measure on an installation of its own, which is gone afterwards, and print its figures."""
    with tempfile.TemporaryDirectory(prefix="jiadang-bench-") as folder:
        told = asyncio.run(_measure(Path(folder) / "data", photos, records))
    for what, figures in told.items():
        lines = [f"{name} = {value:.4g}" for name, value in figures.items()]
        print(f"[{what}]", *lines, "", sep="\n")


async def _measure(data: Path, photos: int, records: int) -> dict[str, dict[str, float]]:
    async with installation(data) as home:
        await home.start_worker()
        meter = Meter(home)
        alice = await settled(home)
        kept: list[str] = []
        for number in range(WARM):  # or the first pages of all tables and indexes would be counted
            await put(alice, kept, -1 - number)
            await record(alice, kept, number)
        told = {"photo": await meter.of(photos, lambda n: put(alice, kept, n))}
        told["photo"] |= _sizes(data)
        told["record"] = await meter.of(records, lambda n: record(alice, kept, n))
        told["request"] = await meter.of(records, lambda _: use(alice))
        told["request"] = {name: value / alice.asked for name, value in told["request"].items()}
        told["request"]["answer_bytes"] = alice.answered / alice.asked / records
        told["share_page"] = await shared(home, meter, alice, kept[0])
        return told


@dataclass
class User:
    """A mother's phone, and what it was told."""

    phone: Phone
    family: str
    child: str
    asked: int = 0
    answered: int = 0


class Meter:
    """Reads what the processes of an installation and its database have taken."""

    def __init__(self, home: Installation) -> None:
        self._home = home

    async def of(self, count: int, do: Callable[[int], Awaitable[None]]) -> dict[str, float]:
        """What it takes to do something, with the jobs it leaves, for one of `count`."""
        before = await self._stand()
        for number in range(count):
            await do(number)
        return (await self._stand()).since(before, count)

    async def _stand(self) -> Stand:
        """Once every job is done and the counters are written."""
        owner = await asyncpg.connect(self._home.settings.migration_database_url)
        try:
            row = await owner.fetchrow(_STANDS)
            while row["jobs"]:
                await asyncio.sleep(0.1)
                row = await owner.fetchrow(_STANDS)
            await owner.execute("checkpoint")
        finally:
            await owner.close()
        used = dict.fromkeys(KINDS.values(), 0.0)
        for seconds, kind in _family_of(os.getpid()):
            used[KINDS[kind]] += seconds
        told = {name: float(row[name]) for name in ("wal", "bytes", "writes")}
        return Stand(**used, **told)


def _family_of(root: int) -> list[tuple[float, str]]:
    """The processor seconds of every process below, ended children included, and whose it is."""
    living = {pid: found for pid in _pids() if (found := _process(pid))}
    found = []
    for pid, (_, _, seconds) in living.items():
        kind = _kind_of(pid, root, living)
        if kind in KINDS:
            found.append((seconds, kind))
    return found


def _pids() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _process(pid: int) -> tuple[str, int, float] | None:
    """What it is (if anything that is measured), its parent, and its processor seconds."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return _kind(command), int(fields[1]), sum(map(int, fields[11:15])) / TICKS


def _kind(command: str) -> str:
    if command.startswith("postgres") or "/bin/postgres" in command:
        return "postgres"
    words = [*command.split("\0"), "", "", ""]
    return words[3] if words[2] == "service" else ""


def _kind_of(pid: int, root: int, living: dict[int, tuple[str, int, float]]) -> str:
    """Its own, or that of the nearest process above; nothing outside of the installation."""
    kind = ""
    while pid in living and pid != root:
        kind = kind or living[pid][0]
        pid = living[pid][1]
    return kind if pid == root else ""


async def settled(home: Installation) -> User:
    """A mother with a child, the consent to show, and a phone number."""
    phone, family = await home.family("Alice")
    body = {
        "family_id": family,
        "nickname": "豆豆",
        "birth_date": "2016-05-01",
        "consent_version": current(Purpose.ARCHIVE).version,
    }
    child = (await phone.post("/students", body))["id"]
    show = {"family_id": family, "purpose": Purpose.SHOW, "student_id": child}
    await phone.post("/consents", show | {"version": current(Purpose.SHOW).version})
    await phone.bind_phone()
    return User(phone, family, child)


async def put(user: User, kept: list[str], number: int) -> None:
    """A photo of 12 MP as a phone takes it."""
    data = await asyncio.to_thread(_photo, number)
    kept.append(await user.phone.put_photo(user.family, f"IMG_{number}.jpg", data))


async def record(user: User, photos: list[str], number: int) -> None:
    """A record with a photo and a story of 60 characters."""
    body = {"family_id": user.family, "student_id": user.child, "title": f"海边的第{number}天"}
    body |= {"story": "今天我们去海边放风筝，" * 6, "happened": f"2024-0{number % 9 + 1}-12"}
    await user.phone.post("/entries", body | {"photo_ids": [photos[number % len(photos)]]})


async def use(user: User) -> None:
    """What a phone asks for when its owner looks through the archive and the square."""
    child, before = f"/students/{user.child}", user.answered
    answers = [
        await user.phone.get("/account"),
        await user.phone.get("/students"),
        await user.phone.get("/notices"),
        await user.phone.get(f"{child}/months"),
        await user.phone.get(f"{child}/months/2024-05"),
        await user.phone.get(f"{child}/timeline"),
        await user.phone.get("/feed", scope="public"),
        await user.phone.get("/feed", scope="family"),
    ]
    entry = answers[5]["items"][0]["id"]
    answers += [
        await user.phone.get(f"/entries/{entry}"),
        await user.phone.get(f"/entries/{entry}/comments"),
    ]
    user.asked = len(answers)
    user.answered = before + sum(len(msgspec.json.encode(one)) for one in answers)


async def shared(home: Installation, meter: Meter, user: User, photo: str) -> dict[str, float]:
    """A page behind a link, as somebody without the mini-program gets it."""
    phone, asked = user.phone, {"family_id": user.family, "student_id": user.child}
    body = asked | {"words": "海边的一天", "photo_ids": [photo], "audience": "public"}
    post = (await phone.post("/posts", body))["id"]
    await phone.until(f"/posts/{post}", state=["approved"])
    wanted = {"days": 30, "layout": "grid", "picks": []}
    link = await phone.post(f"/posts/{post}/share-links", wanted)
    got: list[httpx.Response] = []

    async def opens(_: int) -> None:
        await asyncio.sleep(SHARED_FOR)
        got.append(await home.http.get(link["url"]))

    figures = await meter.of(100, opens)
    return figures | {"answer_bytes": float(len(got[0].raise_for_status().content))}


def _sizes(data: Path) -> dict[str, float]:
    """Bytes of an original and of what is made of it, on the average."""
    files = (data / "kodo" / "objects").glob("*.json")
    stored = [msgspec.json.decode(file.read_bytes(), type=StoredObject) for file in files]
    originals = [one.fsize for one in stored if one.key.startswith("o/")]
    copies = sum(one.fsize for one in stored if not one.key.startswith("o/"))
    return {
        "original_bytes": sum(originals) / len(originals),
        "copy_bytes": copies / len(originals),
    }


def _photo(number: int) -> bytes:
    """As hard to compress as a photo is: a gradient under some grain; each another one."""
    grain = Image.effect_noise(SIZE, 30)
    smooth = Image.radial_gradient("L").resize(SIZE)
    bands = [Image.blend(smooth, grain, part) for part in (0.1, 0.2, 0.3)]
    data = BytesIO()
    Image.merge("RGB", bands).save(data, "JPEG", quality=92, comment=f"photo {number}".encode())
    return data.getvalue()


if __name__ == "__main__":
    typer.run(main)
