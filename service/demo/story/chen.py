"""The Chens of 香洲: ten years of 小满, and a print of 1986 with her grandfather's words."""

from service.demo.shots import Shot
from service.demo.story.parts import XIANGZHOU, Household, Moment, Relative, phone, picked
from service.demo.story.years import YEARS

CHEN = Household(
    key="chen",
    name="陈家",
    district="香洲区",
    owner=Relative("陈静", "小满妈妈", "妈妈"),
    child="小满",
    born="2016-05-20",
    relatives=(
        Relative("陈伟", "小满爸爸", "爸爸", "editor"),
        Relative("陈国栋", "爷爷", "爷爷"),
        Relative("黄桂芳", "奶奶", "奶奶", "viewer"),
    ),
    moments=(
        Moment(
            "香炉湾的渔女刚立起来不久",
            (Shot("fisher_girl", "sepia"),),
            "1986-22~",
            "那年夏天我二十六岁，单位发了一台海鸥相机让我学着用。渔女像立起来没几年，"
            "我和你奶奶坐公共汽车去看，一路土路，鞋里全是沙。照片是请旁边一位华侨帮忙按的。"
            "背后那片海，现在是情侣路了。",
            by="陈国栋",
            of_family=True,
        ),
        Moment(
            "全家福",
            (picked("family_portrait", age=7),),
            "2024-02-11",
            "大年初二，三代人难得到齐。",
            "家庭生活",
            of_family=True,
        ),
        Moment(
            "你来了",
            (phone("newborn", "2016-05-20T06:42:00", XIANGZHOU, 6),),
            story="小满这天出生，六斤三两，哭声很大。爸爸在走廊里走了一夜，鞋带都没系。",
            dimension="里程碑",
        ),
        Moment(
            "百日",
            (picked("hundred_days"),),
            "2016-08-28",
            "奶奶缝的老虎帽，戴了三分钟就扯下来了。",
            "家庭生活",
        ),
        Moment(
            "会走路了",
            (phone("first_steps", "2017-06-03T17:20:11", XIANGZHOU),),
            story="从沙发走到爸爸怀里，一共五步。",
            dimension="里程碑",
        ),
        Moment(
            "爷爷奶奶来带她",
            (picked("grandparents_visit"),),
            "2017-09",
            "爷爷说，她吃饭的样子像我小时候。",
            "家庭生活",
            by="陈伟",
        ),
        Moment(
            "第一次玩沙子",
            (phone("sandcastle", "2018-07-15T16:05:30", XIANGZHOU, 3),),
            story="海浪来一次，城堡倒一次，她就再堆一次。",
        ),
        Moment(
            "骑在爸爸肩上看花灯",
            (picked("on_fathers_shoulders"),),
            "2019-02-19",
            "元宵节，人很多，她是全场最高的人。",
            "家庭生活",
        ),
        Moment(
            "上幼儿园",
            (phone("kindergarten", "2019-09-02T08:01:09", XIANGZHOU),),
            story="没有哭。哭的是我。",
            dimension="里程碑",
        ),
        Moment("睡前要讲三个故事", (picked("bedtime_story"),), "2020-03", "讲到第二个我先睡着了。"),
        Moment(
            "中秋，阳台上看月亮",
            (Shot("mid_autumn", "heic", "2020-10-01T20:13:45+08:00", XIANGZHOU),),
            story="她问：月亮上的兔子，有没有妈妈？",
            dimension="家庭生活",
        ),
        Moment(
            "她画的我们家",
            (picked("painting_at_home"), Shot("crayon_family", "png")),
            "2021-04-05",
            "四个人，五把伞。多的那把，她说借给路过的人。",
            "艺术素养",
        ),
        Moment(
            "第一颗牙掉了",
            (phone("lost_tooth", "2022-01-08T19:30:00", XIANGZHOU),),
            story="下牙，要扔到屋顶上。我们住十八楼，爸爸扔得很认真。",
            dimension="里程碑",
        ),
        Moment(
            "小学第一天",
            (phone("school_gate", "2022-09-01T07:35:20", XIANGZHOU, 6), picked("classroom")),
            story="书包比人大。走进校门没有回头，走到楼梯口才回头。",
            dimension="里程碑",
        ),
        Moment(
            "第一次运动会",
            (picked("sports_day"),),
            "2022-11-11",
            "五十米，摔了一跤，爬起来跑完了。她说膝盖不疼，就是有点想哭。",
            "身心健康",
        ),
        Moment(
            "包饺子",
            (picked("making_dumplings"),),
            "2023-01-21",
            "除夕，她包的那个煮破了，她自己吃掉了。",
            "家庭生活",
            by="陈伟",
        ),
        Moment(
            "种下一棵小叶榕",
            (phone("tree_planting", "2023-03-12T10:12:00", XIANGZHOU),),
            story="学校植树节，她给树起名叫「小小满」。",
            dimension="社会实践",
        ),
        Moment(
            "学会了骑车",
            (phone("bicycle_ride", "2023-07-22T18:02:51", XIANGZHOU),),
            story="爸爸说我一直扶着呢。其实早就松手了。",
            dimension="身心健康",
        ),
        Moment(
            "图书馆里的星期六",
            (picked("library"),),
            "2024-04",
            "她把喜欢的书放回最下面一层，怕别人先借走。",
            "学业水平",
        ),
        Moment(
            "游泳课，会换气了",
            (picked("swimming"),),
            "2024-07",
            "呛了三次水，第四次忽然就会了。",
            "身心健康",
        ),
        Moment(
            "小提琴，第一次上台",
            (phone("violin", "2024-12-28T19:45:33", XIANGZHOU, 8, age=8),),
            story="手心全是汗。拉错一个音，她朝我们吐了吐舌头，接着拉。",
            dimension="艺术素养",
        ),
        Moment(
            "春节回爷爷家",
            (picked("spring_festival"), picked("reunion_dinner")),
            "2025-01-29",
            "爷爷拿出一本旧相册，一张一张讲给她听，讲到香炉湾那张，讲了很久。",
            "家庭生活",
        ),
        Moment(
            "科学节，她做的小水车",
            (phone("science_fair", "2025-05-23T14:10:00", XIANGZHOU),),
            story="转起来的时候，全组一起喊了一声。",
            dimension="学业水平",
        ),
        Moment(
            "第一次看见雪",
            (picked("snow_trip", age=9),),
            "2026-01",
            "她把一捧雪装进保温杯，说要带回珠海给奶奶看。",
        ),
        Moment(
            "十岁",
            (phone("birthday", "2026-05-20T19:08:00", XIANGZHOU, age=10),),
            story="许愿时她闭了很久的眼睛。问她许了什么，她说，和去年一样。",
            dimension="里程碑",
        ),
        Moment(
            "",
            (picked("stargazing"),),
            story="天台上看星星。忘了是哪天了。",
        ),
        *YEARS,
    ),
)
