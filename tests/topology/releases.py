"""Releases as the handbook lays them out: a folder each, with code and the packages it needs."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("models", "service", "handlers", "docs")
PACKAGES = ROOT / ".venv"


def migrations() -> list[str]:
    """The names of all migrations, the newest last."""
    return sorted(one.stem for one in (ROOT / "models/migrations").glob("0*.py"))


def this(folder: Path) -> Path:
    """The code of this tree."""
    for name in CODE:
        shutil.copytree(ROOT / name, folder / name)  # with what is compiled: times are kept
    return _finished(folder)


def before_the_newest_migration(folder: Path) -> Path | None:
    """The code as it was before the newest migration was written; None without that history."""
    newest = f"models/migrations/{migrations()[-1]}.py"
    added = _git("log", "--diff-filter=A", "-1", "--format=%H", "--", newest).strip()
    if not added or not _git("rev-parse", "--verify", "--quiet", f"{added}^"):
        return None
    folder.mkdir(parents=True)
    archive = folder / "code.tar"
    _git("archive", "-o", str(archive), f"{added}^", *CODE)
    subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)
    archive.unlink()
    compiling = [sys.executable, "-m", "compileall", "-q", *CODE]
    subprocess.run(compiling, cwd=folder, check=True)
    return _finished(folder)


def _finished(folder: Path) -> Path:
    folder.joinpath(".venv").symlink_to(PACKAGES)
    return folder


def _git(*words: str) -> str:
    """What git answers; nothing where there is no git, no repository or no such commit."""
    try:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout if done.returncode == 0 else ""
