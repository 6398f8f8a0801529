import { createServer } from 'node:net';

/** Listens for a moment to learn whether `port` can be had; 0 asks for any. Throws what listen() throws. */
export function tryPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

/** `preferred` if it is free, else any free port. */
export async function freePort(host: string, preferred: number | null): Promise<number> {
  if (preferred !== null) {
    try {
      return await tryPort(host, preferred);
    } catch {
      // Taken by somebody else since the last start.
    }
  }
  return tryPort(host, 0);
}
