"""Topics of the matrix: one of the city's, one not checked yet, one closed."""

from typing import Any
from uuid import UUID

from models.people.regions import Region
from service.foundation.database import query
from tests.programme.campaign import SETTLED, period
from tests.trust.matrix.cast import CITY, Cast


async def topics(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    """Each opened by the city's archivist."""
    city, phone = (await Region.get(code=CITY)).id, cast.people["city_staff"].phone
    made = {}
    for condition in ("public", "pending", "deleted"):
        topic = await phone.post(f"/regions/{city}/topics", {"title": "老物件", **period()})
        await phone.until(f"/topics/{topic['id']}", standing=SETTLED)
        made[condition] = {"topic_id": topic["id"]}
    await phone.delete(f"/topics/{made['deleted']['topic_id']}")
    pending = UUID(made["pending"]["topic_id"])
    await query("update topics set standing = 'pending' where id = $1", pending)
    return {"topic": made}
