"""The house rules that a machine can check, on every file of the project."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.edge.wire import PAGES, routes
from tests.world import settings_for

ROOT = Path(__file__).parents[2]
CODE = ("handlers", "service", "models")
FOLDERS = (*CODE, "tests", "scripts", "docs", "requirements", "miniprogram-stub", ".ci")
GENERATED = {"__pycache__", "node_modules", "migrations", "dist"}
READS_ENVIRONMENT = {
    *("service/foundation/settings.py", "service/embedded/processes.py"),
    "service/foundation/metrics.py",
}
"""settings.py is the only reader; processes.py hands the whole environment to its children, and
metrics.py tells prometheus-client there where it is to count."""

UNWANTED = re.compile(r"(^|_|[a-z])(utils?|manager|helpers?|misc)(_|[A-Z]|$)", re.IGNORECASE)
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.|npmmirror|--(extra-)?index-url"
    r"|docker\.io|ghcr\.io|quay\.io|mirrors?\.[a-z0-9-]+\.",
)
MACHINE = re.compile(r"(?<![\w.:/}])/(work|root|home|Users|mnt|srv)/[\w.-]")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: str) -> list[Path]:
    """The Python files of these folders, migrations left out."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if not GENERATED & set(path.parts))


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project but this one."""
    candidates = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    for path in (*candidates, *ROOT.glob("*")):
        if path.is_file() and path != Path(__file__) and not GENERATED & set(path.parts):
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def functions(*folders: str) -> Iterator[tuple[Path, Function]]:
    for path in modules(*folders):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield path, node


def named(path: Path, node: ast.AST | None = None) -> str:
    where = str(path.relative_to(ROOT))
    return f"{where}:{node.lineno} {node.name}" if isinstance(node, Function) else where


def lines(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_module_says_what_it_owns():
    mute = []
    for path in modules(*CODE, "tests"):
        source = path.read_text(encoding="utf-8")
        if source.strip() and not ast.get_docstring(ast.parse(source)):
            mute.append(named(path))
    assert mute == []


def test_every_public_function_of_the_services_says_its_rule():
    mute = []
    for path in modules("service"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, Function) and not node.name.startswith("_"):
                mute += [] if ast.get_docstring(node) else [named(path, node)]
    assert mute == []


def test_nothing_is_named_for_being_handy():
    files = [named(path) for path in modules(*CODE, "tests") if UNWANTED.search(path.stem)]
    names = [
        f"{named(path)} {node.name}"
        for path in modules(*CODE, "tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, Function | ast.ClassDef) and UNWANTED.search(node.name)
    ]
    assert files + names == []


def test_files_are_short():
    lengths = {path: len(path.read_bytes().splitlines()) for path in modules(*CODE, "tests")}
    assert [named(path) for path, length in lengths.items() if length > 400] == []
    assert median(length for length in lengths.values() if length) <= 120


def test_functions_are_short():
    lengths = [lines(node) for _, node in functions(*CODE)]
    assert median(lengths) <= 8
    assert quantiles(lengths, n=20)[-1] <= 30


def test_only_the_settings_read_the_environment():
    reading = {
        named(path)
        for path in modules(*CODE)
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    }
    assert reading == READS_ENVIRONMENT


def test_nothing_tells_of_a_registry_or_of_this_machine():
    told = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path, text in texts()
        for pattern in (REGISTRIES, MACHINE)
        if (found := pattern.search(text))
    ]
    assert told == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (UNWANTED, "date_utils"),
        (UNWANTED, "UserManager"),
        (UNWANTED, "helper"),
        (REGISTRIES, "https://files.python" + "hosted.org/x"),
        (MACHINE, "see /home/somebody/notes"),
        (MACHINE, "'/root/x'"),
    ],
)
def test_the_patterns_above_find_what_they_are_for(pattern, text):
    assert pattern.search(text)


def test_every_route_describes_itself(tmp_path):
    found = routes(settings_for(tmp_path, "postgresql:///", "redis://h"))
    assert {route.path for route in found if route.operation is None} == PAGES
    assert len(found) > 30


def test_every_feature_of_the_edge_has_a_service_of_its_name():
    wings = ("people", "archive", "sharing", "trust")
    handlers = {path.relative_to(ROOT / "handlers") for path in modules("handlers")}
    services = {path.relative_to(ROOT / "service") for path in modules("service")}
    features = {path for path in handlers if path.parts[0] in wings}
    assert features <= services
