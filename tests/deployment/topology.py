"""The topology of compose.yaml in real containers, where no Docker engine runs.

buildah builds the image by the Dockerfile's steps, podman runs it as compose.yaml says. Images that
only a registry has are stood in for by Debian's HAProxy and Prometheus and the wheels' PostgreSQL
and Valkey. Debian has no Grafana: the dashboard's questions are put to Prometheus itself.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from cryptography.fernet import Fernet

from tests.certificates import certificate_of

ROOT = Path(__file__).parents[2]
BASE, IMAGE = "localhost/debian:bookworm-slim", "localhost/jiadang:latest"
STAND_INS = ("postgres", "valkey", "haproxy", "prometheus")
SERVED = ("web", "worker", "proxy", "prometheus")
KODO = ("UPLOAD", "DOWNLOAD", "RS", "RSF", "CENSOR")
LOCAL_AUTHORITIES = Path("/usr/local/share/ca-certificates")
NAME, SITE = "proxy", "https://localhost"
PATIENCE = 60
"""Seconds until what was started answers."""


class Topology:
    """Containers under a folder of their own: nothing of them is left beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._site = folder / "site"
        self._podman = folder / "podman"
        self._env = os.environ | {
            "STORAGE_DRIVER": "vfs",
            "BUILDAH_ISOLATION": "chroot",
            "CONTAINERS_CONF": str(folder / "containers.conf"),
        }

    def make(self) -> None:
        """Build the images, and lay out a site as the handbook says."""
        self._configure()
        self._import_base()
        self._build("jiadang", "Dockerfile")
        for name in STAND_INS:
            self._build(f"{name}-stand-in", f"tests/deployment/{name}.Dockerfile")
        self._lay_out()

    def _configure(self) -> None:
        """The limits of this machine, which a container may not raise."""
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        self._folder.joinpath("containers.conf").write_text(
            "[containers]\n"
            f'default_ulimits = ["nofile={min(files, 16384)}", "nproc=4096"]\n'
            '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\n'
            '[network]\nnetwork_backend = "netavark"\n'
        )
        storage = f"--root {self._folder}/storage --runroot {self._folder}/run"
        self._podman.write_text(f'#!/bin/sh\nexec podman {storage} "$@"\n')
        self._podman.chmod(0o755)

    def _import_base(self) -> None:
        """A small Debian 12 with what this machine trusts, as an image."""
        base = self._folder / "debian"
        _run("debootstrap", "--variant=minbase", "bookworm", base, env=self._env)
        trusted = base / "usr/local/share/ca-certificates"
        shutil.copytree(LOCAL_AUTHORITIES, trusted, dirs_exist_ok=True)
        certificate = "/etc/ssl/certs/ca-certificates.crt"
        base.joinpath("etc/pip.conf").write_text(f"[global]\ncert = {certificate}\n")
        archive = self._folder / "debian.tar"
        _run("tar", "-C", base, "-cf", archive, ".", env=self._env)
        self.podman("import", archive, BASE)
        archive.unlink()
        shutil.rmtree(base)

    def _build(self, name: str, file: str) -> None:
        where = ("--root", self._folder / "storage", "--runroot", self._folder / "run")
        given = ("--build-arg", f"BASE={BASE}", "--build-arg", f"IMAGE={IMAGE}")
        tagged = ("-t", name, "-f", ROOT / file, ROOT)
        _run("buildah", *where, "bud", *given, *tagged, env=self._env)

    def _lay_out(self) -> None:
        self._site.mkdir()
        shutil.copy(ROOT / "compose.yaml", self._site)
        shutil.copy(ROOT / "tests/deployment/stand-ins.yaml", self._site)
        shutil.copytree(ROOT / "deploy", self._site / "deploy")
        self._site.joinpath("certificates").mkdir()
        self._site.joinpath("certificates/site.pem").write_bytes(certificate_of(NAME))
        application, owner = _environments()
        self._site.joinpath("jiadang.env").write_text(_lines(application))
        self._site.joinpath("owner.env").write_text(_lines(owner))

    def podman(self, *arguments: Any) -> str:
        """What podman answers."""
        return _run(self._podman, *arguments, env=self._env)

    def compose(self, *arguments: str) -> str:
        """What compose does with the site's files."""
        files = ("-f", "compose.yaml", "-f", "stand-ins.yaml")
        command = (sys.executable, "-m", "podman_compose", "--podman-path", self._podman)
        return _run(*command, *files, *arguments, env=self._env, cwd=self._site)

    def up(self) -> None:
        """Start everything, in the order that compose.yaml states for Docker."""
        self.compose("up", "-d", "--no-build", "database", "valkey", "emulators")
        self._until_there_is_a_database()
        self.compose("run", "-T", "--rm", "migrate")
        self.compose("up", "-d", "--no-build", "--scale", "web=2", *SERVED)

    def _until_there_is_a_database(self) -> None:
        asking = ("exec", "jiadang_database_1", "pg_isready", "-q", "-h", "127.0.0.1")
        for _ in range(120):
            if self.answers(*asking):
                return
            time.sleep(0.5)
        raise TimeoutError(self.podman("logs", "jiadang_database_1"))

    def answers(self, *arguments: str) -> bool:
        """Whether podman succeeds with these."""
        with suppress(subprocess.CalledProcessError):
            self.podman(*arguments)
            return True
        return False

    def down(self) -> None:
        """Stop and forget everything; what the processes said stays in the folder."""
        for name in self.podman("ps", "-a", "--format", "{{.Names}}").split():
            logs = ("sh", "-c", f"exec {self._podman} logs {name} 2>&1")
            (self._folder / f"{name}.log").write_text(_run(*logs, env=self._env))
        self.podman("rm", "-a", "-f", "-t", "5")
        self.podman("volume", "rm", "-a", "-f")

    def names(self, service: str) -> list[str]:
        """The containers of a service."""
        label = f"label=com.docker.compose.service={service}"
        return self.podman("ps", "--filter", label, "--format", "{{.Names}}").split()

    def published(self) -> dict[str, set[tuple[str, int]]]:
        """The addresses and ports of this machine that lead into containers, by their service."""
        label, found = "com.docker.compose.service", dict[str, set[tuple[str, int]]]()
        for one in json.loads(self.podman("ps", "--format", "json")):
            for port in one["Ports"] or ():
                found.setdefault(one["Labels"][label], set()).add(
                    (port["host_ip"], port["host_port"])
                )
        return found

    def upgrade(self) -> None:
        """What the handbook has an operator run."""
        files = "-f compose.yaml -f stand-ins.yaml"
        compose = f"{sys.executable} -m podman_compose --podman-path {self._podman} {files}"
        given = {"COMPOSE": compose, "DOCKER": str(self._podman)}
        _run("deploy/upgrade", env=self._env | given, cwd=self._site)

    def run(self, *command: str) -> str:
        """Run Python in a container of the image with the site's settings, beside the others."""
        networks = "jiadang_front,jiadang_back"
        trusted = f"{self._site}/certificates/site.pem:/site.pem:ro"
        given = ("--env-file", self._site / "jiadang.env", "-e", "SSL_CERT_FILE=/site.pem")
        beside = ("run", "--rm", "--read-only", "--tmpfs", "/tmp", "--network", networks)
        return self.podman(
            *beside, "-v", trusted, *given, "--entrypoint", "python", IMAGE, *command
        )


def _run(*command: Any, env: dict[str, str], cwd: Path | None = None) -> str:
    """What a command prints; CalledProcessError, with its last words, where it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, check=False, env=env, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-4000:])
    done.check_returncode()
    return done.stdout


def _environments() -> tuple[dict[str, str], dict[str, str]]:
    """The application's settings, and those of the owner of the database."""
    password, owner = token_hex(12), token_hex(12)
    kodo = {f"KODO_{one}_URL": "http://emulators:9002" for one in KODO}
    settings = {
        "ENVIRONMENT": "embedded",
        "PUBLIC_URL": f"https://{NAME}",
        "SECRET": token_hex(32),
        "DATA_KEYS": Fernet.generate_key().decode(),
        "DATABASE_URL": f"postgresql://jiadang:{password}@database/jiadang",
        "VALKEY_URL": "redis://valkey:6379/0",
        "TRUSTED_PROXIES": "1",
        "MOST_REQUESTS": "100000",  # every phone of the stories has the address of this machine
        "WECHAT_BASE_URL": "http://emulators:9001",
        "WECHAT_APPID": "wx0123456789abcdef",
        "WECHAT_SECRET": token_hex(16),
        "WECHAT_PUSH_TOKEN": token_hex(8),
        "WECHAT_PUSH_KEY": token_hex(22)[:43],
        "KODO_ACCESS_KEY": token_hex(20),
        "KODO_SECRET_KEY": token_hex(20),
        "KODO_BUCKET": "jiadang",
        **kodo,
    }
    owning = {
        "POSTGRES_PASSWORD": token_hex(12),
        "JIADANG_OWNER_PASSWORD": owner,
        "JIADANG_MIGRATION_DATABASE_URL": f"postgresql://jiadang_owner:{owner}@database/jiadang",
    }
    return {f"JIADANG_{name}": value for name, value in settings.items()}, owning


def _lines(environment: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in environment.items())
