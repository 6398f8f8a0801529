import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from '../../gate/admission/authenticator.js';
import { refuse } from '../../gate/admission/require-token.js';
import type { SignInLimits } from '../../gate/admission/sign-in-limits.js';
import type { ExportTickets } from './export-tickets.js';

const EXPORTS = '/api/export/';

/** Of an export and what it is asked for: what a ticket is good for. */
export function addressOf(file: string, parameters: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${file}?${new URLSearchParams(sorted).toString()}`;
}

interface Parts {
  tickets: ExportTickets;
  authenticator: Authenticator;
  limits: SignInLimits;
}

/**
 * A Fastify hook, before the one that requires a token: a ticket in the address of an export is taken out and replaced
 * by the token it stands for, so that everything that holds for the token holds for the ticket. A wrong one counts like a
 * wrong token.
 */
export function redeemTicket({ tickets, authenticator, limits }: Parts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { ticket, ...parameters } = request.query as Record<string, unknown>;
    if (request.method !== 'GET' || typeof ticket !== 'string') return;
    if (request.routeOptions.url?.startsWith(EXPORTS) !== true) return;
    request.query = parameters;
    const texts = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
    const file = new URL(request.url, 'http://localhost').pathname.slice(EXPORTS.length);
    const lockedBefore = tickets.isOfHere(ticket) ? 0 : await limits.lockedOutFor(request.ip);
    const token = lockedBefore > 0 ? null : await tickets.redeem(ticket, addressOf(file, texts));
    if (token !== null) {
      request.headers.authorization = `Bearer ${token}`;
      return;
    }
    if (lockedBefore === 0) await authenticator.failed(request.ip);
    const lockedFor = lockedBefore > 0 ? lockedBefore : await limits.lockedOutFor(request.ip);
    if (lockedFor > 0) return refuse(reply, 429, 'locked_out', 'Too many invalid tokens from your address.', lockedFor);
    refuse(reply, 401, 'unauthenticated', 'This link has been used, has expired or is for something else.');
  };
}
