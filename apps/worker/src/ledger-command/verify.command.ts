import { InvalidArgumentError, type Command } from 'commander';
import { uuidTime } from '#database';
import {
  exportedLedger,
  fingerprintOf,
  readSealMemory,
  sealName,
  verifyLedger,
  withLedgerSnapshot,
  type Known,
  type NotedSeal,
  type Retention,
  type Verdict,
} from '#ledger';
import { CommandFailed } from './command-failed.js';
import { fromCaller } from './export.command.js';
import { withDatabase } from './with-database.js';

interface Options {
  against?: string;
  key?: string[];
  offline?: string;
  seal?: NotedSeal[];
}

/** `verify`: reads the ledger, or an export of it, and names what is not as it was accepted. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('check every batch against its predecessors, the seals and, if given, an earlier export')
    .option('--against <export>', 'an earlier export, whose contents must still exist')
    .option('--key <fingerprint...>', 'accept only seals signed by these keys')
    .option(
      '--seal <number:digest>',
      'a seal written down earlier, which must still exist; may be repeated',
      notedSeals,
    )
    .option('--offline <export>', 'verify this export without a database')
    .action(async ({ against, key, offline, seal }: Options) => {
      const known: Known = {
        ...(against === undefined ? {} : { against: exportedLedger(fromCaller(against)) }),
        ...(key === undefined ? {} : { keys: key }),
        ...(seal === undefined ? {} : { noted: seal }),
      };
      const verdict =
        offline === undefined
          ? await verifyStored(known)
          : await verifyLedger(exportedLedger(fromCaller(offline)), known);
      print(verdict);
    });
}

function notedSeals(text: string, before: NotedSeal[] = []): NotedSeal[] {
  const [, number, digest] = /^([1-9]\d{0,8}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (number === undefined || digest === undefined) {
    throw new InvalidArgumentError('Give a number and a digest as they were printed: 12:6f1e...');
  }
  return [...before, { number: Number(number), digest: Buffer.from(digest, 'hex') }];
}

function verifyStored(known: Known): Promise<Verdict> {
  return withDatabase('verify', async (dataSource, { sealMemoryFile }) => {
    // Before the snapshot: what is remembered by then is in it.
    const remembered = await readSealMemory(sealMemoryFile);
    if (remembered === null) {
      process.stdout.write(
        `${sealMemoryFile} does not contain the last seal: pass one that you wrote down with --seal\n`,
      );
    }
    const all = remembered === null ? known : { ...known, remembered };
    return withLedgerSnapshot(dataSource, (ledger) => verifyLedger(ledger, all));
  });
}

function print({
  runs,
  batches,
  seals,
  dropped,
  redactions,
  retentions,
  fingerprints,
  findings,
  ...more
}: Verdict): void {
  process.stdout.write(`Read ${batches} batches of ${runs} runs and ${seals} seals\n`);
  for (const restart of more.restarts) process.stdout.write(`${restartLine(restart)}\n`);
  if (dropped > 0) process.stdout.write(`Retention has left nothing to verify of ${dropped} runs\n`);
  for (const retention of retentions) process.stdout.write(`${nameOf(retention)}\n`);
  for (const { id, batches: replaced, actor, reason } of redactions) {
    process.stdout.write(`Redaction ${id} by ${actor} changed ${replaced.length} batches: ${reason}\n`);
  }
  if (more.lastSeal !== null) process.stdout.write(`Last seal ${sealName(more.lastSeal.id, more.lastSeal.digest)}\n`);
  for (const fingerprint of fingerprints) process.stdout.write(`Signed by ${fingerprint}\n`);
  if (findings.length === 0) {
    process.stdout.write('Everything is unchanged since it was accepted\n');
    return;
  }
  throw new CommandFailed(findings.map(({ where, what }) => `${where} ${what}`).join('\n'));
}

function restartLine({ id, sealedMicros, publicKey, restart }: Verdict['restarts'][number]): string {
  const { remembered = null, actor = '', reason = '' } = restart ?? {};
  const last =
    remembered === null ? 'no last seal was known' : `${remembered.number}:${remembered.digest} was the last`;
  return `Seal ${id} at ${timeOf(sealedMicros)} is a restart by ${actor}, ${last}, signed by ${fingerprintOf(publicKey)}: ${reason}`;
}

function timeOf(micros: string): string {
  return new Date(Number(micros) / 1_000).toISOString();
}

function nameOf({ id, droppedMicros, policy, runs }: Retention): string {
  const at = timeOf(droppedMicros);
  const upTo = runs.slice(-1).map(({ runId }) => ` up to ${runId} (${uuidTime(runId).toISOString().slice(0, 10)})`);
  return `Retention ${id} at ${at} removed ${runs.length} runs${upTo.join('')}: ${policy}`;
}
