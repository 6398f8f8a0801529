import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** From the click until the browser follows the link. */
const GOOD_FOR_MS = 60_000;
const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;

export interface ExportTicket {
  ticket: string;
  expiresAt: Date;
}

/**
 * Stand for an access token where a link cannot carry one: once, soon, and for one address. The token is kept sealed by
 * the ticket, which is not kept: so what lies in the database opens nothing, and any process redeems any ticket.
 * See docs/decisions/0021-a-ticket-for-each-download.md.
 */
@Injectable()
export class ExportTickets {
  /** Digests of those that this process has issued and not redeemed, with the time until which they are good. */
  private readonly ofHere = new Map<string, number>();

  constructor(private readonly dataSource: DataSource) {}

  async issue(token: string, address: string): Promise<ExportTicket> {
    const ticket = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + GOOD_FOR_MS);
    const { key, nonce } = sealOf(ticket);
    const cipher = createCipheriv(CIPHER, key, nonce);
    cipher.setAAD(Buffer.from(address));
    const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    await this.dataSource.query(
      `WITH unused AS (DELETE FROM export_ticket WHERE export_ticket.expires_at < now())
       INSERT INTO export_ticket (digest, sealed, expires_at) VALUES ($1, $2, $3)`,
      [digestOf(ticket), sealed, expiresAt],
    );
    this.remember(ticket, expiresAt);
    return { ticket, expiresAt };
  }

  /** Whether this is no guess for sure: its link goes on where others from its address are locked out. */
  isOfHere(ticket: string): boolean {
    return (this.ofHere.get(digestOf(ticket).toString('base64')) ?? 0) > Date.now();
  }

  /** The token that a ticket stands for at this address; null for a ticket that is used, too old or for another one. */
  async redeem(ticket: string, address: string): Promise<string | null> {
    this.ofHere.delete(digestOf(ticket).toString('base64'));
    const [[row]] = await this.dataSource.query<[{ sealed: Buffer }[], number]>(
      `DELETE FROM export_ticket WHERE export_ticket.digest = $1 AND export_ticket.expires_at > now()
       RETURNING export_ticket.sealed`,
      [digestOf(ticket)],
    );
    if (row === undefined) return null;
    const { key, nonce } = sealOf(ticket);
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(address));
    decipher.setAuthTag(row.sealed.subarray(-TAG_BYTES));
    try {
      return decipher.update(row.sealed.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      // Of another address.
      return null;
    }
  }

  private remember(ticket: string, expiresAt: Date): void {
    for (const [digest, until] of this.ofHere) if (until < Date.now()) this.ofHere.delete(digest);
    this.ofHere.set(digestOf(ticket).toString('base64'), expiresAt.getTime());
  }
}

/** A ticket seals once, so its nonce may follow from it. */
function sealOf(ticket: string): { key: Buffer; nonce: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', ticket, '', 'playledger export ticket', 44));
  return { key: bytes.subarray(0, 32), nonce: bytes.subarray(32) };
}

function digestOf(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}
