"""The port for Prometheus: it tells what is counted, nothing else, and to nobody for ever."""

import asyncio
import socket
from contextlib import suppress

import httpx
import pytest

from service.foundation import metrics_port
from service.foundation.settings import SettingsError

HERE = "127.0.0.1"


def free_port() -> int:
    """One that nobody has at this moment, nor keeps for us."""
    with socket.create_server((HERE, 0)) as probe:
        return probe.getsockname()[1]


async def test_it_tells_what_is_counted_and_nothing_else():
    port = free_port()
    async with metrics_port.served(HERE, port), httpx.AsyncClient() as http:
        url = f"http://{HERE}:{port}"
        page = await http.get(f"{url}/metrics")
        assert (page.status_code, page.headers["content-type"].split(";")[0]) == (200, "text/plain")
        assert "# TYPE jiadang_jobs_total counter" in page.text
        for method, path in (("GET", "/"), ("GET", "/metrics/"), ("POST", "/metrics")):
            assert (await http.request(method, url + path)).status_code == 404


async def test_what_is_told_is_read_before_and_a_failure_is_said():
    read = []

    async def refresh() -> None:
        read.append(1)
        if len(read) > 1:
            raise RuntimeError("the database has other ideas")

    port = free_port()
    async with metrics_port.served(HERE, port, refresh=refresh), httpx.AsyncClient() as http:
        answers = [(await http.get(f"http://{HERE}:{port}/metrics")) for _ in "12"]
    assert [one.status_code for one in answers] == [200, 500]
    assert "ideas" not in answers[1].text


async def test_whoever_drips_is_left(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(metrics_port, "PATIENCE", 0.2)
    port = free_port()
    async with metrics_port.served(HERE, port):
        reader, writer = await asyncio.open_connection(HERE, port)
        writer.write(b"GET /metrics HTTP/1.1\r\n")
        assert await reader.read() == b""
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def test_a_port_that_another_has_is_said_in_one_sentence():
    port = free_port()
    async with metrics_port.served(HERE, port, shared=True):
        with pytest.raises(SettingsError, match=f"metrics cannot be read at {HERE}:{port}"):
            metrics_port.require_free(HERE, port)
        with pytest.raises(SettingsError):
            async with metrics_port.served(HERE, port):
                pass


async def test_without_a_port_nobody_listens():
    async with metrics_port.served(HERE, 0):
        pass
