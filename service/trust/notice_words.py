"""Notice words: the sentence in which an account reads a notice, from what it is about."""

from collections.abc import Iterable
from uuid import UUID

from models.archive.stories import EntryComment, Story
from models.people.students import Student, StudentAccount
from models.trust.consents import Capacity, Consent, Purpose
from models.trust.moderation import Check, Review, Subject
from models.trust.notices import Notice, NoticeKind
from service.trust import consent_texts, kinship, moderation_words

_PLAIN = {
    NoticeKind.MEMBER_JOINED: "家里来了新成员，可以在「家庭成员」里看到",
    NoticeKind.MEMBER_LEFT: "有一位家庭成员离开了，以后看不到家里的内容",
    NoticeKind.DISPUTE_OPENED: "家里的管理人之间有分歧，商量好之前不能分享和删除",
    NoticeKind.DISPUTE_SETTLED: "家里的分歧已经商量好，分享和删除都恢复了",
    NoticeKind.SUCCESSION_ASKED: "有管理人申请接手这个家，点开看看；主人不同意，点一下就停",
    NoticeKind.SUCCESSION_APPROVED: "档案馆核对过材料，两周后换申请人接手；主人不同意，点一下就停",
    NoticeKind.SUCCESSION_ENDED: "接手这个家的申请已经停了，家的主人没有变",
    NoticeKind.SUCCESSION_CARRIED_OUT: "这个家已经由申请的管理人接手，原来的主人还是管理人",
    NoticeKind.DRAFT_TO_CONFIRM: "孩子写了一条新的记录，等你看一看再收进档案",
    NoticeKind.PHOTO_REFUSED: "有一个文件读不出来，没有收进档案，点开看看原因",
    NoticeKind.PHOTO_DOUBTFUL: "有一张照片暂时只有你能看到，要请人工看看吗？",
    NoticeKind.WORDS_DOUBTFUL: "有一段文字暂时只有你能看到，要请人工看看吗？",
    NoticeKind.BOOKLET_TO_CONFIRM: "家里为你做了一本成长册，等你看一看、点确认",
    NoticeKind.BOOKLET_CONFIRMED: "孩子看过成长册，确认了里面的内容",
    NoticeKind.BOOKLET_TO_ENDORSE: "有一本成长册送到了班里，等老师写几句话",
    NoticeKind.BOOKLET_ENDORSED: "老师给成长册写好了寄语，可以锁定成册了",
    NoticeKind.BOOKLET_READY: "成长册做好了，可以下载和打印",
    NoticeKind.REVIEW_DECIDED: "你请人工看的内容，已经有结果了",
    NoticeKind.CAPTION_DECIDED: "你请人工看的照片说明，已经有结果了",
    NoticeKind.STORY_ADDED: "家里有人给一条记录补了一段讲述，点开看看",
    NoticeKind.COMMENT_ADDED: "家里有人在你的记录下面说了一句话，点开看看",
    NoticeKind.ARCHIVE_LOOKED_AT: "有工作人员看了孩子的档案，可以在「谁看过」里查到",
    NoticeKind.ERASURE_ASKED: "有人申请彻底删除家里的内容，到期之前可以反悔",
    NoticeKind.ERASURE_DONE: "申请的彻底删除已经完成，可以查看回执",
    NoticeKind.ENTRY_ENDORSED: "老师给孩子的一条记录写了评语，点开看看",
    NoticeKind.TASK_OPENED: "班里有一个新的活动，点开看看要记些什么",
    NoticeKind.TEACHER_ASKED: "有老师申请带班，请核对以后确认",
    NoticeKind.TEACHER_CONFIRMED: "学校确认你带这个班了，点开看看",
    NoticeKind.CHILD_PUT_DOWN: "有家长给孩子申请进班，请核对以后收进来",
    NoticeKind.CHILD_TAKEN_IN: "老师把孩子收进班里了，点开看看",
    NoticeKind.CLASS_ENDING: "有的班快到期了：接着用的请升级，到期以后老师和家长就看不到班里的内容",
    NoticeKind.POSTER_READY: "海报画好了，可以存到手机里；存下的海报就收不回了",
    NoticeKind.SHOW_PAGE_READY: "你做的展示页通过了，可以分享了",
    NoticeKind.SHOW_PAGE_REFUSED: "展示页没有通过检查，换个说法重新做一页吧；不同意可以申诉一次",
    NoticeKind.SHOW_PAGE_DOUBTFUL: "你做的展示页还要再看一看，看完才能分享",
    NoticeKind.POST_SHOWN: "你晒的内容通过了，可以分享了",
    NoticeKind.POST_REFUSED: "你晒的内容没有通过安全检查，点开看看原因，换一换再晒就好",
    NoticeKind.POST_COMMENTED: "有人在你晒的内容下面留言了，点开看看",
    NoticeKind.POST_COMMENT_ANSWERED: "有人回复了你的留言，点开看看",
    NoticeKind.POST_DOUBTFUL: "你晒的内容还要再看一看，看完之前只有你能看到",
    NoticeKind.EXPORT_ASKED: "有管理人要把家里的档案打包带走，可以在「带回家」里查看或取消",
    NoticeKind.EXPORT_READY: "档案打包好了，七天之内可以下载",
    NoticeKind.ALBUM_READY: "家庭相册印好了，可以下载，也可以拿去打印店打印",
    NoticeKind.IMPORT_DONE: "老照片导入完了，去时间轴看看吧；没有导入的，都写了原因",
    NoticeKind.DESK_SIGNED_IN: "有一台电脑用你的账号登录了；不是你的话，请在「登录的设备」里退出它",
}
_OF_DONATIONS = {
    NoticeKind.DONATION_OFFERED: (
        "家里有人提出把一些档案捐给档案馆，点开看看；登记入馆之前都可以收回",
        "有一户人家想把家里的档案捐给档案馆，点开看看吧",
    ),
    NoticeKind.DONATION_DECIDED: ("家里的捐赠有了结果，点开看看",) * 2,
    NoticeKind.DONATION_SIGNED: (
        "家里有人签了捐赠协议，点开看看；登记入馆之前都可以收回",
        "有一户人家签好了捐赠协议，可以登记入馆了",
    ),
    NoticeKind.DONATION_ACCESSIONED: (
        "捐给档案馆的东西已经登记入馆，捐赠证书可以下载了，谢谢你们",
        "有一份捐赠的复制件做好了，已经登记入馆",
    ),
}
"""To the family, and to the archive's staff."""
_OF_AGE = {
    NoticeKind.CHILD_FOURTEEN: (
        "你满14周岁了：以后要把你的内容给家人以外的人看，得你自己同意",
        "{}满14周岁了：以后要把内容给家人以外的人看，得{}自己同意。还没登录的，可以邀请孩子登录",
    ),
    NoticeKind.CHILD_EIGHTEEN: (
        "你满18周岁了：你的成长档案从今天起由你自己做主",
        "{}满18周岁了：{}自己登录以后，成长档案就由{}自己做主",
    ),
}
_DECIDED = {
    True: "你请人工看的内容没有问题，家人可以看到了",
    False: "你请人工看的内容没有通过，还是只有你能看到",
}
_OF_STAFF = (Subject.ENDORSEMENT, Subject.PHRASE, Subject.TASK, Subject.TOPIC, Subject.BOOKLET)
"""Words for others' families: who writes them writes anew, and asks nobody to look."""
_TOLD = {
    NoticeKind.STORY_ADDED: "{}给一条记录补了一段讲述，点开看看",
    NoticeKind.COMMENT_ADDED: "{}在你的记录下面说了一句话，点开看看",
}
_REVIEWS = {NoticeKind.REVIEW_DECIDED, NoticeKind.CAPTION_DECIDED}
_CONSENTS = {NoticeKind.CONSENT_GRANTED, NoticeKind.CONSENT_WITHDRAWN}


async def sentences(notices: Iterable[Notice]) -> dict[UUID, str]:
    """Each notice's sentence, by its id; what a notice is about may be gone meanwhile."""
    given = list(notices)
    plain = _PLAIN | moderation_words.PLAIN
    words = {notice.id: plain.get(notice.kind, "") for notice in given}
    words |= await moderation_words.sentences(given)
    words |= await _of_consents([one for one in given if one.kind in _CONSENTS])
    words |= await _of_birthdays([one for one in given if one.kind in _OF_AGE])
    words |= await _of_reviews([one for one in given if one.kind in _REVIEWS])
    doubts = [one for one in given if one.kind is NoticeKind.WORDS_DOUBTFUL]
    words |= await _of_staffs_doubts(doubts)
    words |= await _of_tellings([one for one in given if one.kind in _TOLD])
    for notice in given:
        if notice.kind in _OF_DONATIONS:
            to_family, to_staff = _OF_DONATIONS[notice.kind]
            words[notice.id] = to_family if notice.family_id else to_staff
    changed = {text.notice_id: text for text in consent_texts.every()}
    for notice in given:
        if notice.kind is NoticeKind.CONSENT_TEXT_CHANGED:
            words[notice.id] = _of_change(changed.get(notice.subject_id))
    return words


def _of_change(text: consent_texts.Text | None) -> str:
    if text is None:
        return "授权说明有一处小改动，不用重新同意"
    return f"「{text.title}」的说明有一处小改动，不用重新同意：{text.changes}"


async def _of_consents(notices: list[Notice]) -> dict[UUID, str]:
    subjects = [notice.subject_id for notice in notices]
    found = await Consent.filter(id__in=subjects).prefetch_related("withdrawal")
    consents = {consent.id: consent for consent in found}
    children = await _children(one.student_id for one in found)
    signers = {notice.id: _signer(notice, consents[notice.subject_id]) for notice in notices}
    names = await kinship.called(signers.values())
    return {
        notice.id: _of_consent(
            notice.kind, consents[notice.subject_id], names[signers[notice.id]], children
        )
        for notice in notices
    }


def _signer(notice: Notice, consent: Consent) -> tuple[UUID, UUID]:
    """The family, and who did what the notice tells of."""
    ended = consent.withdrawal if notice.kind is NoticeKind.CONSENT_WITHDRAWN else None
    return consent.family_id, (ended or consent).account_id


def _of_consent(
    kind: NoticeKind, consent: Consent, signer: str, children: dict[UUID, Student]
) -> str:
    title = consent_texts.current(consent.purpose).title
    child = children.get(consent.student_id) if consent.student_id else None
    about = f"（{child.nickname}）" if child else ""
    if kind is NoticeKind.CONSENT_WITHDRAWN and consent.purpose is Purpose.ARCHIVE:
        together = "给孩子同意过的其他几件也一起收回了，不再存新的"
        return f"{signer}收回了「{title}」的同意{about}，{together}"
    if kind is NoticeKind.CONSENT_WITHDRAWN:
        return f"{signer}收回了「{title}」的同意{about}，靠它给外面看的内容都收起来了"
    if consent.capacity is Capacity.CHILD:
        return f"{signer}同意了「{title}」{about}"
    return f"{signer}同意了「{title}」{about}，你可以在「授权」里查看或收回"


async def _of_reviews(notices: list[Notice]) -> dict[UUID, str]:
    subjects = [notice.subject_id for notice in notices]
    decided = Review.filter(subject_id__in=subjects, decided_at__isnull=False)
    passed = {_told_as(review): bool(review.passes) for review in await decided}
    return {
        notice.id: _DECIDED[passed[notice.kind, notice.subject_id]]
        for notice in notices
        if (notice.kind, notice.subject_id) in passed
    }


def _told_as(review: Review) -> tuple[NoticeKind, UUID]:
    """A photo and the words to it are decided on apart."""
    is_caption = review.subject is Subject.CAPTION
    kind = NoticeKind.CAPTION_DECIDED if is_caption else NoticeKind.REVIEW_DECIDED
    return kind, review.subject_id


async def _of_tellings(notices: list[Notice]) -> dict[UUID, str]:
    """Who told a story or said something, by the name that the family has for them."""
    tellers: dict[UUID, UUID] = {}
    for model in (Story, EntryComment):
        told = model.filter(id__in=[notice.subject_id for notice in notices])
        tellers |= dict(await told.values_list("id", "author_id"))
    known = [one for one in notices if one.family_id and one.subject_id in tellers]
    acts = {one.id: (one.family_id, tellers[one.subject_id]) for one in known if one.family_id}
    names = await kinship.called(acts.values())
    return {one.id: _TOLD[one.kind].format(names[acts[one.id]]) for one in known}


async def _of_staffs_doubts(notices: list[Notice]) -> dict[UUID, str]:
    subjects = [notice.subject_id for notice in notices]
    asked = Check.filter(subject_id__in=subjects, subject__in=_OF_STAFF)
    theirs = set(await asked.values_list("subject_id", flat=True))
    sentence = "有一段话没有通过安全检查，暂时只有你能看到，换个说法就好"
    return {notice.id: sentence for notice in notices if notice.subject_id in theirs}


async def _of_birthdays(notices: list[Notice]) -> dict[UUID, str]:
    students = [notice.subject_id for notice in notices]
    children = await _children(students)
    own = StudentAccount.filter(student_id__in=students, until=None, lent=False)
    selves = {(one.student_id, one.account_id) for one in await own}
    words = {}
    for notice in notices:
        to_child, to_guardian = _OF_AGE[notice.kind]
        child = children.get(notice.subject_id)
        name = child.nickname if child else "孩子"
        oneself = (notice.subject_id, notice.account_id) in selves
        words[notice.id] = to_child if oneself else to_guardian.replace("{}", name)
    return words


async def _children(student_ids: Iterable[UUID | None]) -> dict[UUID, Student]:
    wanted = [student_id for student_id in student_ids if student_id]
    found = await Student.filter(id__in=wanted, erased_at=None)
    return {student.id: student for student in found}
