"""Who asks: the roles of the matrix and the groups that the rules speak of."""

FAMILY = ("owner", "guardian", "editor", "contributor", "viewer")
OFFICES = (
    *("community_staff", "town_staff", "district_staff", "city_staff"),
    *("moderator", "curator", "auditor"),
)
SCHOOL = ("teacher", "former_teacher", "other_teacher", "administrator")
ROLES = (
    *FAMILY,
    *("former", "student", "parent"),
    *SCHOOL,
    *OFFICES,
    *("stranger", "anonymous"),
)

GUARDIANS = frozenset({"owner", "guardian"})
WRITERS = GUARDIANS | {"editor", "contributor"}
MEMBERS = WRITERS | {"viewer"}
READERS = MEMBERS | {"student"}
CLASS = frozenset({"parent", "teacher"})
STAFF = frozenset({"community_staff", "town_staff", "district_staff", "city_staff"})
EVERYBODY = frozenset(ROLES) - {"anonymous"}
ANYBODY = frozenset(ROLES)

IN_CHINESE = dict(
    zip(
        ROLES,
        (
            *("户主", "监护人", "能记(编辑)", "能记", "只看"),
            *("前成员", "学生本人", "同学家长"),
            *("班主任", "前任教师", "别班教师", "学校管理员"),
            *("社区", "镇街", "区", "市"),
            *("审核员", "策展人", "审计员"),
            *("陌生人", "未登录"),
        ),
        strict=True,
    )
)
