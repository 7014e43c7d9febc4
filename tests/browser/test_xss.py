"""XSS: five hundred payloads on the page that strangers open; each is read as the words it is."""

from itertools import islice, product

from service.foundation.database import query
from tests.browser.conftest import pictured, shared

ACTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<form action=//evil.example><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<object data=javascript:alert(1)></object>",
    "<math><a xlink:href=javascript:alert(1)>x</a></math>",
    "<template shadowrootmode=open><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<plaintext>",
    " onmouseover=alert(1) x=",
    "{{constructor.constructor('alert(1)')()}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)
AFTER = (
    "",
    '">',
    "'>",
    '" ',
    "</p>",
    "</title>",
    "</style>",
    "</script>",
    "</textarea>",
    "-->",
    "]]>",
    '\\">',
    "\u2028",
    "</bdi></h1>",
    "%22%3E",
    '">\n<!--',
    "`;",
    "${",
    "{% raw %}",
    "＜script＞",
)
AT_ONCE = 10


async def test_five_hundred_payloads_are_words_to_whoever_opens_a_link(visitor, mother):
    """A dialog, a script, a refusal of the page's policy or one element too many would fail it."""
    payloads = [before + act for before, act in product(AFTER, ACTS)]
    assert len({*payloads}) == 500
    link = await shared(mother, "海边", await pictured(mother, "kite"))
    async with visitor.opens(link["url"]) as page:
        count = "document.querySelectorAll('*').length"
        elements, left = await page.evaluate(count), iter(payloads)
        while some := [*islice(left, AT_ONCE)]:
            words = "\n".join(some)
            await query("update posts set words = $1 where id = $2", words, link["post"])
            await query(
                "update families set name = left($1, 20) where id = $2", some[0], mother.family
            )
            await page.goto(link["url"], wait_until="domcontentloaded")
            shown = await page.locator(".words").evaluate("place => place.textContent")
            assert [one for one in some if one.strip() not in shown] == []
            assert await page.evaluate(count) == elements
            assert page.url == link["url"]
