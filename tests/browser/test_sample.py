"""The sample: a child's years to leaf through, where there is a demo; nothing anywhere else."""

import pytest
from playwright.async_api import expect

from service.demo.doors import open_doors
from tests.browser.conftest import pictured
from tests.browser.visitor import DESK, PHONE, keep, see


async def years_of(mother) -> None:
    """Some years of the child, and the door to them."""
    (photo,) = await pictured(mother, "birthday")
    await mother.records(title="三岁", happened="2023-05-20", photo_ids=[photo], story="吹了两次。")
    await mother.records(title="会走路了", happened="2021-06", dimension="里程碑")
    await mother.records(title="忘了是哪天")
    await mother.records(title="还没写完", unfinished=True)
    await mother.records(title="只给监护人看", audience="guardians")
    await mother.world.quiet()
    await mother.world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await mother.records(title="说不准能不能看")
    await mother.world.quiet()
    open_doors(mother.world.settings.data_folder, {"child": mother.child})


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_years_are_leafed_through_by_anybody(visitor, mother, width, scheme):
    await years_of(mother)
    async with visitor.opens("/sample", width=width, scheme=scheme) as page:
        await keep(page, f"sample-{width}-{scheme}")
        headings = await page.get_by_role("heading", level=2).all_inner_texts()
        assert headings == ["2023年", "2021年", "日期待补"]
        await expect(page.get_by_text("2023年5月20日 · 3岁")).to_be_visible()
        await expect(page.get_by_text("妈妈记 · 里程碑")).to_be_visible()
        await expect(page.get_by_role("img", name="三岁的照片")).to_be_visible()
        said = await page.inner_text("body")
        assert [one for one in ("还没写完", "只给监护人看", "说不准能不能看") if one in said] == []
        assert await see(page, "fits")
        assert await see(page, "faint") == []
        assert await see(page, "smallTargets") == []
        await page.get_by_role("link", name="2021年").click()
        await expect(page.get_by_text("会走路了")).to_be_in_viewport()


async def test_without_a_demo_there_is_nothing_to_leaf_through(visitor, mother):
    await mother.records(title="会走路了")
    async with visitor.opens("/sample") as page:
        await expect(page.get_by_role("heading", level=1)).to_have_text("这一页收起来了")
        assert "会走路了" not in await page.inner_text("body")
