"""Pages: whatever somebody wrote is text on them, and nothing of them runs or is passed on."""

import pytest

from handlers.pages.cards import Card, Picture
from handlers.pages.rendering import page
from service.foundation import settings
from tests.world import settings_for

WRITTEN = "\"'><img src=x onerror=alert(1)></style><script>alert(2)</script>{{ 7 * 7 }}"


@pytest.fixture(autouse=True)
def given(tmp_path):
    settings.use(settings_for(tmp_path, "postgresql:///", "redis://h"))


def shared(words: str) -> str:
    """The page behind a link, with these words wherever somebody writes some."""
    picture = Picture("/t", "/c", "/s", 4, 3, "#aabbcc", told=words)
    card = Card(words, words, words, words, words, [picture])
    shown = {"layout": "grid", "line": None, "topic": words, "teller": words, "preview": words}
    answer = page(
        "share_page.html", shared=True, token="t", reasons={"other": words}, card=card, **shown
    )
    assert answer.body
    return answer.body.decode()


def test_whatever_somebody_wrote_is_text():
    html = shared(WRITTEN)
    assert "&lt;script&gt;alert(2)" in html
    assert "{{ 7 * 7 }}" in html
    for live in ("<img src=x", "<script", "</style><"):
        assert live not in html


def policy_of(**how: bool) -> dict[str, str]:
    """The Content-Security-Policy of a page, by its directives."""
    written = page("gone.html", **how).headers["Content-Security-Policy"]
    return {name: rest for name, _, rest in (part.partition(" ") for part in written.split("; "))}


@pytest.mark.parametrize("how", [{}, {"acts": True}, {"shared": True}])
def test_no_script_of_a_page_is_written_into_it(how):
    policy = policy_of(**how)
    assert policy["default-src"] == "'none'"
    assert policy.get("script-src", "'none'") == ("'self'" if "acts" in how else "'none'")
    assert "unsafe" not in str(policy)
    assert (policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'")


def test_no_other_site_learns_of_a_page_and_nobody_keeps_it():
    headers = page("gone.html").headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == "private, no-store"
