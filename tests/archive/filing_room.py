"""The filing room: what is filed in the stories, and by whom."""

from typing import Any

from tests.world import Person

AWARD: dict[str, Any] = {"class_code": "D2", "title": "三好学生奖状", "happened": "2024-06"}
DEED: dict[str, Any] = {
    "class_code": "E1",
    "title": "房产证",
    "happened": "2015",
    "location": "书房抽屉",
}


async def files(person: Person, *, checked: bool = True, **item: Any) -> dict[str, Any]:
    """File something, an award unless it says otherwise; as it is when it was checked."""
    body = {"family_id": person.family, **AWARD, **item}
    made = await person.phone.post("/filed-items", body)
    if not checked:
        return made
    standings = ["passed", "review", "risky"]
    return await person.phone.until(f"/filed-items/{made['id']}", standing=standings)


async def filed(person: Person, **chosen: str) -> list[dict[str, Any]]:
    """What the person reads of the family's archive."""
    path = f"/families/{person.family}/filed-items"
    return (await person.phone.get(path, **chosen))["items"]
