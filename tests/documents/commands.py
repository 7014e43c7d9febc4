"""Commands: whether one that a page shows could run: what it names exists, options included."""

import re
import shlex
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from typing import Any

import typer.main
import yaml

from service.__main__ import cli
from tests.documents.pages import ROOT

OUTSIDE = {
    *("[", ".", "awk", "break", "cat", "cd", "chmod", "chown", "cp", "curl", "cut", "date", "df"),
    *("diff", "docker", "du", "echo", "exit", "export", "find", "free", "grep", "head", "install"),
    *("jq", "kill", "ln", "ls", "mkdir", "mv", "printf", "ps", "rm", "scp", "sed", "seq", "set"),
    *("sha256sum", "sleep", "sort", "ss", "ssh", "stat", "tail", "tar", "tee", "test", "timeout"),
    *(
        "touch",
        "tr",
        "true",
        "umask",
        "uniq",
        "runuser",
        "systemd-run",
        "unzip",
        "useradd",
        "wc",
        "wrk",
        "xargs",
        "zip",
    ),
    *("apt-get", "git", "haproxy", "journalctl", "nft", "node", "npm", "npx", "openssl", "podman"),
    *("pg_archivecleanup", "pg_basebackup", "pg_ctl", "pg_dump", "pg_isready", "pg_verifybackup"),
    *("pgbouncer", "promtool", "psql", "rclone", "restic", "rsync", "systemctl", "valkey-cli"),
}
"""Programs of the operator's machine: that they exist is not ours to prove."""
INSTALLED = "/opt/jiadang/current/"
"""Where the project lies on a machine without containers."""
AS_THE_WORKER = f"{INSTALLED}deploy/systemd/jiadang"
KEYWORDS = {"for", "while", "until", "do", "done", "if", "then", "else", "fi", "{", "}", "in", "!"}
RUNS_IN_A_SERVICE = {"run", "exec"}
WITH_VALUE = {"-v", "-e", "-u", "-w", "-p", "-f", "--scale", "--name", "--entrypoint", "--env-file"}
WITH_VALUE |= {"--volume", "--env", "--user", "--since", "--tail", "--profile", "-t", "--timeout"}
COMPOSE = {"build", "up", "run", "exec", "ps", "logs", "pull", "down", "stop", "start", "restart"}
COMPOSE |= {"kill", "rm", "config", "top", "images", "cp", "pause", "unpause", "version"}

_COMMENT = re.compile(r"(^|\s)#[^\n]*")
_TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
_PLACEHOLDER = re.compile(r"^[A-Z][A-Z0-9_/.-]*$|^…|[<$\"'…]")
_ASSIGNED = re.compile(r"^([A-Za-z_]\w*)=(.*)$", re.DOTALL)
_FUNCTION = re.compile(r"^\s*(\w+)\(\)", re.MULTILINE)


def problems(script: str, own: frozenset[str] = frozenset()) -> list[str]:
    """What in a shell script does not exist; empty where every command could run.

    `own` are functions that were defined before.
    """
    known = own | functions(script)
    return [one for words in simple_commands(script) for one in _of_command(words, known)]


def functions(script: str) -> frozenset[str]:
    """The shell functions that a script defines."""
    return frozenset(_FUNCTION.findall(script))


def simple_commands(script: str) -> Iterator[list[str]]:
    """The words of each command, those in `$(…)` included unless it is quoted."""
    text = _COMMENT.sub(r"\1", script.replace("\\\n", " ")).replace("\n", " ; ")
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|()<>")
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    tokens = iter([*lexer, ";"])
    for token in tokens:
        if set(token) <= set("<>"):
            next(tokens)  # where it reads from or writes to is the shell's matter
        elif not set(token) <= set(";&|()"):
            words.append(token)
        elif words:
            yield words
            words = []


def _of_command(words: Sequence[str], own: frozenset[str]) -> list[str]:
    rest = [*words]
    while rest and (rest[0] in KEYWORDS or _ASSIGNED.match(rest[0])):
        if rest.pop(0) == "for":
            return []
    if not rest or rest[0] in own or _PLACEHOLDER.search(rest[0]):
        return missing_files(rest)
    return missing_files(rest) + _of_program(rest[0], rest[1:])


def _of_program(program: str, arguments: list[str]) -> list[str]:
    if program.rpartition("/")[2] in {"python", "python3"}:
        return _of_python(arguments)
    if program == "docker" and arguments[:1] == ["compose"]:
        return _of_compose(arguments[1:])
    known = {"make": _of_make, "systemctl": _of_units}
    if program in known:
        return known[program](arguments)
    if program == AS_THE_WORKER:
        return of_service(arguments)
    there = _exists(program) if "/" in program else program in OUTSIDE
    return [] if there else [f"unknown program {program}"]


def _of_python(arguments: list[str]) -> list[str]:
    if arguments[:1] != ["-m"] or len(arguments) < 2:
        return []
    module, rest = arguments[1], arguments[2:]
    if module == "service":
        return of_service(rest)
    path = ROOT / module.replace(".", "/")
    source = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__main__.py"
    if module.partition(".")[0] not in _FOLDERS:
        return []
    if not source.exists():
        return [f"no module {module}"]
    words = source.read_text(encoding="utf-8")
    options = [one for one in rest if one.startswith("--")]
    return [
        f"{module} has no {one}"
        for one in options
        if one not in words and not re.search(rf"\b{one[2:].replace('-', '_')}\b", words)
    ]


def of_service(arguments: Sequence[str]) -> list[str]:
    """What `python -m service` does not know of these arguments."""
    command, rest, path = _service(), [*arguments], "service"
    while rest and hasattr(command, "commands"):
        name = rest.pop(0)
        if name == "--help":
            return []
        if name not in command.commands:
            return [f"{path} has no command {name}"]
        command, path = command.commands[name], f"{path} {name}"
    return _of_parameters(command, path, rest)


def service_commands() -> set[str]:
    """The first words that `python -m service` takes."""
    return set(_service().commands)


@cache
def _service() -> Any:
    return typer.main.get_command(cli)


def _of_parameters(command: Any, path: str, rest: list[str]) -> list[str]:
    options = {name: one for one in command.params for name in (*one.opts, *one.secondary_opts)}
    wanted = [one for one in command.params if one.param_type_name == "argument"]
    given, found = [], []
    while rest:
        word = rest.pop(0)
        if word.startswith("-"):
            name, has_value, _ = word.partition("=")
            if name not in options and name != "--help":
                found.append(f"{path} has no {name}")
            elif name != "--help" and not options[name].is_flag and not has_value and rest:
                rest.pop(0)
        else:
            given.append(word)
    if given and not sum(one.required for one in wanted) <= len(given) <= len(wanted):
        found.append(f"{path} takes {len(wanted)} arguments, not {given}")
    return found + [
        f"{path} does not know {word}"
        for word, one in zip(given, wanted, strict=False)
        if word not in _choices(one, word) and not _PLACEHOLDER.search(word)
    ]


def _choices(argument: Any, otherwise: str) -> list[str]:
    """What an argument may be, where it is one of a few."""
    kind = argument.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [one.value for one in kind]
    return [otherwise]


def _of_make(arguments: Sequence[str]) -> list[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = []
    for one in arguments:
        assigned = _ASSIGNED.match(one)
        if assigned and f"$({assigned[1]})" not in makefile:
            found.append(f"make uses no {assigned[1]}")
        if not assigned and not one.startswith("-") and one not in targets():
            found.append(f"no target {one}")
    return found


@cache
def targets() -> frozenset[str]:
    """What make can make."""
    return frozenset(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))


def _of_compose(arguments: list[str]) -> list[str]:
    rest = [*_without_options(arguments)]
    if not rest:
        return []
    verb, *names = rest
    if verb not in COMPOSE:
        return [f"docker compose has no {verb}"]
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    if verb not in RUNS_IN_A_SERVICE:
        return [f"compose.yaml has no {name}" for name in names if name not in services]
    after = arguments[arguments.index(verb) + 1 :]
    service, *command = _from_first_name(after)
    if service not in services:
        return [f"compose.yaml has no {service}"]
    if verb == "run" and service in {"web", "worker", "migrate"} and command:
        return of_service(command)
    return _of_command(command, frozenset()) if command else []


def _without_options(arguments: Sequence[str]) -> Iterator[str]:
    rest = iter(arguments)
    for one in rest:
        if one in WITH_VALUE:
            next(rest, None)
        elif not one.startswith("-"):
            yield one


def _from_first_name(arguments: list[str]) -> list[str]:
    rest = [*arguments]
    while rest and rest[0].startswith("-"):
        if rest.pop(0) in WITH_VALUE:
            rest.pop(0)
    return rest or [""]


def _of_units(arguments: Sequence[str]) -> list[str]:
    files = {path.name for path in (ROOT / "deploy").rglob("*") if path.is_file()}
    named = [one for one in arguments if re.match(r"jiadang[\w.@-]*$", one)]
    return [f"no unit {one}" for one in named if not _is_unit(one, files)]


def _is_unit(name: str, files: set[str]) -> bool:
    whole = (
        name
        if re.search(r"\.(service|timer|target|socket|slice|path)$", name)
        else f"{name}.service"
    )
    return whole in files or re.sub(r"@[^.]*\.", "@.", whole) in files


_FOLDERS = {
    *("deploy", "docs", "scripts", "service", "handlers", "models", "tests", "benchmarks"),
    *("miniprogram-stub", "requirements", ".ci"),
}


def missing_files(words: Sequence[str]) -> list[str]:
    """What of these words names a file of the project that is not there."""
    named = [re.sub(rf"^(\./|{INSTALLED}|[\w-]+=@?)|::.*", "", word) for word in words]
    ours = [one for one in named if one.partition("/")[0] in _FOLDERS and "/" in one]
    return [f"no file {one}" for one in ours if not _PLACEHOLDER.search(one) and not _exists(one)]


def _exists(path: str) -> bool:
    name = path.removeprefix("./").removeprefix(INSTALLED)
    if name.startswith(".venv/"):
        return name.startswith(".venv/bin/")
    return any(ROOT.glob(name.rstrip("/")))
