"""One embedded installation: its data folder claimed, its servers running, its settings decided."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec

from service.embedded.claims import HOST, PortClaims, claimed_folder
from service.embedded.credentials import kept_credentials
from service.embedded.postgres import application_url
from service.embedded.servers import Servers, servers
from service.foundation.settings import Environment, Settings

TEMPLATES = " ".join(
    f"{kind}=embedded-{kind}:thing1,date2"
    for kind in ("on_this_day", "task_due", "story_added", "post_shown", "post_commented")
)
"""The emulator takes any template of these shapes."""

PORTS = 5
"""WeChat's, Kodo's and a phone's, and those at which metrics are read."""


@asynccontextmanager
async def installed(
    data_folder: Path, port: int, postgres_options: Mapping[str, str] | None = None
) -> AsyncIterator[Settings]:
    """Run PostgreSQL and Valkey on `data_folder`; yield the settings for the service at `port`.

    The emulators of WeChat, Kodo and a phone belong on the ports the settings name, the first free
    ones above `port`. Raises ClaimError if the folder or the port is taken, ProcessError if a
    server fails.
    """
    data = _resolved(data_folder)
    with claimed_folder(data), PortClaims() as ports:
        await ports.claim(port)
        async with servers(data, postgres_options) as running:
            yield _settings(data, port, ports.claim_after(port, PORTS), running)


@contextmanager
def emulators_alone(data_folder: Path, port: int, public_url: str) -> Iterator[Settings]:
    """Settings for the emulators without the rest, on free ports from `port` on.

    `public_url` is where the service under development takes callbacks and pushes. The settings
    name servers that are not there: only the emulators are to be run by them.
    """
    data = _resolved(data_folder)
    nothing = Servers(database_url="postgresql:///", valkey_url="unix:///")
    with claimed_folder(data), PortClaims() as ports:
        settings = _settings(data, port, ports.claim_after(port - 1, PORTS), nothing)
        yield msgspec.structs.replace(settings, public_url=public_url)


def _resolved(folder: Path) -> Path:
    return folder.expanduser().resolve()


def _settings(data: Path, port: int, free: list[int], running: Servers) -> Settings:
    *emulators, metrics, of_worker = free
    wechat, kodo, phone = (f"http://{HOST}:{one}" for one in emulators)
    return Settings(
        environment=Environment.EMBEDDED,
        data_folder=data,
        metrics_folder=data / "metrics",
        metrics_port=metrics,
        worker_metrics_port=of_worker,
        host=HOST,
        port=port,
        public_url=f"http://{HOST}:{port}",
        database_url=application_url(running.database_url),
        migration_database_url=running.database_url,
        valkey_url=running.valkey_url,
        phone_url=phone,
        wechat_base_url=wechat,
        wechat_templates=TEMPLATES,
        kodo_upload_url=kodo,
        kodo_download_url=kodo,
        kodo_rs_url=kodo,
        kodo_rsf_url=kodo,
        kodo_censor_url=kodo,
        kodo_bucket="jiadang",
        **msgspec.structs.asdict(kept_credentials(data)),
    )
