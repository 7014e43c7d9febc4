"""Observed jobs: each one counted, timed, and told in the log under the id that it follows from."""

from collections.abc import Awaitable, Callable, Iterable
from time import perf_counter
from typing import Any

import structlog
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job

from service.foundation import metrics, spans, tracing

FOLLOWS = "request_id"
"""Beside a job's own arguments: the request that it follows from."""
SLOW = 10.0
OUTCOMES = ("done", "retried", "failed", "stopped")
SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)

jobs = metrics.counter("jobs", "Jobs run; a retried one will be again.", "task", "outcome")
seconds = metrics.histogram("job_seconds", "Time to run a job.", "task", buckets=SECONDS)
running = metrics.gauge("jobs_running", "Jobs that are being run.")
log = structlog.get_logger("jobs")


def expect(tasks: Iterable[str]) -> None:
    """Begin each count at 0: Prometheus sees no growth of what it has not seen before."""
    for task in tasks:
        for outcome in OUTCOMES:
            jobs.labels(task, outcome)


def given_up(task: str) -> None:
    """Count a job that has ended its worker too often."""
    jobs.labels(task, "failed").inc()


async def watch(run: Callable[[], Awaitable[Any]], context: JobContext, _worker: Any) -> Any:
    """Procrastinate's middleware around every job, in the task that the job has for itself."""
    job = context.job
    follows = job.task_kwargs.get(FOLLOWS) or f"job-{job.id}"
    tracing.begin(str(follows), job=job.id or 0, task=job.task_name)
    began, outcome = perf_counter(), "stopped"
    span = spans.begin(job.task_name, "CONSUMER", {"request_id": str(follows), "job": job.id or 0})
    running.inc()
    try:
        result = await run()
        outcome = "done"
    except Exception as error:
        task = context.app.tasks.get(job.task_name)
        again = task and task.get_retry_exception(exception=error, job=job)
        outcome = "retried" if again else "failed"
        raise
    finally:
        running.dec()
        facts = {"outcome": outcome, "attempt": job.attempts + 1}
        spans.end(span, facts, failed=outcome != "done")
        _tell(job, outcome, perf_counter() - began)
    return result


def _tell(job: Job, outcome: str, taken: float) -> None:
    """What comes round by itself, some of it each second, is logged when it does not go well."""
    jobs.labels(job.task_name, outcome).inc()
    seconds.labels(job.task_name).observe(taken)
    if FOLLOWS in job.task_kwargs or outcome != "done" or taken > SLOW:
        log.info("job", outcome=outcome, ms=round(taken * 1000), attempt=job.attempts + 1)
