"""What a check of the doctor finds, and what of it is wrong."""

from service.doctor.findings import Check, Finding, Level
from service.foundation.settings import Settings


async def found(check: Check, given: Settings) -> list[Finding]:
    """What a check finds."""
    return [finding async for finding in check(given)]


async def wrongs(check: Check, given: Settings) -> str:
    """What it finds wrong, with the way to mend it."""
    all_of_it = await found(check, given)
    return "\n".join(str(one) for one in all_of_it if one.level is Level.WRONG)
