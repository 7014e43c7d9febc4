"""Regions: the tree that anyone reads, and how the staff's sheets make it grow."""

import asyncio
import sys
from uuid import uuid4

import msgspec

from models.people.regions import Region
from service.archive import filing_numbers
from service.foundation.database import query
from service.people import regions
from service.people.regions import ImportReport
from service.programme import donation_rules
from tests.each import each
from tests.roles import owner_of
from tests.world import XIANGZHOU, refused

GONGBEI, CITY = "440402005000", "440400000000"
VIEW = {"id", "code", "name", "level"}
HEADING = "code,name,level,parent_code,prefix"
COMMUNITIES = [
    "440402005001,茂盛社区,社区,440402005000,",
    "440402005002,粤华社区,社区,440402005000,",
]


def sheet(*lines: str) -> bytes:
    return "\r\n".join([HEADING, *lines]).encode("gb18030")


async def tree() -> list[dict]:
    return await query("select * from regions order by code")


async def region(code: str) -> Region:
    return await Region.get(code=code)


async def acts() -> list[tuple[str, str]]:
    rows = await query(
        "select action, code from audit_records join regions on regions.id = subject_id"
        " where actor_id is null order by code"
    )
    return [(row["action"], row["code"]) for row in rows]


async def test_anyone_walks_down_from_the_districts(world):
    nobody = world.phone("nobody")
    districts = (await nobody.get("/regions"))["items"]
    assert [d["name"] for d in districts] == ["香洲区", "斗门区", "金湾区"]
    assert all(set(district) == VIEW for district in districts)
    assert {district["level"] for district in districts} == {"district"}
    towns = (await nobody.get("/regions", parent=districts[2]["id"]))["items"]
    assert [town["name"] for town in towns] == ["三灶镇", "南水镇", "红旗镇", "平沙镇"]
    assert {town["level"] for town in towns} == {"town"}
    assert (await nobody.get("/regions", parent=towns[0]["id"]))["items"] == []


async def test_a_region_comes_with_all_above_it(world):
    town = await world.phone("nobody").get(f"/regions/{(await region(GONGBEI)).id}")
    assert set(town) == VIEW | {"full_name", "chain"}
    assert town["full_name"] == "珠海市 香洲区 拱北街道"
    assert [above["level"] for above in town["chain"]] == ["city", "district", "town"]
    assert " ".join(above["name"] for above in town["chain"]) == town["full_name"]
    assert {name: town[name] for name in VIEW} == town["chain"][-1]


async def test_what_is_no_region_is_not_found(world):
    nobody = world.phone("nobody")
    with refused(404, "not_found"):
        await nobody.get(f"/regions/{uuid4()}")
    with refused(404, "not_found"):
        await nobody.get("/regions", parent=str(uuid4()))
    with refused(422, "field.format"):
        await nobody.get("/regions", parent=XIANGZHOU)


async def test_the_path_of_a_region_begins_with_its_parents(world):
    paths = {row["code"]: row["path"] for row in await tree()}
    assert paths[CITY] == f"/{CITY}/"
    assert paths[GONGBEI] == f"/{CITY}/{XIANGZHOU}/{GONGBEI}/"


async def test_a_sheet_adds_communities_and_again_adds_nothing(world):
    before = await tree()
    assert await regions.import_csv(sheet(*COMMUNITIES)) == ImportReport(added=2)
    grown = await tree()
    assert [row for row in grown if row["level"] < 40] == before
    town = await region(GONGBEI)
    assert [r.name for r in await regions.below(town.id)] == ["茂盛社区", "粤华社区"]
    community = await region("440402005001")
    assert community.path == f"{town.path}440402005001/"
    assert regions.full_name(await regions.chain(community)) == "珠海市 香洲区 拱北街道 茂盛社区"
    assert await regions.import_csv(sheet(*COMMUNITIES)) == ImportReport(unchanged=2)
    assert await tree() == grown
    assert await acts() == [("region.added", code[:12]) for code in COMMUNITIES]


async def test_a_sheet_changes_names_and_deletes_nothing(world):
    await regions.import_csv(sheet(*COMMUNITIES))
    there = {row["id"] for row in await tree()}
    report = await regions.import_csv(sheet(COMMUNITIES[0].replace("茂盛", "昌盛"), COMMUNITIES[1]))
    assert report == ImportReport(changed=1, unchanged=1)
    assert (await region("440402005001")).name == "昌盛社区"
    assert {row["id"] for row in await tree()} == there
    assert ("region.changed", "440402005001") in await acts()


async def test_where_a_town_moves_all_below_it_moves(world):
    await regions.import_csv(sheet(*COMMUNITIES))
    moved = f"{GONGBEI},拱北街道,镇街,440404000000,"
    assert await regions.import_csv(sheet(moved)) == ImportReport(changed=1)
    jinwan = await region("440404000000")
    paths = [row["path"] for row in await tree() if row["code"].startswith("440402005")]
    assert len(paths) == 3
    assert all(path.startswith(f"{jinwan.path}{GONGBEI}/") for path in paths)
    assert await regions.import_csv(sheet(moved)) == ImportReport(unchanged=1)


@each(
    ("wrong", "sentence"),
    [
        ("440402005003,,社区,440402005000,", "名称不能空着"),
        ("440402005003,昌平社区,社区,440402999000,", "没有找到上级 440402999000"),
        ("440402005003,昌平社区,社区,440402000000,", "上级应该是镇街"),
        ("440405000000,横琴区,区,440400000000,XZ", "户号前缀 XZ 已经有别的区在用"),
        *(
            (
                f"440405000000,横琴区,区,440400000000,{ours}",
                f"户号前缀 {ours} 已经另有用处，请换一个",
            )
            for ours in (filing_numbers.OUTSIDE, donation_rules.CITY)
        ),
        ("440402006000,香湾街道,社区,440402005000,", "编码 440402006000 已经是镇街，不能改成社区"),
    ],
)
async def test_one_wrong_line_refuses_the_whole_sheet(world, wrong, sentence):
    before = await tree()
    report = await regions.import_csv(sheet(*COMMUNITIES, wrong))
    assert [(p.line, p.sentence) for p in report.problems] == [(4, sentence)]
    assert (report.added, report.changed, report.unchanged) == (0, 0, 0)
    assert await tree() == before
    assert await acts() == []


async def test_two_sheets_at_once_are_as_good_as_one_after_the_other(world):
    sheets = [sheet(COMMUNITIES[0]), sheet(*COMMUNITIES), sheet(COMMUNITIES[1])] * 3
    reports = await asyncio.gather(*(regions.import_csv(one) for one in sheets))
    assert sum(report.added for report in reports) == 2
    assert sum(report.unchanged for report in reports) == 10
    assert len(await tree()) == 29 + 2


async def test_the_built_in_tree_is_planted_once_and_never_over_what_grew(world):
    assert len(await tree()) == 29
    await regions.import_csv(sheet("440402005000,拱北街,镇街,440402000000,"))
    grown = await tree()
    await asyncio.gather(*(regions.seed() for _ in range(3)))
    assert await tree() == grown
    await query("delete from regions")
    await asyncio.gather(*(regions.seed() for _ in range(3)))
    assert len(await tree()) == 29


async def service(world, *command: str) -> tuple[int | None, str]:
    """Run the command line as the operator; how it ended and what it said."""
    owner = owner_of(world.settings.database_url)
    owning = msgspec.structs.replace(world.settings, migration_database_url=owner)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", *command),
        env={**owning.environ(), "PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_staff_import_a_sheet_from_the_command_line(world, tmp_path):
    file = tmp_path / "社区.csv"
    file.write_bytes(sheet(*COMMUNITIES))
    done = await service(world, "import-regions", str(file))
    assert done == (0, "新增 2，更改 0，没有变化 0\n")
    file.write_bytes(sheet(COMMUNITIES[0], ",,社区,,"))
    ended, said = await service(world, "import-regions", str(file))
    assert (ended, said.splitlines()) == (
        1,
        ["第 3 行：编码应该是 12 位数字", "什么都没有改，请改好后再导入"],
    )


async def test_migrating_plants_the_tree(world):
    await query("delete from regions")
    assert (await service(world, "migrate"))[0] == 0
    assert len(await tree()) == 29
    assert await acts() == []
