"""Erasing the programme: a child's answers go with the child; tasks stay the class's."""

from models.programme.counted_households import CountedHousehold
from models.programme.tasks import Answer, Task
from models.trust.erasures import ErasedKind
from service.programme import erasing_donations, erasing_insight
from service.trust.personal_data import Holding

HOLDINGS = [
    Holding(
        Answer,
        "参加过的活动",
        {
            ErasedKind.STUDENT: "student_id = $1",
            ErasedKind.FAMILY: "student_id in (select id from students where family_id = $1)",
            ErasedKind.ENTRY: "entry_id = $1",
        },
        stays={ErasedKind.ACCOUNT: "account_id = $1"},
        why="属于家庭的档案，由家里决定去留",
    ),
    Holding(
        Task,
        "发布的活动",
        stays={ErasedKind.ACCOUNT: "author_id = $1"},
        why="属于班级或者地区的活动，写的人不再署名",
    ),
    Holding(
        CountedHousehold,
        "算作建好档案的记录",
        {
            ErasedKind.FAMILY: "household_id in (select id from households where family_id = $1)",
        },
    ),
    *erasing_donations.HOLDINGS,
    *erasing_insight.HOLDINGS,
]
