# syntax=docker/dockerfile:1

# By exact tag. To pin the digest too, build with NODE_IMAGE=node:24-bookworm-slim@sha256:… as your registry names it.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
# What changes seldom comes first, so that a change of the sources does not install everything anew.
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY server/package.json server/
COPY client/package.json client/
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npm run build
# What the npm package has, and the few packages that it needs: the same program as everywhere.
RUN node scripts/package-folder.mjs /tunnelwatch

FROM ${NODE_IMAGE}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Tunnelwatch" \
  org.opencontainers.image.description="Real-time monitor for IPsec tunnels behind Clavister cOS Stream security gateways" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.licenses="Apache-2.0"
# What only the container knows. An empty variable leaves the setting to the configuration. The MALLOC variables give freed
# memory back to the system: by default each thread keeps a pool of its own, which under a flood is a quarter of all.
ENV NODE_ENV=production \
  MALLOC_ARENA_MAX=2 \
  MALLOC_MMAP_THRESHOLD_=131072 \
  MALLOC_TRIM_THRESHOLD_=262144 \
  TUNNELWATCH_CONFIG=/etc/tunnelwatch/tunnelwatch.yaml \
  TUNNELWATCH_DATA=/data \
  TUNNELWATCH_AUDIT_KEY_FILE=/keys/audit.key \
  TUNNELWATCH_HOST=0.0.0.0
COPY --from=build /tunnelwatch /usr/lib/tunnelwatch
COPY packaging/container/tunnelwatch.yaml /etc/tunnelwatch/tunnelwatch.yaml
# The image's own user "node" (1000) owns these and nothing else. An empty named volume takes over the owner.
RUN install -d -o node -g node /data /keys /logs \
  && ln -s /usr/lib/tunnelwatch/bin/tunnelwatch.mjs /usr/local/bin/tunnelwatch
USER node
WORKDIR /data
VOLUME ["/data", "/keys"]
EXPOSE 8080/tcp 514/udp 514/tcp 6514/tcp
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["tunnelwatch", "healthcheck"]
ENTRYPOINT ["tunnelwatch"]
CMD ["serve"]
