import { open, type FileHandle } from 'node:fs/promises';
import { fingerprintOf } from '../digests/signed.js';
import type { StoredSeal } from './follow-seals.js';
import { sealName } from './seal.js';

/** Some hundred lines. */
const TAIL_BYTES = 64 * 1024;

/** Adds a seal to the file in which others find them, a line of JSON each, unless it is among the last ones there. */
export async function publishSeal(file: string, seal: StoredSeal): Promise<void> {
  const name = sealName(seal.id, seal.digest);
  const opened = await open(file, 'a+', 0o644);
  try {
    const tail = await tailOf(opened);
    const published = tail.split('\n').slice(0, -1).map(nameOf);
    if (published.includes(name)) return;
    // A line that somebody was killed at is ended, not continued.
    await opened.appendFile(`${tail === '' || tail.endsWith('\n') ? '' : '\n'}${lineOf(name, seal)}\n`);
    await opened.sync();
  } finally {
    await opened.close();
  }
}

function lineOf(seal: string, { sealedMicros, runCount, publicKey, signature, restart }: StoredSeal): string {
  const sealedAt = new Date(Number(sealedMicros) / 1_000).toISOString();
  const signed = { fingerprint: fingerprintOf(publicKey), signature: signature.toString('base64') };
  return JSON.stringify({ seal, sealedAt, runs: runCount, ...signed, restart });
}

function nameOf(line: string): string | null {
  try {
    return (JSON.parse(line) as { seal?: string }).seal ?? null;
  } catch {
    return null;
  }
}

async function tailOf(opened: FileHandle): Promise<string> {
  const { size } = await opened.stat();
  const length = Math.min(size, TAIL_BYTES);
  const { buffer } = await opened.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString('utf8');
}
