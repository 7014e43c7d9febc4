"""`python -m service doctor`: a line for each thing, and 1 where one of them is wrong."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

import structlog
import typer

from service.doctor import database, kodo, machine, reaching, replica, wechat
from service.doctor.findings import Check, Finding, Level, fine, wrong
from service.foundation.settings import Settings, SettingsError, read_settings

LeastFree = Annotated[float, typer.Option(min=0, help="GiB that each disk should have free.")]


def doctor(least_free_gib: LeastFree = 2.0) -> None:
    """Look at everything that this installation needs, and say how to mend what is wrong."""
    levels = [_told(finding) for finding in _settings()]
    if Level.WRONG not in levels:
        levels += asyncio.run(_examine(read_settings(), least_free_gib))
    if Level.WRONG in levels:
        raise typer.Exit(1)


def _settings() -> list[Finding]:
    try:
        given = read_settings()
    except SettingsError as error:
        mend = "改好设置再来一次（docs/settings.md）"
        return [wrong(line.strip(), mend) for line in str(error).splitlines()[1:]]
    return [fine(f"设置齐全（{given.environment}）")]


async def _examine(given: Settings, least_free_gib: float) -> list[Level]:
    # what a retry says of itself is not for this page
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    return [_told(finding) async for finding in examine(given, least_free_gib)]


async def examine(given: Settings, least_free_gib: float = 2.0) -> AsyncIterator[Finding]:
    """Everything that is found, in turn; a check that itself fails is a finding, too."""
    disks = partial(machine.disks, least_free_gib=least_free_gib)
    local: tuple[Check, ...] = (machine.valkey, disks, machine.backups, machine.files)
    vendors: tuple[Check, ...] = (reaching.check, wechat.check, kodo.check)
    for check in (database.check, replica.check, *local, *vendors):
        try:
            async for finding in check(given):
                yield finding
        except Exception as error:  # not its text: that may hold an address with its password
            yield wrong(f"没有查完（{type(error).__name__}）", "先改好上面的，再来一次")


def _told(finding: Finding) -> Level:
    print(finding, flush=True)
    return finding.level
