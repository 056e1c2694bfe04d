# geminid in an image of Debian's packages: docker build -t geminid .
# Plain instructions only, which every builder knows; tools/replay_dockerfile.sh proves them where there is no builder.

FROM debian:trixie-slim AS build
WORKDIR /geminid
# What is installed changes more seldom than the code.
COPY tools/setup.sh tools/common.sh tools/
RUN tools/setup.sh
COPY . .
# The context has no .git, so --version tells the commit that is said here. Render says it by itself, and that it is Render.
ARG RENDER
ARG RENDER_GIT_COMMIT
ARG COMMIT=$RENDER_GIT_COMMIT
ARG JOBS
RUN packaging/image/stage.sh /image

FROM debian:trixie-slim
COPY --from=build /image/packages.txt /usr/share/geminid/packages.txt
RUN apt-get update \
  && xargs apt-get install -y --no-install-recommends ca-certificates </usr/share/geminid/packages.txt \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log /var/log/alternatives.log \
  && install -d -m 1777 /data
COPY --from=build /image/usr /usr

# Any user can run it, and nothing but /data is written.
ENV GEMINID_DATA_DIR=/data
USER 1000:1000
WORKDIR /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["/usr/bin/geminid", "health"]
ENTRYPOINT ["/usr/bin/geminid"]

ARG RENDER_GIT_COMMIT
ARG COMMIT=$RENDER_GIT_COMMIT
LABEL org.opencontainers.image.title="geminid" \
  org.opencontainers.image.description="A gateway for Google's Gemini API over a pool of keys" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.revision=$COMMIT
