"""Show pages of the matrix: the owner's, one that was taken away, one that waits, Bob's."""

from typing import Any
from uuid import UUID

from models.sharing.show_pages import ShowPage
from models.trust.consents import Consent
from service.foundation.database import query
from service.trust.consents import Purpose
from tests.trust.matrix.cast import Cast


async def show_pages(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    """Bob's family is in dispute and makes none any more: his was made before."""
    owner, entry = cast.owner, things["entry"]["own"]
    await owner.consents(Purpose.SHOW)
    body = {"title": "海", "sections": [{"title": "船", "entry_ids": [entry["entry_id"]]}]}
    made = {}
    for name in ("own", "deleted", "pending"):
        page = await owner.phone.post(f"/families/{owner.family}/show-pages", body)
        await owner.phone.until(f"/show-pages/{page['id']}", standing=["passed"])
        made[name] = entry | {"page_id": page["id"]}
    await owner.phone.delete(f"/show-pages/{made['deleted']['page_id']}")
    pending = UUID(made["pending"]["page_id"])
    await query("update show_pages set standing = 'pending' where id = $1", pending)
    made["foreign"] = entry | {"page_id": str(await _foreign(cast))}
    return {"show_page": made}


async def _foreign(cast: Cast) -> UUID:
    family, account = UUID(cast.bob.family), await cast.bob.account()
    consent = await Consent.filter(family_id=family, purpose=Purpose.SHOW).first()
    assert consent
    page = await ShowPage.create(family_id=family, author=account, consent=consent, title="海")
    return page.id
