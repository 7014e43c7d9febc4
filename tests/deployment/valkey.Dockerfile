# Stands in for Valkey's image where no registry is in reach, with the wheel's server.
ARG IMAGE=jiadang
FROM ${IMAGE}
USER 0
RUN ln -s "$(python -c 'from service.embedded.wheels import valkey_server as v; print(v())')" /usr/local/bin/valkey-server
WORKDIR /data
ENTRYPOINT []
CMD ["valkey-server"]
