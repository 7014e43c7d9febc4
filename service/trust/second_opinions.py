"""Second opinions: what Kodo's censor makes of a picture that WeChat has passed."""

from models.trust.moderation import Standing
from service.integrations import adapters
from service.integrations.errors import VendorRefused

_STANDINGS = {"pass": Standing.PASSED, "review": Standing.REVIEW, "block": Standing.RISKY}


async def of(url: str) -> Standing:
    """Kodo's word on the picture behind a URL; what it cannot read is for a human.

    Raises VendorUnavailable while Kodo is away.
    """
    try:
        verdict = await adapters().kodo.censor(url)
    except VendorRefused:
        return Standing.REVIEW
    return _STANDINGS[verdict.suggestion]
