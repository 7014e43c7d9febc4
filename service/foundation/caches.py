"""Caches: how often what somebody asked for was there already."""

from prometheus_client import Counter

from service.foundation import metrics

asked = metrics.counter("cache_asked", "What caches were asked for.", "cache", "outcome")


def counted(cache: str) -> tuple[Counter, Counter]:
    """The counters of a cache's hits and of its misses."""
    return asked.labels(cache, "hit"), asked.labels(cache, "miss")
