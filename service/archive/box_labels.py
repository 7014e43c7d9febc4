"""Box labels (盒签): what is stuck on a box at home, with a code that opens the digital box.

The code is a mini-program code, which WeChat's own camera opens; its scene is the box's id, which
tells nothing to anybody: the box is read as every box is, by the family alone. An address of ours
in an ordinary code would lead to a browser, in which nobody of the family is signed in.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from models.archive.filing import Box
from models.people.accounts import Account
from models.people.families import Family
from service.archive import box_contents, boxes, papers
from service.archive.box_contents import BoxContents
from service.archive.paper_pages import Label, Labels
from service.foundation import clock
from service.foundation.errors import Conflict
from service.integrations import adapters
from service.integrations.errors import VendorRefused
from service.trust import access
from service.trust.access import Viewer

PAGE = "pages/filing/box"
"""Where the code leads in the mini-program; its scene is the id of the box without hyphens."""
MOST = 80
"""Labels in one paper: ten pages."""
AT_ONCE = 4


async def of_box(account: Account, box_id: UUID) -> tuple[Box, bytes]:
    """A box of the account's family, and its label as a PDF."""
    viewer = await access.viewer(account)
    box = await boxes.seen_by(viewer, box_id)
    return box, await _printed(viewer, box.family_id, [box])


async def of_family(account: Account, family_id: UUID, *, first: int) -> bytes:
    """The labels of a family's boxes from a number on, at most MOST; Conflict where none is."""
    viewer = await access.viewer(account)
    shelf = await box_contents.shelf_of(viewer, family_id, first=first)
    if not shelf:
        raise Conflict("box.none", "还没有盒子，先添一个再打印")
    return await _printed(viewer, family_id, shelf[:MOST])


async def _printed(viewer: Viewer, family_id: UUID, shelf: Sequence[Box]) -> bytes:
    family = await Family.get(id=family_id)
    contents = await box_contents.of(viewer, shelf)
    labels = [_label(family, box, contents[box.id]) for box in shelf]
    return await papers.printed(Labels(labels, clock.today()), await _codes(shelf))


def _label(family: Family, box: Box, contents: BoxContents) -> Label:
    return Label(
        family=f"{family.name}的家庭档案",
        number=box.number,
        title=box.title,
        numbers=contents.numbers,
        years=contents.years,
        retention=contents.retention,
        count=len(contents.items),
        code=_file_of(box),
    )


def _file_of(box: Box) -> str:
    return f"{box.id.hex}.jpg"


async def _codes(shelf: Sequence[Box]) -> dict[str, bytes]:
    """The code of each box by the name of its file, a few at once."""
    codes: dict[str, bytes] = {}
    for start in range(0, len(shelf), AT_ONCE):
        some = shelf[start : start + AT_ONCE]
        drawn = await asyncio.gather(*(_code(box) for box in some))
        codes |= {_file_of(box): code for box, code in zip(some, drawn, strict=True)}
    return codes


async def _code(box: Box) -> bytes:
    try:
        return await adapters().wechat.mini_code(box.id.hex, PAGE)
    except VendorRefused as refused:
        raise Conflict("box.code_picture", "小程序码暂时画不出来，请稍后再试") from refused
