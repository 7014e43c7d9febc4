"""What they show: the wall, the class, and what waits, was refused, or was taken back."""

from service.demo.shots import Shot
from service.demo.story.parts import DOUMEN, JINWAN, XIANGZHOU, Show, phone, picked

SHOWS = (
    Show(
        "lin",
        "航展那天，他把飞机画满了一整本。",
        (phone("air_show", "2024-11-12T11:02:00", JINWAN),),
        featured=True,
        liked_by=("陈静", "吴敏仪"),
    ),
    Show(
        "liang",
        "清早的荷塘，只有我们和青蛙。",
        (picked("lotus_pond"), phone("fishing_boat", "2025-06-28T06:58:00", DOUMEN)),
        featured=True,
        liked_by=("何月娥", "陈静"),
    ),
    Show(
        "chen",
        "1986年的香炉湾。爷爷说，照片是请一位路过的华侨按的。",
        (Shot("fisher_girl", "sepia"),),
        featured=True,
        liked_by=("陈伟", "林海峰", "梁秀珍"),
        of_family=True,
        joins_topic=True,
    ),
    Show(
        "liang",
        "端午，一条河都是鼓声。",
        (picked("dragon_boats"),),
        featured=True,
        liked_by=("何月娥",),
    ),
    Show(
        "lin",
        "一路数桥墩，数到睡着。",
        (picked("long_bridge"),),
        featured=True,
        liked_by=("吴敏仪",),
    ),
    Show(
        "chen",
        "6·9 国际档案日，小满把自己的第一本相册带去给大家看。",
        (picked("archive_day"), picked("old_album")),
        featured=True,
        liked_by=("陈伟", "陈国栋", "王老师"),
        joins_topic=True,
    ),
    Show(
        "chen",
        "六岁到十岁，每年的五月二十日。谢谢大家看着她长大。",
        (
            phone("birthday", "2026-05-20T19:12:00", XIANGZHOU, 6, age=10),
            picked("school_gate"),
            picked("bicycle_ride"),
            picked("violin"),
            picked("snow_trip", age=9),
            picked("reading_corner"),
            picked("sandcastle"),
            picked("lovers_road"),
            picked("stargazing"),
        ),
        featured=True,
        liked_by=("陈伟", "陈国栋", "黄桂芳", "林海峰", "王老师"),
        shared=True,
    ),
    Show(
        "xu",
        "安安的书法，第一次装进镜框。",
        (picked("calligraphy"),),
        audience="class",
        liked_by=("陈静",),
    ),
    Show("tan", "合唱队排练，最后一排左边第二个是一诺。", (picked("choir"),), audience="class"),
    Show(
        "lin",
        "周末野餐，风把帽子吹走了。",
        (Shot("picnic", checked=False),),
        ends_as="pending review",
    ),
    Show(
        "liang",
        "自家荔枝甜得很，想要的加微信，包邮。",
        (picked("lychee_harvest"),),
        ends_as="rejected",
    ),
    Show(
        "chen",
        "贝壳一样的大剧院，她说像张开的耳朵。",
        (phone("opera_shells", "2025-11-08T17:40:00", XIANGZHOU),),
        shared=True,
        revoked=True,
    ),
)
