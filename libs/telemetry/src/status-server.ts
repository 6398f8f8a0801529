import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { readForScrape } from './metrics.js';
import type { Readiness } from './readiness.js';

export interface StatusServer {
  port: number;
  close(): Promise<void>;
}

interface StatusOptions {
  host: string;
  port: number;
  metrics: Registry;
  /** Rejects while the process cannot do its work. */
  checkReady: () => Promise<unknown>;
  readiness: Readiness;
}

/** Health, readiness and metrics of a process that serves nothing else: `/healthz`, `/readyz`, `/metrics`, no token. */
export async function startStatusServer({
  host,
  port,
  metrics,
  checkReady,
  readiness,
}: StatusOptions): Promise<StatusServer> {
  const answers: Record<string, () => Promise<{ status: number; type: string; body: string }>> = {
    '/healthz': async () => Promise.resolve(json(200, 'ok')),
    '/readyz': async () => {
      const ready = await readForScrape(async () => checkReady().then(() => true));
      const { faults } = readiness;
      return ready === true && Object.keys(faults).length === 0 ? json(200, 'ready') : json(503, 'unavailable', faults);
    },
    '/metrics': async () => ({ status: 200, type: metrics.contentType, body: await metrics.metrics() }),
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url?.split('?')[0] ?? ''];
    const end = ({ status, type, body }: { status: number; type: string; body: string }) =>
      response.writeHead(status, { 'content-type': type }).end(body);
    if (answer === undefined) end(json(404, 'not_found'));
    else answer().then(end, () => end(json(500, 'internal')));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function json(status: number, word: string, more: Record<string, string> = {}) {
  return { status, type: 'application/json', body: JSON.stringify({ status: word, ...more }) };
}
