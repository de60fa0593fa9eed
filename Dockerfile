# Chorister in a container. Two stages: what only builds is left behind.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
# What is needed comes first, since it changes seldom, and only with the hashes of the lock.
COPY requirements.image.lock ./
RUN python -m venv /opt/chorister
RUN /opt/chorister/bin/pip install --require-hashes -r requirements.image.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY tools tools
COPY sandbox sandbox
RUN /opt/chorister/bin/pip install --no-deps --no-index --no-build-isolation .
RUN /opt/chorister/bin/python -m pip uninstall --yes pip setuptools
RUN mkdir /data

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Chorister" \
      org.opencontainers.image.description="A Slack teammate for sales teams on Chorus.ai" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/chorister /opt/chorister
# The one folder that is written to; a new volume there takes over its owner.
COPY --from=build --chown=10001:10001 /data /data
ENV PATH=/opt/chorister/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    CHORISTER_HOME=/data \
    HOST=0.0.0.0 \
    PORT=3000 \
    CHORISTER_OPS_PORT=9090 \
    CHORISTER_LOG=json
WORKDIR /data
VOLUME /data
USER 10001:10001
# 9090 is for the health check, on loopback: over Socket Mode nobody else would answer it.
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('CHORISTER_OPS_PORT') or os.environ['PORT']), timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["chorister"]
CMD ["run"]
