import type { FastifyRequest } from 'fastify';
import type { ExportTickets } from './export-tickets.js';

const EXPORTS = '/api/export/';

/** Of an export and what it is asked for: what a ticket is good for. */
export function addressOf(file: string, parameters: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${file}?${new URLSearchParams(sorted).toString()}`;
}

/**
 * A Fastify hook, before the one that requires a token: a ticket in the address of an export is taken out and replaced
 * by the token it stands for, so that everything that holds for the token holds for the ticket.
 */
export function redeemTicket(tickets: ExportTickets) {
  return async (request: FastifyRequest): Promise<void> => {
    const { ticket, ...parameters } = request.query as Record<string, unknown>;
    if (request.method !== 'GET' || typeof ticket !== 'string') return;
    if (request.routeOptions.url?.startsWith(EXPORTS) !== true) return;
    request.query = parameters;
    const texts = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
    const file = new URL(request.url, 'http://localhost').pathname.slice(EXPORTS.length);
    const token = await tickets.redeem(ticket, addressOf(file, texts));
    if (token !== null) request.headers.authorization = `Bearer ${token}`;
  };
}
