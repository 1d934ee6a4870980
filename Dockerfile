# Two stages: the first builds, the second holds nothing but Python and the installed bot.
#
#   docker build -t biobot .
#   docker run --env-file .env --read-only --tmpfs /tmp --cap-drop ALL -v biobot-data:/data biobot

FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/biobot \
    && /opt/biobot/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements.lock
COPY LICENSE README.md pyproject.toml ./
COPY src ./src
COPY knowledge ./knowledge
RUN /opt/biobot/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index . \
    && mkdir /data

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="biobot" \
      org.opencontainers.image.description="Answers from a small, checked fact base and shows the sentence that proves each answer." \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/biobot /opt/biobot
# A number, not a name: Kubernetes can tell from it that this is not root.
COPY --from=build --chown=10001:10001 /data /data
ENV PATH=/opt/biobot/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    XDG_CACHE_HOME=/data/cache \
    BIOBOT_DATA_FOLDER=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s CMD ["biobot", "status"]
ENTRYPOINT ["biobot"]
CMD ["run"]
