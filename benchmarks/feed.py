"""What a feed page costs at campaign scale, beside its peers: `python -m benchmarks.feed`."""

import asyncio
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated

import asyncpg
import httpx
import typer
from rich.console import Console

from benchmarks import campaign, liking, newcomer
from benchmarks.campaign import Campaign
from benchmarks.installation import Installation, command, environment, installation
from benchmarks.results import Result, show
from handlers.edge.paging import cut
from models.people.accounts import Account
from models.sharing.posts import Post
from service.embedded.claims import PortClaims
from service.embedded.processes import Child
from service.people import sessions

PEERS = Path(__file__).parent / "peers"
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
PSS = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)
CONNECTIONS = (32, 96)
"""As many as a process lets in, and a third of them."""
STILL_AT_IT = 1.0
"""Seconds for what was asked last: a process lets in no more than it has places for."""
BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)")


Seconds = Annotated[int, typer.Option(min=1, help="Of load, each time.")]
Rounds = Annotated[int, typer.Option(min=1, help="Of all targets, in turn.")]


@dataclass(frozen=True)
class Options:
    """How long each target is asked, and how often."""

    seconds: int
    rounds: int


@dataclass(frozen=True)
class Target:
    """Something that is asked over HTTP."""

    name: str
    url: str
    token: str = ""


def main(
    posts: Annotated[list[int], typer.Option(help="How many there are, one run for each.")] = [  # noqa: B006
        10_000,
        100_000,
    ],
    seconds: Seconds = 4,
    rounds: Rounds = 3,
) -> None:
    """Measure on installations of its own, which are gone afterwards, and print a table of each."""
    console, options = Console(), Options(seconds, rounds)
    for many in posts:
        with tempfile.TemporaryDirectory(prefix="jiadang-bench-") as folder:
            measured = asyncio.run(measure(Path(folder), console, many, options))
            console.rule(f"{many:,} posts")
            show(console, measured)


async def measure(folder: Path, console: Console, many: int, options: Options) -> list[Result]:
    """Pages of so many posts, and likes of one, each beside its peer."""
    async with installation(folder / "data") as home:
        url = home.settings.migration_database_url
        owner = await asyncpg.connect(url)
        with console.status("a newcomer's day"):
            share_path = await newcomer.share_path(home)
        with console.status(f"writing {many:,} posts"):
            written = await campaign.grow(owner, many)
        async with _served(home, folder, written, share_path) as (targets, ours):
            memory = [_memory(ours, "before the load")]
            rates = await _rates(console, targets, options)
            memory.append(_memory(ours, "after it"))
        results = [one for many in CONNECTIONS for one in _compared(rates, many)]
        await home.start_worker()  # which rolls the changes of tallies up
        return [*results, await liking.measure(owner, url), *memory]


def _memory(main: Child, when: str) -> Result:
    """What a web process takes for itself; what it shares with others is counted in parts."""
    children = Path(f"/proc/{main.pid}/task/{main.pid}/children").read_text().split()
    rollups = "".join(Path(f"/proc/{one}/smaps_rollup").read_text() for one in children)
    most = max(int(kilobytes) for kilobytes in PSS.findall(rollups))
    return Result(f"memory of a web process, {when}", most / 1024, "MiB")


@asynccontextmanager
async def _served(
    home: Installation, folder: Path, written: Campaign, share_path: str
) -> AsyncIterator[tuple[list[Target], Child]]:
    """Everything that is to be asked, running, and ours among it."""
    url = home.settings.migration_database_url
    page = (await home.http.get(f"{home.settings.public_url}/api/v1/feed")).content
    (folder / "page.json").write_bytes(page)
    _, token = await sessions.open_at_desk(await Account.get(id=written.viewer), "benchmark")
    with PortClaims() as claimed:
        names = ("ours", "counted", "plain", "uncached", "counted, too", "orm", "fastify")
        ports = dict(zip(names, claimed.claim_after(40_000, len(names)), strict=True))
    local = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    start = home.supervisor.start
    plain = [sys.executable, "-m", "benchmarks.peers.plain"]
    env = environment(home.settings)
    await start("plain", [*plain, str(ports["plain"]), url, str(folder / "page.json")], env)
    alone = env | {"JIADANG_WORKERS": "1"}  # one process, as each peer
    own = {"JIADANG_PORT": ports["ours"], "JIADANG_METRICS_PORT": ports["counted"]}
    ours = await start("ours", command("serve"), alone | _strings(own))
    own = {"JIADANG_PORT": ports["uncached"], "JIADANG_METRICS_PORT": ports["counted, too"]}
    uncached = alone | _strings(own) | {"JIADANG_FEED_PAGE_LIFE": "0"}
    await start("uncached", command("serve"), uncached)
    base, feed = f"{local['ours']}/api/v1", f"{local['ours']}/api/v1/feed"
    targets = [
        Target("ready bytes", f"{local['plain']}/ready"),
        Target("first page", feed),
        Target("deep page", f"{feed}?cursor={await _deep(written.posts)}"),
        Target("page of a viewer", feed, token),
        Target("share page", f"{local['ours']}{share_path}"),
        Target("account, by its session", f"{base}/account", token),
        Target("page, not shared", f"{local['uncached']}/api/v1/feed"),
        Target("raw asyncpg", f"{local['plain']}/asyncpg"),
    ]
    driver = url.replace("postgresql://", "postgresql+asyncpg://", 1)
    orm = [str(PEERS / ".venv/bin/python"), str(PEERS / "orm.py")]
    await start("orm", [*orm, str(ports["orm"]), driver], env)
    targets.append(Target("FastAPI, ORM", f"{local['orm']}/feed"))
    fastify = ["node", str(PEERS / "fastify/server.js")]
    await start("fastify", [*fastify, str(ports["fastify"]), url], env)
    targets.append(Target("fastify, pg", f"{local['fastify']}/feed"))
    await asyncio.gather(*(_answering(home, target) for target in targets))
    yield targets, ours


def _strings(ports: dict[str, int]) -> dict[str, str]:
    return {name: str(port) for name, port in ports.items()}


async def _deep(many: int) -> str:
    """The cursor of a page behind nine tenths of the posts."""
    behind = await Post.all().order_by("-shown_at").offset(many * 9 // 10).first()
    assert behind
    return cut([behind, behind], 1, lambda post: (post.shown_at, post.id))[1]


async def _answering(home: Installation, target: Target) -> None:
    for _ in range(1800):
        try:
            reply = await home.http.get(target.url, headers=_headers(target))
        except httpx.TransportError:  # while it starts
            await asyncio.sleep(0.1)
            continue
        if reply.status_code == 200:
            return
        raise RuntimeError(f"{target.name}: {reply.status_code} {reply.text[:300]}")
    raise RuntimeError(f"{target.name} does not answer")


def _headers(target: Target) -> dict[str, str]:
    return {"Authorization": f"Bearer {target.token}"} if target.token else {}


async def _rates(
    console: Console, targets: list[Target], options: Options
) -> dict[tuple[str, int], float]:
    """Requests a second of each target and number of connections: medians of interleaved turns."""
    heard = defaultdict[tuple[str, int], list[float]](list)
    for turn in range(options.rounds):
        for connections in CONNECTIONS:
            for target in targets:
                with console.status(f"round {turn + 1}: {target.name}, {connections}"):
                    heard[target.name, connections].append(
                        await _load(target, connections, options.seconds)
                    )
    return {key: median(rates) for key, rates in heard.items()}


async def _load(target: Target, connections: int, seconds: int) -> float:
    headers = [f"-H{name}: {value}" for name, value in _headers(target).items()]
    argv = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *headers, target.url]
    process = await asyncio.create_subprocess_exec(*argv, stdout=asyncio.subprocess.PIPE)
    told = (await process.communicate())[0].decode()
    await _drained(target)
    if refused := BAD.search(told):
        raise RuntimeError(f"{target.name}: {refused[1]} answers were refusals")
    found = RATE.search(told)
    assert found, told
    return float(found[1])


async def _drained(target: Target) -> None:
    """What a slow target still works at when the load ends is no burden for the next one."""
    async with httpx.AsyncClient(timeout=60, headers=_headers(target)) as http:
        await http.get(target.url)
    await asyncio.sleep(STILL_AT_IT)


_PAIRS = (
    ("first page", "ready bytes"),
    ("share page", "ready bytes"),
    ("page of a viewer", "ready bytes"),
    ("page of a viewer", "fastify, pg"),
    ("page of a viewer", "FastAPI, ORM"),
    ("account, by its session", "ready bytes"),
    ("deep page", "first page"),
    ("page, not shared", "raw asyncpg"),
)


def _compared(rates: dict[tuple[str, int], float], connections: int) -> list[Result]:
    return [
        Result(
            f"{ours}, {connections} connections",
            rates[ours, connections],
            "/s",
            peer,
            rates[peer, connections],
        )
        for ours, peer in _PAIRS
        if (peer, connections) in rates
    ]


if __name__ == "__main__":
    typer.run(main)
