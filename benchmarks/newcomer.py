"""A newcomer's day in the installation that is measured, up to a page that she shares."""

from urllib.parse import urlsplit

from rich.console import Console

from benchmarks.installation import Installation, command, environment
from service.demo import main_job
from service.demo.steps import Steps
from service.embedded.processes import Command, supervised


async def share_path(home: Installation) -> str:
    """The path of the page, after the main job, with a worker that is gone afterwards."""
    worker = Command(
        name="worker of the day", argv=command("worker"), env=environment(home.settings)
    )
    async with supervised(worker, home.settings.data_folder / "logs"):
        done = await main_job.perform(home.settings, Steps(Console(quiet=True)))
    return urlsplit(done.share_url).path
