"""The command line: `python -m service COMMAND`."""

import asyncio
import os
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from models.people.staff import Appointment, Office
from service import bootstrap
from service.audits import audits
from service.audits.pack import PackError
from service.backup import ages
from service.backup import commands as backups
from service.backup.folders import BackupError
from service.demo.steps import DemoFailed
from service.doctor.command import doctor
from service.embedded.claims import ClaimError
from service.embedded.installation import emulators_alone
from service.embedded.processes import ProcessError
from service.emulators import serving
from service.foundation import database, jobs, logs, metrics, metrics_port, migrations
from service.foundation.database_roles import MigrationError
from service.foundation.errors import Invalid
from service.foundation.lifeline import die_with_parent, tie_forks
from service.foundation.settings import Settings, SettingsError, read_settings
from service.foundation.settings_page import settings_page
from service.ingest import commands as ingests
from service.ingest.bag import BagError
from service.people import appointments, dismissals, regions
from service.trust import backlogs

WEB = "handlers.app:from_environment"
STOPS_WITHIN = 30
"""Seconds that a web process has for the requests it still answers; its site gives it 40."""
EMULATORS_FOLDER = Path(".jiadang-emulators")
PUBLIC_URL = "http://127.0.0.1:8000"

MENDABLE = (
    *(BackupError, BagError, ClaimError, DemoFailed),
    *(MigrationError, PackError, ProcessError, SettingsError),
)

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # they hold tokens and names
    help="家档 Jiadang",
)
cli.add_typer(audits, name="audit")
for command in (backups.backup, backups.restore, backups.replay_erasures, ingests.ingest):
    cli.command()(command)
cli.command()(doctor)
console = Console()
Folder = typer.Option(Path(".jiadang"), envvar="JIADANG_DATA_FOLDER", help="All data.")
Port = typer.Option(8000, envvar="PORT", help="Where to serve.")


@cli.command()
def run(data: Path = Folder, port: int = Port) -> None:
    """Start everything on this machine, perform the main job, and serve until Ctrl-C."""
    from service.demo import running  # noqa: PLC0415  the serving processes never need it

    asyncio.run(running.run(data, port, console))


@cli.command()
def demo(data: Path = Folder, port: int = Port) -> None:
    """Start everything, perform the main job, and stop; fails if any step failed."""
    from service.demo import running  # noqa: PLC0415

    asyncio.run(running.demo(data, port, console))


@cli.command()
def serve() -> None:
    """Serve HTTP with as many web processes as the settings say."""
    from granian import Granian  # noqa: PLC0415  the other commands do not need it
    from granian.constants import Interfaces  # noqa: PLC0415

    given = read_settings()
    logs.configure()
    if given.metrics_port:
        metrics_port.require_free(given.metrics_host, given.metrics_port)
        metrics.share(given.metrics_folder / str(given.port))
    tie_forks()
    Granian(
        WEB,
        factory=True,
        interface=Interfaces.ASGI,
        address=given.host,
        port=given.port,
        workers=given.workers,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPS_WITHIN,
        log_access=False,
        websockets=False,
    ).serve()


@cli.command()
def worker() -> None:
    """Run jobs until told to stop."""
    logs.configure()
    asyncio.run(_work())


async def _work() -> None:
    given = read_settings()
    die_with_parent()
    app = jobs.queue_app(given.session_url)
    async with bootstrap.opened(given), app.open_async(), _measured(given):
        await app.run_worker_async(name=f"worker-{os.getpid()}")


def _measured(given: Settings) -> AbstractAsyncContextManager[None]:
    """Where Prometheus reads what the worker does, and what waits in the database."""

    async def refresh() -> None:
        ages.read(given.backup_folder)
        await backlogs.refresh()

    return metrics_port.served(given.metrics_host, given.worker_metrics_port, refresh=refresh)


@cli.command()
def migrate() -> None:
    """Bring the database to this code's schema; safe to repeat and to run at once."""
    asyncio.run(_migrate(read_settings()))


async def _migrate(given: Settings) -> None:
    await migrations.migrate(given.owner_url, given.session_url)
    async with database.opened(given.session_url):
        await regions.seed()


@cli.command()
def import_regions(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Add and change regions by a CSV file as Excel writes it: all of its lines, or none."""
    report = asyncio.run(_import_regions(read_settings().session_url, file.read_bytes()))
    for problem in report.problems:
        print(f"第 {problem.line} 行：{problem.sentence}")
    if report.problems:
        print("什么都没有改，请改好后再导入")
        raise typer.Exit(1)
    print(f"新增 {report.added}，更改 {report.changed}，没有变化 {report.unchanged}")


async def _import_regions(url: str, file: bytes) -> regions.ImportReport:
    async with database.opened(url):
        return await regions.import_csv(file)


@cli.command()
def appoint(
    office: Office, name: str, region: Annotated[str, typer.Option(help="Its code, 12 digits.")]
) -> None:
    """Offer the first office over a region, and print the code that whoever holds it enters."""
    try:
        print(asyncio.run(_appoint(office, name, region)))
    except Invalid as refused:
        print(refused.detail)
        raise typer.Exit(1) from refused


@cli.command()
def offices() -> None:
    """List who holds which office, since when, and by which id `dismiss` ends it."""
    for one in asyncio.run(_offices(read_settings().session_url)):
        place = one.school.name if one.school else one.region.name
        print(f"{one.id}  {one.since:%Y-%m-%d}  {one.office:20}  {place}  {one.name}")


async def _offices(url: str) -> list[Appointment]:
    async with database.opened(url):
        return await dismissals.held()


@cli.command()
def dismiss(appointment: Annotated[UUID, typer.Argument(metavar="ID", help="As listed.")]) -> None:
    """End an office and sign its holder out everywhere: for a lost phone, or staff that left."""
    ended = asyncio.run(_dismiss(read_settings(), appointment))
    if ended is None:
        print("没有这个岗位")
        raise typer.Exit(1)
    print(f"岗位已经结束，{ended} 台设备已经退出登录")


async def _dismiss(given: Settings, appointment: UUID) -> int | None:
    async with bootstrap.opened(given):
        return await dismissals.dismiss(appointment)


async def _appoint(office: Office, name: str, region: str) -> str:
    async with bootstrap.opened(read_settings()):
        return appointments.code_of(await appointments.offer_first(office, name, region))


@cli.command()
def emulators(
    data: Annotated[Path, typer.Option(help="Where they keep objects.")] = EMULATORS_FOLDER,
    port: Annotated[int, typer.Option(help="WeChat's; the next free ones are the others'.")] = 9001,
    public_url: Annotated[str, typer.Option(help="Who takes their callbacks.")] = PUBLIC_URL,
    as_set: Annotated[bool, typer.Option(help="Where the environment's settings say.")] = False,
) -> None:
    """Serve the emulators (WeChat, Kodo, a phone) alone, and print the settings that lead there."""
    from service.demo.people import people  # noqa: PLC0415  the serving processes never need it

    if as_set:
        asyncio.run(serving.serve(read_settings(), people()))
        return
    with emulators_alone(data, port, public_url) as settings:
        for name, value in settings.environ().items():
            if any(one in name for one in ("_PHONE_", "_WECHAT_", "_KODO_")):
                print(f"{name}={value}", flush=True)
        asyncio.run(serving.serve(settings, people()))


@cli.command()
def settings() -> None:
    """Print what can be set, as docs/settings.md shows it."""
    sys.stdout.write(settings_page())


def main() -> None:
    """Run a command; what an operator can mend is one sentence, not a stack trace."""
    try:
        cli()
    except MENDABLE as error:
        Console(stderr=True).print(str(error), style="red", highlight=False)
        raise SystemExit(1) from error
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
