"""The program that stands up one installation without its demo families, until SIGTERM.

`python -m tests.faults.standing FOLDER PORT` prints its settings as one line of JSON when ready.
"""

import asyncio
import json
import signal
import sys
from pathlib import Path

from service.embedded.stack import stack
from service.foundation.lifeline import die_with_parent


async def stand(data: Path, port: int) -> None:
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with stack(data, port) as settings:
        print(json.dumps(settings.environ()), flush=True)
        await stopped.wait()


if __name__ == "__main__":
    die_with_parent()
    asyncio.run(stand(Path(sys.argv[1]), int(sys.argv[2])))
