"""`make site`: the site without containers, to be tried out, until Ctrl-C.

HAProxy by deploy/haproxy.cfg stands before two web processes; the worker, PostgreSQL, Valkey and
the stand-ins for WeChat and Kodo are those of an embedded installation. All of it lives in a folder
that is gone afterwards.
"""

import asyncio
import signal
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.topology.site import Site, site


async def main() -> None:
    """Stand it up, say where it is, and wait."""
    over, loop = asyncio.Event(), asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, over.set)
    with TemporaryDirectory(prefix="jiadang-site-") as folder:
        async with site(Path(folder)) as door:
            print(_told(door), flush=True)
            await over.wait()


def _told(door: Site) -> str:
    processes = "\n".join(f"  web       127.0.0.1:{port}  {p.pid}" for port, p in door.web.items())
    worker = door.behind.processes.worker()
    return (
        f"前门 HAProxy：{door.url}（证书是自己签的：curl -k）\n"
        f"{processes}\n  worker    {worker}\n"
        f"设置 settings: {door.settings.data_folder}/environment\n"
        "试一试：杀掉一个 web 进程，前门照样回应。Kill a web process: the door still answers.\n"
        "按 Ctrl-C 停止  Ctrl-C stops it"
    )


if __name__ == "__main__":
    asyncio.run(main())
