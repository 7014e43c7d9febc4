"""Teacher Wang's class: 四年级2班 of a school in 香洲, eleven classmates of 小满."""

from service.demo.story.parts import Household, Relative

ARCHIVIST, HEAD, TEACHER = "刘芳", "罗校长", "王老师"
CURATORS = ("梅", "顾")
MODERATOR = "方宁"
"""Who looks at what a machine leaves to humans."""
SCHOOL, DISTRICT, CLASS = "凤凰山小学", "香洲区", "四年级2班"
APPROVAL = "珠教基〔2026〕12号"
"""The paper by which the school takes part in 幸福留我心."""
CITY = "440400000000"
"""The region of the archivist's office, whom the operator appoints."""

_NAMES = (
    ("xu", "徐家", "安安", "2016-06-11"),
    ("zheng", "郑家", "墨墨", "2016-09-02"),
    ("luo", "罗家", "小鱼", "2016-03-27"),
    ("tan", "谭家", "一诺", "2016-01-15"),
    ("ou", "欧家", "朵朵", "2016-07-30"),
    ("ye", "叶家", "阳阳", "2016-04-18"),
    ("mo", "莫家", "糖糖", "2016-02-06"),
    ("guan", "关家", "小北", "2016-08-23"),
    ("su", "苏家", "南南", "2016-05-01"),
    ("zhong", "钟家", "果果", "2016-06-29"),
    ("feng", "冯家", "可可", "2016-03-08"),
)

CLASSMATES = tuple(
    Household(
        key=key,
        name=name,
        district="香洲区",
        owner=Relative(f"{name[0]}家长", f"{child}妈妈", "妈妈"),
        child=child,
        born=born,
    )
    for key, name, child, born in _NAMES
)
