"""Soundness rules: what is checked of a family's archive (四性检测), after DA/T 70-2018.

真实性: what is stored is what was filed. 完整性: nothing that must be said is missing, nor is any
number. 可用性: it can be opened, now and later. 安全性: it is what it says, and from where. Pure:
the same facts have the same outcome.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.archive import archival_numbers
from service.archive.class_schemes import scheme
from service.archive.soundness_facts import (
    Check,
    FileFacts,
    FileState,
    ItemFacts,
    Outcome,
    Property,
    Remark,
    SeriesFacts,
)

FORMATS = frozenset(
    {
        *("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/gif"),
        *("video/mp4", "video/quicktime", "audio/mp4", "audio/mpeg"),
    }
)
"""What is read today by more than one maker's programs, and so can be turned into its successor."""
VERIFIED_WITHIN = timedelta(days=180)
"""Every file is read again each 90 days: after twice as long something is amiss."""

Judge = Callable[[ItemFacts, date], str]
"""What is wrong with an item on a day, in words; empty where nothing is."""


@dataclass(frozen=True)
class Rule:
    """A check of every item; `evidence` may name how many `items`, `files`, and what is `said`."""

    property: Property
    name: str
    judge: Judge
    evidence: str
    otherwise: Outcome = Outcome.FAILED


def inspect(
    items: Sequence[ItemFacts], all_series: Sequence[SeriesFacts], today: date
) -> list[Check]:
    """Every check with its evidence and its outcome, in the order of the four properties."""
    return in_order([*checked(_RULES, items, today), _in_sequence(all_series)])


def in_order(checks: Iterable[Check]) -> list[Check]:
    """By the four properties, as they stand in a report."""
    order = list(Property)
    return sorted(checks, key=lambda one: order.index(one.property))


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome of several together."""
    order = list(Outcome)
    return max(outcomes, key=order.index, default=Outcome.PASSED)


def checked(rules: Iterable[Rule], items: Sequence[ItemFacts], today: date) -> list[Check]:
    """What came of each of these rules."""
    files = sum(len(item.files) for item in items)
    said = dict.fromkeys(name for item in items for name in item.said)
    told = {"items": len(items), "files": files, "said": "、".join(said) or "必填项"}
    return [_checked(rule, items, rule.evidence.format(**told), today) for rule in rules]


def _checked(rule: Rule, items: Sequence[ItemFacts], evidence: str, today: date) -> Check:
    judged = ((item, rule.judge(item, today)) for item in items)
    remarks = [Remark(item.number, item.title, what) for item, what in judged if what]
    outcome = rule.otherwise if remarks else Outcome.PASSED
    return Check(rule.property, rule.name, outcome, evidence, remarks)


def _in_sequence(all_series: Sequence[SeriesFacts]) -> Check:
    remarks = [remark for one in all_series for remark in _gaps(one)]
    held, withdrawn = (sum(len(part) for part in parts) for parts in _parts(all_series))
    evidence = f"{len(all_series)} 组编号，{held} 个在用，{withdrawn} 个注销后留着不再用。"
    outcome = Outcome.FAILED if remarks else Outcome.PASSED
    return Check(Property.COMPLETE, "档号一个接一个，没有缺号", outcome, evidence, remarks)


def _parts(all_series: Sequence[SeriesFacts]) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
    return [one.held for one in all_series], [one.withdrawn for one in all_series]


def _gaps(one: SeriesFacts) -> list[Remark]:
    known = one.held | one.withdrawn
    told = [(serial, "缺号：不在用，也没有注销") for serial in {*range(1, one.given + 1)} - known]
    told += [(serial, "比发出的最后一个号还大") for serial in known if serial > one.given]
    told += [(serial, "注销了的号还在用") for serial in one.held & one.withdrawn]
    return [Remark(f"{one.series}-{serial:04}", "", what) for serial, what in sorted(told)]


def _of_files(item: ItemFacts, judge: Callable[[FileFacts], str]) -> str:
    """What is wrong with its files, each named by its place where there are several."""
    told = [(place, judge(file)) for place, file in enumerate(item.files, start=1)]
    many = len(item.files) > 1
    return "；".join(f"第 {place} 个文件{what}" if many else what for place, what in told if what)


def _altered(item: ItemFacts, _: date) -> str:
    return _of_files(item, lambda file: _differences(file.filed, file.read))


def _differences(filed: FileState, read: FileState) -> str:
    pairs = {
        "格式": (filed.media_type, read.media_type),
        "字节数": (filed.bytes, read.bytes),
        "像素": ((filed.width, filed.height), (read.width, read.height)),
        "SHA-256": (filed.sha256, read.sha256),
    }
    told = [name for name, (before, now) in pairs.items() if before != now]
    return f"{'、'.join(told)}和归档时不一样" if told else ""


def _stored_otherwise(item: ItemFacts, _: date) -> str:
    return _of_files(item, _differs_in_storage)


def _differs_in_storage(file: FileFacts) -> str:
    if file.stored is None:
        return "在存储里找不到"
    same = file.stored.bytes == file.filed.bytes and file.stored.etag == file.etag
    return "" if same else "和存储里的不一样"


def _unsaid(item: ItemFacts, _: date) -> str:
    lacking = [name for name, words in item.said.items() if not words.strip()]
    lacking += [
        name
        for name in ("格式", "字节数", "SHA-256")
        if any(_is_blank(file.filed, name) for file in item.files)
    ]
    return f"缺少：{'、'.join(lacking)}" if lacking else ""


def _is_blank(filed: FileState, name: str) -> bool:
    return not {"格式": filed.media_type, "字节数": filed.bytes, "SHA-256": filed.sha256}[name]


def _unfounded(item: ItemFacts, _: date) -> str:
    try:
        number = archival_numbers.parse(item.number)
    except ValueError:
        return "档号写法不对"
    if (number.series, number.serial) != (item.series, item.serial):
        return "档号和登记的内容对不上"
    node = scheme(item.scheme).nodes.get(item.class_code)
    return "" if node and node.parent else "分类号不在分类表里"


def _unhoped(item: ItemFacts, _: date) -> str:
    lacking = [name for name, words in item.hoped.items() if not words.strip()]
    return f"还没有写：{'、'.join(lacking)}" if lacking else ""


def _nowhere(item: ItemFacts, _: date) -> str:
    return "" if item.files or item.location.strip() else "没有照片，也没有写放在哪儿"


def _unopened(item: ItemFacts, _: date) -> str:
    return _of_files(item, _is_out_of_reach)


def _is_out_of_reach(file: FileFacts) -> str:
    if file.is_discarded:
        return "在回收站里，三十天后就没有了"
    return "" if file.is_ready and file.stored else "打不开"


def _unusual(item: ItemFacts, _: date) -> str:
    return _of_files(
        item, lambda file: "" if file.read.media_type in FORMATS else "格式不适合长期保存"
    )


def _unverified(item: ItemFacts, today: date) -> str:
    def judge(file: FileFacts) -> str:
        late = file.verified_on is None or today - file.verified_on > VERIFIED_WITHIN
        return "很久没有复核了，系统会补做" if late else ""

    return _of_files(item, judge)


def _mistyped(item: ItemFacts, _: date) -> str:
    return _of_files(item, lambda file: "" if _is_what_it_says(file) else "真实类型和登记的不一样")


def _is_what_it_says(file: FileFacts) -> bool:
    """Kodo tells the kind alone, and takes an MPEG-4 recording for a film."""
    told, found = file.filed.media_type.partition("/")[0], file.read.media_type.partition("/")[0]
    kind = file.stored.media_type.partition("/")[0] if file.stored else found
    return told == found and (kind == found or {kind, found} == {"audio", "video"})


def _unsourced(item: ItemFacts, _: date) -> str:
    return "" if item.is_audited else "找不到归档时的操作记录"


def _troubled(item: ItemFacts, _: date) -> str:
    return _of_files(item, lambda file: "、".join(file.findings))


SAID = Rule(
    Property.COMPLETE,
    "必填的都填了",
    _unsaid,
    "看了 {items} 件的{said}，和 {files} 个文件的格式、字节数、SHA-256。",
)
FOUNDED = Rule(
    Property.COMPLETE,
    "档号和分类号有根据",
    _unfounded,
    "看了 {items} 件的档号写法，和归档时那一版分类表。",
)
USUAL = Rule(
    Property.USABLE,
    "格式适合长期保存",
    _unusual,
    "看了 {files} 个文件，用的是 JPEG、PNG、HEIC、MP4 这类大家都能打开的格式。",
)
AS_TYPED = Rule(
    Property.SAFE,
    "文件的真实类型和登记的一样",
    _mistyped,
    "按 {files} 个文件的内容判断类型，不看文件名。",
)
SOURCED = Rule(
    Property.SAFE,
    "谁、什么时候归档的，有据可查",
    _unsourced,
    "在操作记录里找到了 {items} 件归档的那一刻。",
)
UNTROUBLED = Rule(Property.SAFE, "没有没处理完的问题", _troubled, "查了 {files} 个文件的问题登记。")

_RULES = (
    Rule(
        Property.AUTHENTIC,
        "文件和归档时登记的一样",
        _altered,
        "比对了 {files} 个文件的格式、字节数、像素和 SHA-256。",
    ),
    Rule(
        Property.AUTHENTIC,
        "存储里的文件和登记的一样",
        _stored_otherwise,
        "刚刚问过存储：{files} 个文件的字节数和校验值。",
    ),
    SAID,
    FOUNDED,
    Rule(
        Property.COMPLETE,
        "写了人物、地点、文字说明",
        _unhoped,
        "看了 {items} 件。不写也算归档，写上以后更好懂。",
        Outcome.ADVISED,
    ),
    Rule(
        Property.COMPLETE,
        "有照片，或者写了放在哪儿",
        _nowhere,
        "看了 {items} 件。",
        Outcome.ADVISED,
    ),
    Rule(Property.USABLE, "文件打得开", _unopened, "{files} 个文件都读过一遍，看过还在不在。"),
    USUAL,
    Rule(
        Property.USABLE,
        "半年之内复核过",
        _unverified,
        "系统定期把 {files} 个文件从头到尾重读一遍，核对 SHA-256。",
        Outcome.ADVISED,
    ),
    AS_TYPED,
    SOURCED,
    UNTROUBLED,
)
