import { ServerResponse, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

interface Refusal {
  status: number;
  message: string;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The headers of this request are too large.' },
};

/**
 * Gives these headers to every answer of a Node server, whatever makes it: a route, Fastify, Node itself, or nobody,
 * for what is no HTTP. What has to say something else sets the header anew.
 */
export function securedResponses(headers: Readonly<Record<string, string>>) {
  class SecuredResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
    constructor(...given: ConstructorParameters<typeof ServerResponse<Request>>) {
      super(...given);
      for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    }
  }
  return { ServerResponse: SecuredResponse, onClientError: refuseWith(headers) };
}

/** In the place of Fastify's own, which does the same without the headers. */
function refuseWith(headers: Readonly<Record<string, string>>) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const { status, message } = REFUSALS[error.code ?? ''] ?? {
      status: 400,
      message: 'This is not a valid HTTP request.',
    };
    const body = JSON.stringify({ error: { code: 'refused', message } });
    const all = { ...headers, 'content-type': 'application/json', 'content-length': body.length, connection: 'close' };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    if (socket.writable)
      socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
    socket.destroy(error);
  };
}
