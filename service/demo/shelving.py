"""Shelving: what the demo's first family has in its archive, besides its years."""

from typing import Any

from service.demo.phone import Phone

BOX = {"title": "小满的奖状和画", "location": "书房柜子第二层"}
THINGS: tuple[dict[str, str], ...] = (
    {
        "class_code": "C2",
        "title": "外公寄来的信",
        "happened": "1998-09",
        "words": "妈妈上大学那年，外公写了四页纸。",
        "responsible": "外公",
        "location": "书房柜子最上层，饼干铁盒",
    },
    {
        "class_code": "B1",
        "title": "陈家的老家谱",
        "happened": "1936~",
        "words": "曾祖父抄的，缺了最后两页。",
        "responsible": "曾祖父",
        "location": "爷爷家，樟木箱",
    },
    {
        "class_code": "H1",
        "title": "太奶奶的顶针",
        "happened": "195X",
        "words": "她用它纳过全家人的鞋底。",
        "location": "梳妆台抽屉",
    },
    {"class_code": "A2", "title": "出生证明", "happened": "2016", "location": "蓝色文件袋"},
    {"class_code": "G2", "title": "预防接种证", "happened": "2016", "location": "蓝色文件袋"},
)
"""The last two are papers: only where they lie is noted, for the guardians alone."""
FROM_RECORDS = 4


async def shelve(mother: Phone, family: str, child: str) -> None:
    """File the latest records of the child and some old things, and say that this is it."""
    box = await mother.post(f"/families/{family}/boxes", BOX, key="demo-box")
    persons = (await mother.get(f"/families/{family}/persons"))["items"]
    oneself = [one["id"] for one in persons if one["student_id"] == child]
    timeline = (await mother.get(f"/students/{child}/timeline"))["items"]
    dated = [entry for entry in timeline if entry["happened"] and entry["photos"]]
    for number, entry in enumerate(dated[:FROM_RECORDS]):
        suggested = await mother.get(f"/entries/{entry['id']}/filing")
        body = _body(suggested) | {"box_id": box["id"], "location": BOX["location"]}
        body["person_ids"] = body["person_ids"] or oneself
        await mother.post("/filed-items", body, key=f"demo-filed-{number}")
    for number, thing in enumerate(THINGS):
        body = {"family_id": family, "person_ids": [], **thing}
        await mother.post("/filed-items", body, key=f"demo-thing-{number}")
    await mother.put(f"/families/{family}/archive/confirmation")


def _body(suggested: dict[str, Any]) -> dict[str, Any]:
    """What a suggestion says, without what it says of the past."""
    return {name: value for name, value in suggested.items() if name != "numbers"}
