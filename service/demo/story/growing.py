"""What grows around 小满's years: measures, relatives' words, a class's task, a term in print."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Remembered:
    """What a relative adds to an entry of that title: a story, or a mere comment."""

    title: str
    by: str
    words: str
    comment: bool = False


@dataclass(frozen=True)
class Answered:
    """A family's answer to the class's task."""

    household: str
    title: str
    story: str
    shown: bool = True


MEASURED: tuple[tuple[Any, ...], ...] = (
    ("2016-05-20", 49.5, 3.15),
    ("2016-11-20", 66.8, 7.6),
    ("2017-05-20", 74.9, 9.3),
    ("2018-05-20", 87.0, 11.9),
    ("2019-05-20", 96.2, 14.1),
    ("2020-05-20", 103.4, 16.2),
    ("2021-05-20", 110.6, 18.6),
    ("2022-05-20", 117.0, 21.0, 5.0, 5.1),
    ("2023-05-20", 122.8, 23.2, 5.0, 5.0),
    ("2024-05-20", 128.6, 26.0, 5.0, 5.0),
    ("2025-05-20", 134.3, 28.9, 4.9, 5.0),
    ("2026-05-20", 140.5, 32.4, 4.9, 4.9),
    ("2026-11-15", 143.8, 34.2, 4.9, 4.9),
)
"""Day, height in cm, weight in kg, left and right eye."""

REMEMBERED = (
    Remembered("你来了", "陈国栋", "那天早上下着小雨，我在楼下买了六个包子，一个都没吃。"),
    Remembered("你来了", "陈伟", "鞋带是后来护士提醒我的。"),
    Remembered("会走路了", "陈国栋", "五步半。最后那半步是扑过来的。"),
    Remembered("第一颗牙掉了", "陈伟", "扔了三次才上去，楼上邻居还探头出来看。"),
    Remembered("学会了骑车", "陈国栋", "你爸学车，是我这样松的手。"),
    Remembered("春节回爷爷家", "黄桂芳", "她走了以后，老头子把相册又看了一遍。", comment=True),
    Remembered("小提琴，第一次上台", "黄桂芳", "奶奶在下面比你还紧张。", comment=True),
    Remembered("十岁", "陈伟", "许的愿我知道，她小时候说过梦话。", comment=True),
)
FELT = (
    ("黄桂芳", "你来了", "喜欢"),
    ("陈国栋", "会走路了", "抱抱"),
    ("黄桂芳", "学会了骑车", "鼓掌"),
    ("陈伟", "十岁", "抱抱"),
)

THEME = {
    "title": "我家的一件老物件",
    "words": "找一件家里留了很久的东西，问问长辈它的来历，写几句话。",
}
TOPIC = {
    "title": "6·9 国际档案日",
    "words": "晒一件家里的老物件、一张老照片，说说它的来历。",
}
TASK = {
    "title": "讲一件家里的老物件",
    "words": "带上一张照片或者几句话都可以。问问爷爷奶奶、外公外婆：它是从哪儿来的？",
}
ANSWERED = (
    Answered("chen", "爷爷的放大镜", "我抓周抓的就是它。爷爷用它看报纸，我用它看蚂蚁。"),
    Answered("xu", "外婆的缝纫机", "脚踩的，还能用。我的布老虎就是它缝的。"),
    Answered("zheng", "太公的算盘", "少了两颗珠子，太公说，少两颗也照样算得清。"),
    Answered("luo", "渔网上的铅坠", "爸爸说，他小时候全村的网都有这个。"),
    Answered("tan", "一张船票", "一九八五年，奶奶坐船到珠海，票价两块四。"),
    Answered("ou", "妈妈的日记本", "妈妈只给我看了第一页，上面写着：今天下雨。", shown=False),
    Answered("ye", "铁皮饼干盒", "里面装的是针线，不是饼干。我上过三次当。"),
)
PHRASES = (
    "写得真好，好像我也看见了它。",
    "谢谢你去问了家里的老人，这一步最难得。",
    "老师也想听听它后来的故事。",
)

TERM = {"title": "小满的2026年", "since": "2026-02-01", "until": "2026-11-20"}
TEACHERS_WORDS = (
    "小满：这一年你把家里的老物件讲给了全班听，也把升旗的步子走得很稳。"
    "你写的字里有很多细小的东西，别人走过去没看见，你看见了。继续看，继续写。——王老师"
)
