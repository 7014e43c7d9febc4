"""Erasing the programme: a child's answers go with the child; tasks stay the class's."""

from models.programme.tasks import Answer, Task
from models.trust.erasures import ErasedKind
from service.programme import erasing_insight
from service.trust.personal_data import Holding

HOLDINGS = [
    Holding(
        Answer,
        "活动的回应",
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
    *erasing_insight.HOLDINGS,
]
