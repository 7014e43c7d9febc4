# One image for every process: `serve`, `worker`, `migrate` and the operator's commands.
# Any image of Debian 12 will do for a base.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS packages
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    && python3 -m venv /opt/jiadang
COPY requirements/run.txt /tmp/
RUN /opt/jiadang/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps \
        --require-hashes --only-binary :all: -r /tmp/run.txt \
    && /opt/jiadang/bin/pip uninstall -y pip setuptools

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin jiadang \
    && install -d -o jiadang /var/lib/jiadang/tombstones
COPY --from=packages /opt/jiadang /opt/jiadang
WORKDIR /app
COPY models models
COPY service service
COPY handlers handlers
# `audit pack` hands these out
COPY docs/access.md docs/
COPY docs/decisions docs/decisions
RUN /opt/jiadang/bin/python -m compileall -q --invalidation-mode unchecked-hash models service handlers
USER 10001
ENV PATH=/opt/jiadang/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    JIADANG_ENVIRONMENT=production \
    JIADANG_HOST=0.0.0.0 \
    JIADANG_DATA_FOLDER=/tmp/jiadang \
    JIADANG_TOMBSTONE_FOLDER=/var/lib/jiadang/tombstones \
    JIADANG_METRICS_FOLDER=/tmp/metrics \
    JIADANG_METRICS_HOST=0.0.0.0 \
    JIADANG_METRICS_PORT=9464 \
    JIADANG_WORKER_METRICS_PORT=9464
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "service"]
CMD ["serve"]
