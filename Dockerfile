# The program and nothing else: a static binary in an empty image, run by nobody in particular.
#
#   docker build -t copydesk .
#   docker run --rm -v "$PWD/output:/output" --user "$(id -u):$(id -g)" copydesk crawl https://example.com/

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates gcc musl-tools \
    && rm -rf /var/lib/apt/lists/* \
    && rustup target add x86_64-unknown-linux-musl
WORKDIR /copydesk
COPY . .
RUN cargo build --profile dist --locked --target x86_64-unknown-linux-musl \
    && mkdir /empty

FROM scratch
COPY --from=build /copydesk/target/x86_64-unknown-linux-musl/dist/copydesk /usr/local/bin/copydesk
# Whom HTTPS trusts.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
# Where web archives are unpacked meanwhile, and where crawls go by default (`output/` below the current folder).
COPY --from=build --chown=65532:65532 /empty /tmp
COPY --from=build --chown=65532:65532 /empty /output
USER 65532:65532
WORKDIR /
VOLUME ["/output"]
ENTRYPOINT ["/usr/local/bin/copydesk"]
CMD ["--help"]
