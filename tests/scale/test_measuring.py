"""What is measured last can be measured: nobody waits for half an hour to read that it cannot."""

import asyncio
import sys


async def test_a_post_of_nine_photos_is_measured():
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.publishing", "--turns", "1"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0, printed.decode()[-3000:]
    assert "publishing 9 photos" in printed.decode()
