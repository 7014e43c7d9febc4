"""Bodies of what is accepted of WeChat's reminders."""

from typing import Any

from handlers.trust.subscriptions import Accepted

SAMPLES: dict[type, dict[str, Any]] = {Accepted: {"kinds": ["on_this_day"]}}
