"""Keysets: where a page goes on, without an offset that a new row would shift."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q


def behind(moment: str, after: tuple[datetime, UUID]) -> Q:
    """What comes after a row in the order of a moment's column and the id, latest first.

    `after` is the row's (moment, id).
    """
    at, last_id = after
    earlier: dict[str, Any] = {f"{moment}__lt": at}
    same: dict[str, Any] = {moment: at, "id__lt": last_id}
    return Q(**earlier) | Q(**same)
