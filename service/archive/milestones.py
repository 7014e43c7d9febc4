"""Milestones: templates for what most families want to keep, and which of them a child has."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.archive.growth import Dimension
from models.people.accounts import Account
from service.foundation.errors import Invalid
from service.people import students
from service.trust import access

MilestoneKey = Annotated[str, Meta(max_length=20, description="A template's, or empty.")]


@dataclass(frozen=True)
class Milestone:
    """A template: `prompt` helps to tell the story, `usual` says when it mostly is, or nothing."""

    key: str
    title: str
    prompt: str
    dimension: Dimension
    usual: str = ""


MILESTONES = (
    Milestone(
        "birth",
        "出生",
        "几点几分到来的？多重、多长？第一眼像谁？名字是怎么来的？",
        Dimension.MILESTONE,
        "出生那天",
    ),
    Milestone(
        "full_month",
        "满月",
        "那天家里来了谁？这一个月里，最难忘的是哪一晚？",
        Dimension.FAMILY_LIFE,
        "1个月",
    ),
    Milestone(
        "hundred_days",
        "百日",
        "穿了什么、戴了什么？一逗就笑的是什么？",
        Dimension.FAMILY_LIFE,
        "100天",
    ),
    Milestone(
        "first_roll",
        "第一次翻身",
        "在哪里翻过去的？当时谁在旁边？",
        Dimension.MILESTONE,
        "3—6个月",
    ),
    Milestone(
        "first_tooth",
        "第一颗牙",
        "谁先发现的？咬了什么？",
        Dimension.MILESTONE,
        "4—10个月",
    ),
    Milestone(
        "first_words",
        "第一次叫爸爸妈妈",
        "先叫的是谁？被叫到的人当时在做什么？",
        Dimension.MILESTONE,
        "9—15个月",
    ),
    Milestone(
        "first_steps",
        "第一步",
        "从谁的手里走到谁的怀里？走了几步？",
        Dimension.MILESTONE,
        "10—15个月",
    ),
    Milestone(
        "birthday",
        "生日",
        "这一年最大的变化是什么？许了什么愿（可以不说）？",
        Dimension.FAMILY_LIFE,
        "每年一次",
    ),
    Milestone(
        "kindergarten",
        "上幼儿园",
        "第一天哭了没有？回家说的第一句话是什么？",
        Dimension.MILESTONE,
        "3岁左右",
    ),
    Milestone(
        "new_sibling",
        "当哥哥姐姐",
        "第一次见到弟弟妹妹，说了什么、做了什么？",
        Dimension.FAMILY_LIFE,
    ),
    Milestone(
        "cycling",
        "学会骑车",
        "在哪里学的？谁松的手？摔了几跤？",
        Dimension.HEALTH,
        "4—8岁",
    ),
    Milestone(
        "swimming",
        "学会游泳",
        "第一次自己浮起来是什么感觉？游了多远？",
        Dimension.HEALTH,
        "5—10岁",
    ),
    Milestone(
        "lost_tooth",
        "换牙",
        "掉的是哪一颗？怎么掉的？牙放到哪里去了？",
        Dimension.MILESTONE,
        "6岁左右",
    ),
    Milestone(
        "first_school_day",
        "上小学第一天",
        "书包是谁挑的？同桌叫什么？放学路上说了什么？",
        Dimension.MILESTONE,
        "6—7岁",
    ),
    Milestone(
        "young_pioneer",
        "入队",
        "红领巾是谁系上的？宣誓的时候想到了什么？",
        Dimension.MORALITY,
        "6—8岁",
    ),
    Milestone(
        "first_stage",
        "第一次登台",
        "表演了什么？上台前紧张吗？谁在台下？",
        Dimension.ART,
    ),
    Milestone(
        "prize",
        "得奖",
        "因为什么得的？准备了多久？最想谢谢谁？",
        Dimension.MILESTONE,
    ),
    Milestone(
        "journey",
        "旅行",
        "去了哪里、和谁去的？最想再看一次的是什么？",
        Dimension.PRACTICE,
    ),
    Milestone(
        "new_home",
        "搬家",
        "旧家最舍不得的是什么？新家里最喜欢哪个角落？",
        Dimension.FAMILY_LIFE,
    ),
    Milestone(
        "graduation",
        "毕业",
        "最舍不得的人是谁？想对以后的自己说什么？",
        Dimension.MILESTONE,
        "6岁、12岁、15岁、18岁",
    ),
)
_BY_KEY = {milestone.key: milestone for milestone in MILESTONES}


def of_key(key: str) -> Milestone | None:
    """The template that an entry names; None where it names none, refused where there is none."""
    if key and key not in _BY_KEY:
        raise Invalid.field("milestone", "milestone.unknown", "没有这个模板，请另选一个")
    return _BY_KEY.get(key)


async def kept_of(account: Account, student_id: UUID) -> dict[str, UUID]:
    """The milestones that a child has, by key: of each the earliest entry that the account sees."""
    student = await students.seen_by(account, student_id)
    viewer = await access.viewer(account)
    seen = access.entries_visible_to(viewer).filter(student_id=student.id, unfinished=False)
    found = await seen.filter(milestone__not="").order_by("-sort_day", "-id")
    return {entry.milestone: entry.id for entry in found}
