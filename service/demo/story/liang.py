"""The Liangs of 斗门: lotus, dragon boats, and a grandmother's market lane."""

from service.demo.story.parts import DOUMEN, Household, Moment, Relative, phone, picked

LIANG = Household(
    key="liang",
    name="梁家",
    district="斗门区",
    owner=Relative("梁秀珍", "阿禾妈妈", "妈妈"),
    child="阿禾",
    born="2017-06-05",
    relatives=(Relative("何月娥", "外婆", "外婆"),),
    moments=(
        Moment(
            "荷塘边",
            (phone("lotus_pond", "2024-06-30T07:50:00", DOUMEN),),
            story="阿禾说，荷叶是青蛙的伞。",
            dimension="家庭生活",
        ),
        Moment(
            "端午看龙舟",
            (picked("dragon_boats"),),
            "2025-05-31",
            "舅舅在第三条船上，喊得嗓子都哑了。",
            "社会实践",
        ),
        Moment(
            "跟外婆去趁墟",
            (picked("market_lane"),),
            "2025-08",
            "我牵着她走，卖鱼的人都认得我，说：阿娥，带孙女来啦。",
            by="何月娥",
        ),
    ),
)
