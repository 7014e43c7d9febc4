"""Filing: what was filed under an archival number, its files, boxes and the numbers given back."""

from typing import Any

from models.archive.filing import FiledFile, FiledItem
from models.base import Record
from service.archive import tagging
from service.archive.bag_contents.packing import Packing

_ITEM = (
    *("id", "family_id", "student_id", "entry_id", "filed_by_id", "box_id", "number", "household"),
    *("category", "year", "retention", "serial", "scheme", "class_code", "title", "happened"),
    *("place", "words", "responsible", "source", "location", "open_level", "version"),
    "created_at",
)
_FILE = ("photo_id", "position", "media_type", "bytes", "sha256", "width", "height")
_BOX = ("id", "number", "title", "location", "created_at")
_ARCHIVE = ("scheme", "fonds", "confirmed_at", "confirmed_by_id")


async def put(packing: Packing) -> None:
    """Put one document of all of it."""
    scope = packing.scope
    archive, boxes = await scope.archives().first(), await scope.boxes().order_by("number")
    withdrawn = scope.withdrawn().order_by("number")
    found = await scope.filed().order_by("number").prefetch_related("persons__person", "files")
    packing.report.counts["filed"] = len(found)
    await packing.add_json(
        "metadata/filed.json",
        {
            "archive": _columns(archive, _ARCHIVE) if archive else None,
            "boxes": [_columns(box, _BOX) for box in boxes],
            "items": [_item(packing, item) for item in found],
            "withdrawn": await withdrawn.values_list("number", flat=True),
        },
    )


def _item(packing: Packing, item: FiledItem) -> dict[str, Any]:
    persons = tagging.named_in(item)
    return _columns(item, _ITEM) | {
        "著录": {
            "档号": item.number,
            "分类号": item.class_code,
            "题名": item.title,
            "时间": item.happened,
            "地点": item.place,
            "人物": "、".join(one.name for one in persons),
            "文字说明": item.words,
            "责任者": item.responsible,
            "保管期限": item.retention.word,
            "开放级别": item.open_level.word,
            "来源": item.source,
            "存放位置": item.location,
        },
        "person_ids": [one.id for one in persons],
        "files": [_file(packing, one) for one in sorted(item.files, key=lambda f: f.position)],
    }


def _file(packing: Packing, file: FiledFile) -> dict[str, Any]:
    kept = packing.kept.get(file.photo_id)
    return _columns(file, _FILE) | {"file": kept.path if kept else ""}


def _columns(row: Record, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
