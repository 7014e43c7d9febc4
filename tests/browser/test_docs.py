"""The API page: all of the interface, on a phone and on a desk, without a script."""

from itertools import product

from playwright.async_api import expect

from tests.browser.visitor import DESK, PHONE, keep, see


async def test_a_developer_reads_every_operation(visitor, world):
    document = (await world.http.get(f"{world.url}/openapi.json")).json()
    told = {f"{m.upper()} {path}" for path, methods in document["paths"].items() for m in methods}
    for width, scheme in product((PHONE, DESK), ("light", "dark")):
        async with visitor.opens("/docs", width=width, scheme=scheme) as page:
            heads = await page.locator(".operation > summary").all()
            seen = [
                [await head.locator(part).inner_text() for part in (".method", ".path")]
                for head in heads
            ]
            assert {" ".join(words) for words in seen} == told
            await keep(page, f"docs-{width}-{scheme}")
            assert await see(page, "fits")
            assert await see(page, "faint") == []
            assert (await see(page, "brightness") > 0.5) == (scheme == "light")


async def test_an_operation_unfolds_into_fields_example_and_errors(visitor):
    for width in (PHONE, DESK):
        async with visitor.opens("/docs", width=width) as page:
            record = page.locator("[id='growth.record']")
            await record.locator("> summary").click()
            await expect(record.get_by_text("需要登录")).to_be_visible()
            await expect(record.locator("pre")).to_contain_text("第一次自己骑车")
            await expect(record.get_by_text("photos[].standing")).to_be_visible()
            await expect(record.locator(".statuses dt").first).to_have_text("400")
            await keep(page, f"docs-operation-{width}")
            assert await see(page, "fits")
            assert await see(page, "faint") == []


async def test_the_contents_lead_on(visitor):
    async with visitor.opens("/docs") as page:
        await expect(page.get_by_role("heading", level=1)).to_have_text("接口文档")
        assert await see(page, "smallTargets") == []
        await page.get_by_role("link", name="share_links").click()
        await expect(page.locator("#share_links > h3")).to_be_in_viewport()
