"""The documentation's commands: each is run by a story or marked as checked, and could run."""

import re
import subprocess

import pytest

from tests.documents.answers import differences, said_by
from tests.documents.commands import (
    functions,
    missing_files,
    of_service,
    problems,
    service_commands,
    simple_commands,
    targets,
)
from tests.documents.pages import ROOT, Fence, fences, pages, spans

EXECUTABLE = {"sh", "sql"}
MARKS = {"run", "checked"}
"""`run`: tests/faults/test_docs.py does. `checked`: it is for another machine, or takes long."""
OTHERS = {"", "json", "ini", "text", "yaml", "python", "toml", "js", "html", "csv", "promql"}
SHELL = re.compile(r"(make|python|docker|podman|systemctl|curl|git|\.venv/bin/\w+|npm)( |$)")

ALL = [fence for page in pages() for fence in fences(page)]
SCRIPTS = [fence for fence in ALL if fence.language == "sh"]


def test_every_block_is_run_or_marked_as_checked():
    """What to write behind the three backticks: `sh run` or `sh checked`, or another language."""
    unmarked = [one.place for one in ALL if not is_in_a_group(one)]
    assert unmarked == [], "see CONTRIBUTING.md, The documentation"


def is_in_a_group(fence: Fence) -> bool:
    if fence.language in EXECUTABLE:
        return fence.mark in MARKS
    shell = any(SHELL.match(line.strip().removeprefix("$ ")) for line in fence.text.splitlines())
    return fence.language in OTHERS and not fence.mark and not (shell and fence.language == "")


def test_something_is_run_and_something_is_checked():
    assert {one.mark for one in SCRIPTS} == MARKS


@pytest.mark.parametrize("fence", SCRIPTS, ids=lambda fence: fence.place)
def test_what_a_block_names_exists(fence: Fence):
    parsing = ["bash", "-n"]
    parsed = subprocess.run(parsing, input=fence.text, capture_output=True, text=True, check=False)
    assert parsed.stderr == ""
    of_page = "".join(one.text for one in SCRIPTS if one.page == fence.page)
    assert problems(fence.text, functions(of_page)) == []


@pytest.mark.parametrize("page", pages())
def test_what_a_sentence_shows_as_a_command_exists(page: str):
    wrong = {}
    for span in spans(page):
        first, _, rest = span.partition(" ")
        found = problems(span) if SHELL.match(span) else missing_files(span.split())
        if first in service_commands() and rest and "|" not in rest:
            found = of_service(span.split())
        if found:
            wrong[span] = found
    assert wrong == {}


def test_make_knows_every_target_that_it_lists():
    """And what a recipe would do can be said."""
    asked = ["make", "--no-print-directory", "help"]  # within another make it would say where
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    listed = {line.split()[0] for line in told.stdout.splitlines()}
    assert listed <= targets()
    told_of = {word for page in ("README.md", "CONTRIBUTING.md") for word in made_in(page)}
    assert listed - told_of == {"help"}
    shown = {word for one in ALL for words in made(one) for word in words} | listed
    subprocess.run(["make", "-n", "name=x", *shown], cwd=ROOT, capture_output=True, check=True)


def made_in(page: str) -> set[str]:
    """The targets that a page names."""
    named = [span.split()[1:] for span in spans(page) if span.startswith("make ")]
    return {
        word for words in [*named, *(w for f in fences(page) for w in made(f))] for word in words
    }


def made(fence: Fence) -> list[list[str]]:
    """The targets that a block makes."""
    if fence.language != "sh":
        return []
    commands = [words for words in simple_commands(fence.text) if words[0] == "make"]
    return [[word for word in words[1:] if "=" not in word] for words in commands]


@pytest.mark.parametrize(
    "script",
    [
        "python -m service back-up FOLDER",
        "python -m service audit fixity --everything",
        "python -m service appoint gardener 梅 --region 440400000000",
        "python -m service restore FOLDER BUCKET",
        ".venv/bin/python -m benchmarks.photos --pictures 10",
        "python -m benchmarks.nothing",
        "make tests",
        "make bench pictures=10",
        "docker compose up -d webs",
        "docker compose run --rm worker audits",
        "docker compose exec valkey frobnicate",
        "systemctl restart jiadang-nothing.service",
        "deploy/downgrade",
        "/opt/jiadang/current/deploy/systemd/downgrade",
        "/opt/jiadang/current/deploy/systemd/jiadang audits",
        "cp deploy/nothing.env.example jiadang.env",
        "frobnicate --all",
        "code=$(python -m service settings | frobnicate)",
        "if true; then make nothing; fi",
    ],
)
def test_what_does_not_exist_is_found(script: str):
    assert problems(script)


@pytest.mark.parametrize(
    "script",
    [
        "python -m service appoint moderator 梅 --region 440400000000",
        "PORT=9000 make run",
        "make bench photos=10000",
        "docker compose run --rm -v /backup:/backup worker backup /backup",
        "docker compose exec -T database psql -U postgres",
        "/opt/jiadang/current/deploy/systemd/jiadang restore /var/backups/jiadang",
        "/opt/jiadang/current/deploy/systemd/upgrade /opt/jiadang/current",
        "cp deploy/owner.env.example owner.env # and fill it in",
        'for one in $(seq 3); do curl -s "$api/$one" | grep x; done',
        'my() { curl -s "$@"; }\nmy $api -d \'{"make": "nothing; frobnicate"}\'',
    ],
)
def test_what_exists_passes(script: str):
    assert problems(script) == []


def test_an_answer_is_compared_member_by_member():
    said = said_by('2\n{"id": "0192-a", "items": [{"n": 1}, {"n": 2}], "next": ""}404\n')
    assert differences({"id": "01…", "items": [{"n": 1}], "next": ""}, said) == []
    assert differences({"id": "01…", "count": 1}, said) == [".count: is not there"]
    assert differences({"items": [{"n": 2}]}, said) == [".items[0].n: 1 is not 2"]
    assert differences({"next": "x"}, said) == [".next: '' is not 'x'"]
