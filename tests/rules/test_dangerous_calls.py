"""Dangerous calls: what turns words into code, files, processes or requests is used nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = re.compile(
    r"(?<![\w.])(?:eval|exec|compile|__import__)\(|\bpickle\b|\bmarshal\.|yaml\.load\b|shell=True"
    r"|os\.(?:system|popen)\(|create_subprocess_shell|^import random|\brandom\.(?:choice|randint)\("
    r"|verify=False|\bMarkup\(|render_template_string|from_string\(|xml\.etree|\blxml\b",
    re.MULTILINE,
)
SCRIPT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(|srcdoc"
    r"|setAttribute\(\s*['\"]on|postMessage|document\.cookie|localStorage|__proto__|javascript:"
)
TEMPLATE = re.compile(r"\|\s*safe\b|\bautoescape\s+false|<script(?![^>]*\bsrc=)|\son[a-z]+=\"")
SPEAKERS = ("service/integrations/", "service/doctor/", "service/embedded/", "service/bootstrap.py")
"""What may call others over HTTP, and only where the settings say; no address comes from a user."""


def sources(*patterns: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        for path in ROOT.glob(pattern):
            relative = str(path.relative_to(ROOT))
            if "migrations" not in relative and "npm" not in relative:
                yield relative, path.read_text()


def found(rule: re.Pattern[str], *patterns: str) -> list[str]:
    return [
        f"{path}: {match[0]}" for path, text in sources(*patterns) for match in rule.finditer(text)
    ]


def test_no_word_becomes_python():
    assert found(PYTHON, "handlers/**/*.py", "service/**/*.py", "models/**/*.py") == []


def test_no_word_becomes_a_script():
    pages = "handlers/pages/static/**/*.js"
    assert found(SCRIPT, pages) == []
    assert (
        found(
            re.compile(r"\beval\(|new Function\(|rich-text"),
            "miniprogram-stub/miniprogram/pages/**/*.*",
        )
        == []
    )


def test_no_word_becomes_markup():
    assert found(TEMPLATE, "handlers/pages/templates/**/*.html") == []


def test_nobody_calls_an_address_that_somebody_wrote():
    """Server-side requests: the clients are in few places, follow nobody, and know their hosts."""
    production = [
        (path, text)
        for path, text in sources("handlers/**/*.py", "service/**/*.py")
        if not path.startswith(("service/emulators/", "service/demo/"))
    ]
    callers = [
        path for path, text in production if re.search(r"^import httpx|from httpx", text, re.M)
    ]
    assert [path for path in callers if not path.startswith(SPEAKERS)] == []
    assert [path for path, text in production if "follow_redirects=True" in text] == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (PYTHON, "value = eval(words)"),
        (PYTHON, "subprocess.run(words, shell=True)"),
        (PYTHON, "import random"),
        (PYTHON, "env.from_string(words)"),
        (SCRIPT, "place.innerHTML = words"),
        (SCRIPT, "place.setAttribute('onclick', words)"),
        (TEMPLATE, "{{ words | safe }}"),
        (TEMPLATE, '<p onclick="x()">'),
        (TEMPLATE, "<script>x()</script>"),
    ],
)
def test_the_rules_find_what_they_are_for(rule, text):
    assert rule.search(text)
