"""The Lins of 金湾: a boy who looks up at planes."""

from service.demo.story.parts import JINWAN, Household, Moment, Relative, phone, picked

LIN = Household(
    key="lin",
    name="林家",
    district="金湾区",
    owner=Relative("林海峰", "乐乐爸爸", "爸爸"),
    child="乐乐",
    born="2018-10-08",
    relatives=(Relative("吴敏仪", "乐乐妈妈", "妈妈", "editor"),),
    moments=(
        Moment(
            "乐乐量身高",
            (picked("growth_chart"),),
            "2023-10-08",
            "比去年高了七厘米，他踮没踮脚，门框知道。",
            "身心健康",
        ),
        Moment(
            "看航展",
            (phone("air_show", "2024-11-12T10:35:12", JINWAN),),
            story="飞机从头顶过去，他捂着耳朵笑。回家路上说，长大要修飞机。",
            dimension="社会实践",
        ),
        Moment(
            "下雨天踩水",
            (picked("rainy_day"),),
            "2025-05",
            "雨靴里的水，倒出来有半杯。",
            "家庭生活",
            by="吴敏仪",
        ),
        Moment(
            "过大桥",
            (phone("long_bridge", "2025-10-02T15:22:40", JINWAN),),
            story="他数桥墩，数到一百三十二睡着了。",
        ),
    ),
)
