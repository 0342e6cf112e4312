# syntax=docker/dockerfile:1

FROM node:20-bookworm-slim AS build
WORKDIR /app
# What changes seldom comes first, so that a change of the sources does not install everything anew.
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY server/package.json server/
COPY client/package.json client/
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npm run build
# The client is bundled: of the packages only those of server and shared are needed at run time.
RUN rm -rf node_modules \
  && npm ci --omit=dev --prefer-offline --workspace=server --workspace=shared --include-workspace-root=false

FROM node:20-bookworm-slim
ENV NODE_ENV=production TUNNELWATCH_DATA=/data
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/shared/package.json shared/
COPY --from=build /app/shared/dist shared/dist
COPY --from=build /app/server/package.json server/
COPY --from=build /app/server/bundle server/bundle
COPY --from=build /app/client/dist client/dist
# The image's own user "node" (1000) owns these and nothing else. An empty named volume takes over the owner.
RUN install -d -o node -g node /data /keys /logs
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:8080/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/server/bundle/main.js"]
# Inside a container the loopback address is reached by nobody; people sign in.
CMD ["serve", "--host", "0.0.0.0"]
