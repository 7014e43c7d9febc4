"""Bodies of what has a poster drawn."""

from typing import Any

from service.sharing.posters import PosterDraft

SAMPLES: dict[type, dict[str, Any]] = {PosterDraft: {"shape": "4:5"}}
