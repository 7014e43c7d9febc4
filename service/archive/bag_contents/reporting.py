"""Reporting: what a bag holds, what is missing from it and what is different, for both readers."""

from service.archive.bag_contents import FORMAT
from service.archive.bag_contents.packing import Packing, Report

_COUNTED = {
    "entries": "成长和家庭记录",
    "photos": "照片、录像和录音",
    "originals": "其中不重复的原始文件",
    "persons": "人物",
    "measurements": "身高体重视力",
    "filed": "归档的件",
}
_HOW = """\
怎么看：解压以后，打开 data 文件夹里的「相册.html」，不用联网。
原始照片在 data/originals，按年份放；data/catalogue.csv 是目录，可以用 Excel 打开。
还在检查、没有通过检查、没有写完的内容，以及回收站里的，不在这一份里。
"""


async def put(packing: Packing) -> None:
    """Put the report as JSON, and as words a family reads."""
    report = packing.report
    said = {"missing": report.missing, "different": report.different}
    document = {"format": FORMAT, "counts": dict(report.counts), **said}
    await packing.add_json("report.json", document)
    words = in_words(packing.scope.title, report)
    await packing.add_bytes("report.txt", words.replace("\n", "\r\n").encode("utf-8-sig"))


def in_words(title: str, report: Report) -> str:
    """The report as a text of several lines."""
    lines = [title, ""]
    lines += [f"{words}：{report.counts[name]}" for name, words in _COUNTED.items()]
    lines += ["", _HOW]
    for sentence, found in (
        ("下面的文件在存储里找不到了，没有放进来：", report.missing),
        ("下面的文件和存入时不一样，照原样放了进来，请打开看看：", report.different),
    ):
        if found:
            lines += [sentence, *(one["name"] for one in found), ""]
    if not report.missing and not report.different:
        lines += ["每一个文件都和存入时一模一样。", ""]
    return "\n".join(lines)
