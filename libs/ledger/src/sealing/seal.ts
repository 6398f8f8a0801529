import { createHash } from 'node:crypto';
import { sha256 } from '../digests/sha256.js';
import type { Signed } from '../digests/signed.js';

/** How far a run was when it was sealed. */
export interface SealedRun {
  runId: string;
  batches: number;
  /** The link of its last batch. */
  head: Buffer;
}

/** Why a seal does not follow the one that was made last: somebody has said so, as after a restored backup. */
export interface SealRestart {
  /** What was remembered beside the key as the last seal; null: nothing was. */
  remembered: { number: number; /** Hexadecimal. */ digest: string } | null;
  actor: string;
  reason: string;
}

/** What a seal says, but for its runs. */
export interface SealHead {
  id: number;
  sealedMicros: string;
  /** Digest of the seal before; NO_LINK for the first. */
  previous: Buffer;
  root: Buffer;
  restart: SealRestart | null;
}

/** A signed statement of how far all runs were: of those that had grown since the one before. */
export interface Seal extends SealHead, Signed {
  runs: SealedRun[];
}

/** One digest of all runs, in the order of their ids. */
export function rootOf(runs: readonly SealedRun[]): Buffer {
  const hash = createHash('sha256');
  for (const { runId, batches, head } of runs) hash.update(`${runId}|${batches}|`).update(head);
  return hash.digest();
}

export function sealDigest(seal: Omit<Seal, keyof Signed>): Buffer {
  return sealHeadDigest(seal, seal.runs.length);
}

/** As sealDigest, of a seal whose runs are not read: they are told by their root. */
export function sealHeadDigest({ id, sealedMicros, previous, root, restart }: SealHead, runs: number): Buffer {
  return sha256(previous, root, `${id}|${sealedMicros}|${runs}${restart ? `|${textOf(restart)}` : ''}`);
}

/** As people note it, and `verify --seal` takes it. */
export function sealName(number: number, digest: Buffer): string {
  return `${number}:${digest.toString('hex')}`;
}

function textOf({ remembered, actor, reason }: SealRestart): string {
  return JSON.stringify(['restart', remembered?.number ?? null, remembered?.digest ?? null, actor, reason]);
}
