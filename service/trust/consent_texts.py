"""Consent texts: what is asked for each purpose, word for word, by version.

Written for parents, and complete under 个人信息保护法 §17 (who, what, how, how long, how to
object), §23 and §25 (a yes of its own for each recipient and for publishing) and §28-31 (necessity
and effect, a guardian's yes for a child under 14). A new version names the one `before`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

import msgspec

from models.trust.consents import Purpose
from service.foundation import clock, settings

ACCEPT, DECLINE = "同意", "先不"
"""The two buttons, of one size."""

_NAMES = UUID("5f0c9c52-6f3e-5d1b-9c38-1f2a7d1e4b60")


@dataclass(frozen=True)
class Text:
    """One version of what is asked for one purpose.

    `lines` are shown where it is asked; the rest is a tap away. `material` says that purpose,
    recipients, scope or retention differ from the version `before`, so that it is asked again;
    `changes` tells any difference in one sentence.
    """

    purpose: Purpose
    version: str
    since: date
    title: str
    lines: tuple[str, ...]
    scope: str
    necessity: str
    impact: str
    retention: str
    recipients: str
    withdrawing: str
    material: bool = True
    changes: str = ""
    before: "Text | None" = None

    @property
    def hash(self) -> str:
        """SHA-256 over everything that is shown, whom to turn to included, in hexadecimal."""
        given = settings.current()
        shown = {f: getattr(self, f) for f in self.__dataclass_fields__ if f != "before"}
        contact = (given.responsible_person, given.responsible_contact)
        return hashlib.sha256(msgspec.json.encode((shown, contact))).hexdigest()

    @property
    def notice_id(self) -> UUID:
        """What a notice of this version is about: the same in every run."""
        return uuid5(_NAMES, f"{self.purpose}/{self.version}")


def current(purpose: Purpose) -> Text:
    """The version in force today; the first one counts from the beginning."""
    return next(text for text in _back_from(TEXTS[purpose]) if not text.before or _begun(text))


def history(purpose: Purpose) -> list[Text]:
    """The version in force and all before it, newest first."""
    return list(_back_from(current(purpose)))


def every() -> list[Text]:
    """All versions of all purposes, also those that have not begun."""
    return [text for newest in TEXTS.values() for text in _back_from(newest)]


def accepted(purpose: Purpose) -> list[Text]:
    """The versions whose grants count: the one in force, back to the last material change."""
    found = []
    for text in history(purpose):
        found.append(text)
        if text.material:
            break
    return found


def _begun(text: Text) -> bool:
    return text.since <= clock.today()


def _back_from(text: Text | None) -> Iterator[Text]:
    while text:
        yield text
        text = text.before


_FIRST = date(2026, 11, 1)
_STAFF = "工作人员平时也看不到；确有需要时，须写明理由、经另一人批准、限定时间，你能查到谁看过。"
_PROCESSORS = "照片存放在七牛云，文字和照片由微信做内容安全检查，它们受委托处理，不能另作他用。"
_WITHDRAW = "在「我的数据」的「授权」里点「收回」，一步就好，立刻算数，不影响使用其他功能。"
_OUTSIDE = "收回之前已经给出去的图片地址，10分钟内失效；别人已经自己存下的，我们收不回来。"

TEXTS: dict[Purpose, Text] = {
    text.purpose: text
    for text in (
        Text(
            Purpose.ARCHIVE,
            "2026-11",
            _FIRST,
            "保存成长档案",
            (
                "我是孩子的监护人，同意保存孩子的小名、生日、照片和成长记录。",
                "这些是孩子的敏感个人信息，只用来做成长档案，只给家里人看。",
                "先不同意，也能用家庭档案；以后随时可以更正、删除、收回。",
            ),
            scope="保存孩子的小名、出生日期、照片（连同照片自带的拍摄时间、机型和地点）、文字记录，"
            "以及你愿意填的姓名、头像、学校和班级；按时间排好给家里人看，不做别的用途，不做画像和推荐。",
            necessity="成长档案就是由这些内容组成的，少了就没法按年月记下孩子怎么长大。"
            "姓名、头像、学校和班级不是必需的，可以一直空着。",
            impact="未满14周岁孩子的信息是敏感个人信息，一旦泄露或滥用，可能让孩子被打扰、被冒充或被歧视。"
            "所以原图、机型和拍摄地点不出家门，姓名只有监护人和孩子本人看得到。",
            retention="存到你删除为止。申请删除后有7天反悔期，到期彻底清除文字、照片和文件，"
            "只留不含内容的删除回执和授权记录。",
            recipients=f"家里的成员，按你们选的可见范围看。{_PROCESSORS}{_STAFF}",
            withdrawing=f"{_WITHDRAW}收回后不再存新的；已经存下的仍只给家里人看，"
            "想彻底删除可以接着申请。",
        ),
        Text(
            Purpose.CLASS,
            "2026-11",
            _FIRST,
            "给班级看",
            (
                "同意把我选中的记录和照片给孩子现在的班级看。",
                "看得到的是这个班的老师和同班同学的家长，换班或退班就看不到。",
                "不选的不会给班级看；随时收回，马上看不到。",
            ),
            scope="把选了「班级」可见的记录、照片，连同孩子的小名、年龄段和记录人的昵称，放到班级里看；"
            "老师的班级名单里有孩子的小名。姓名、生日、拍摄地点不给。",
            necessity="老师和同班家长要看到这些内容，才能一起完成班级里的记录；不参加就不需要同意。",
            impact="班里的人会认出孩子，也可能截屏转给别人；请不要选孩子不愿意让同学知道的内容。",
            retention="一直给班级看到你收回、删除、改了可见范围，或者孩子离开这个班。",
            recipients="孩子现在所在班级的老师，和同班同学的监护人；只能看，不能下载原图。"
            f"班级和学校的名称在孩子的资料里。{_STAFF}",
            withdrawing=f"{_WITHDRAW}班级里的内容马上看不到，家里人照常看。{_OUTSIDE}",
        ),
        Text(
            Purpose.SHOW,
            "2026-11",
            _FIRST,
            "晒出去",
            (
                "同意把我选中的照片和文字公开，家人以外的人也能看。",
                "孩子只写小名和年龄段；每次晒之前先做安全检查。",
                "随时收回，马上看不到；别人已经存下的收不回来。",
            ),
            scope="把你每次选中的照片和文字，连同孩子的小名和年龄段、你的称呼、家庭名称和所在的区，公开在「晒」里，"
            "或者放进你发出去的分享链接。姓名、生日、学校、拍摄地点和原图不公开。",
            necessity="晒就是公开给人看，没有公开的同意就不能晒；只想给家里人看，不需要同意。",
            impact="陌生人可能看到、认出、截屏或转发孩子的照片，影响可能长期存在，请先想一想孩子长大以后愿不愿意。",
            retention="公开到你收回、撤下那一条，或者分享链接到期（最长365天）。",
            recipients=f"任何打开家档或拿到分享链接的人。{_PROCESSORS}",
            withdrawing=f"{_WITHDRAW}晒出的内容和分享链接马上打不开。{_OUTSIDE}",
        ),
        Text(
            Purpose.EXHIBITION,
            "2026-11",
            _FIRST,
            "参加展览",
            (
                "同意市档案馆把我选中的内容用在家庭档案展览里。",
                "线上线下都可能展出；孩子只写小名和年龄段。",
                "每件展品先给我看过再展；随时收回，线上马上撤下。",
            ),
            scope="把你为展览选中的照片、文字和孩子的小名、年龄段，由策展人编排后在展馆和线上展厅展出；"
            "姓名、生日、学校、拍摄地点不展出。",
            necessity="展览要公开陈列展品，没有这项同意就不会选用你家的内容；不参加不影响建档。",
            impact="参观的人可能认出孩子、拍照转发；展览的宣传画面里也可能出现展品。",
            retention="到那一场展览结束，或者你收回为止；下一场展览重新征求你的意见。",
            recipients=f"市档案馆的策展人员和展览的观众。展前会告诉你展览的名称、地点和联系人。{_PROCESSORS}",
            withdrawing=f"{_WITHDRAW}线上展厅马上撤下，展馆里的实物由工作人员联系你取下。{_OUTSIDE}",
        ),
        Text(
            Purpose.MEDIA,
            "2026-11",
            _FIRST,
            "给媒体报道",
            (
                "同意把我选中的内容提供给报社、电视台等媒体报道。",
                "每一次都先告诉我是哪家媒体、用来做什么，我点头才给。",
                "随时收回，之后不再提供；已经刊播的收不回来。",
            ),
            scope="把你为那次报道选中的照片、文字和孩子的小名、年龄段交给那一家媒体；"
            "姓名、学校、住址和联系方式不给，除非你自己告诉记者。",
            necessity="媒体报道要用到具体的照片和故事，没有这项同意就不会提供；不同意不影响任何功能。",
            impact="报道会被很多人看到并长期留在网上和报刊上，孩子可能被认出、被议论。",
            retention="我们只为那一次报道提供；媒体刊播之后由媒体按自己的规定保存。",
            recipients="每次提供之前，告诉你媒体的名称、联系方式、用途、方式和内容种类，由你决定给不给。",
            withdrawing=f"{_WITHDRAW}之后不再提供，并把你的意思转告已经收到内容的媒体。",
        ),
        Text(
            Purpose.DONATION,
            "2026-11",
            _FIRST,
            "捐赠给档案馆",
            (
                "同意把我选中的家庭档案的复制件，捐给我选的档案馆长期保存。",
                "什么时候开放、给谁看，由我在捐赠时写明。",
                "登记入馆之前随时收回；入馆之后按签的协议办，不公布随时可以说。",
            ),
            scope="把你选中的照片、文字、题名和时间、人物、地点等说明，连同原图各做一份复制件，交给你选的区、市"
            "档案馆；原件还在家里。馆里的人从你提出捐赠起就能看这几件。涉及孩子的内容，按你写明的限制保管和开放。",
            necessity="捐赠就是把内容交给档案馆，没有这项同意就不会移交；不捐不影响使用家档。",
            impact="进馆的档案会长期保存，开放之后可能被查阅和研究；请和孩子一起商量要不要捐。",
            retention="登记入馆之前到你收回为止；入馆之后由档案馆按档案的保管期限保存。",
            recipients="你选的区或者市档案馆。入馆之前会请你看捐赠协议，签了字才算；开放和公布都按你写明的限制办。",
            withdrawing=f"{_WITHDRAW}还没入馆的马上停下；已经入馆的不再公布，也不写捐赠人的名字。"
            "要把孩子的内容彻底删除，馆里的那一份也一起删。",
        ),
    )
}
"""The newest version of each purpose, perhaps one that only begins on a later day."""
