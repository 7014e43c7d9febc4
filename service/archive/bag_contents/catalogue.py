"""The catalogue (目录): one sheet that lists every photo and every record of a bag."""

from models.archive.growth import Entry
from models.archive.photos import Medium, Photo
from service.foundation import dates, sheets

COLUMNS = (
    *("种类", "档号", "题名", "时间", "时间（EDTF）", "地点", "人物", "文字说明", "著录者"),
    *("孩子", "文件", "字节数", "SHA-256", "编号"),
)
_KINDS = {Medium.PHOTO: "照片", Medium.VIDEO: "录像", Medium.AUDIO: "录音"}


def head() -> bytes:
    """The first line, behind a byte order mark."""
    return sheets.BOM + sheets.line(COLUMNS)


def of_photo(photo: Photo, described: dict[str, str], path: str) -> bytes:
    """A photo's line; `path` is empty where its file is missing."""
    said = [described[name] for name in ("档号", "题名")]
    when = dates.in_words(photo.taken) if photo.taken else ""
    words = [described[name] for name in ("地点", "人物", "文字说明", "来源")]
    file = [path, str(photo.bytes), photo.sha256, str(photo.id)]
    return sheets.line([_KINDS[photo.medium], *said, when, photo.taken, *words, "", *file])


def of_entry(entry: Entry, persons: list[str], by: str, child: str, number: str) -> bytes:
    """A record's line; its file is its description."""
    when = dates.in_words(entry.happened) if entry.happened else ""
    words = [entry.place, "、".join(persons), entry.story, by, child]
    file = [f"metadata/entries/{entry.id}.json", "", "", str(entry.id)]
    return sheets.line(["记录", number, entry.title, when, entry.happened, *words, *file])
