import type { Command } from 'commander';
import { uuidTime } from '#database';
import { exportedLedger, verifyLedger, withLedgerSnapshot, type Known, type Retention, type Verdict } from '#ledger';
import { CommandFailed } from './command-failed.js';
import { fromCaller } from './export.command.js';
import { withDatabase } from './with-database.js';

interface Options {
  against?: string;
  key?: string[];
  offline?: string;
}

/** `verify`: reads the ledger, or an export of it, and names what is not as it was accepted. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('check every batch against the ones before it, the seals and, if given, an earlier export')
    .option('--against <export>', 'an earlier export: what it has must still be there')
    .option('--key <fingerprint...>', 'only seals signed by these keys count')
    .option('--offline <export>', 'verify this export, without any database')
    .action(async ({ against, key, offline }: Options) => {
      const known: Known = {
        ...(against === undefined ? {} : { against: exportedLedger(fromCaller(against)) }),
        ...(key === undefined ? {} : { keys: key }),
      };
      const verdict =
        offline === undefined
          ? await verifyStored(known)
          : await verifyLedger(exportedLedger(fromCaller(offline)), known);
      tell(verdict);
    });
}

function verifyStored(known: Known): Promise<Verdict> {
  return withDatabase('verify', (dataSource) =>
    withLedgerSnapshot(dataSource, (ledger) => verifyLedger(ledger, known)),
  );
}

function tell({ runs, batches, seals, dropped, redactions, retentions, fingerprints, findings }: Verdict): void {
  process.stdout.write(`Read ${batches} batches of ${runs} runs and ${seals} seals\n`);
  if (dropped > 0) process.stdout.write(`Of ${dropped} runs retention has left nothing to verify\n`);
  for (const retention of retentions) process.stdout.write(`${nameOf(retention)}\n`);
  for (const { id, batches: replaced, actor, reason } of redactions) {
    process.stdout.write(`Redaction ${id} by ${actor} has changed ${replaced.length} batches: ${reason}\n`);
  }
  for (const fingerprint of fingerprints) process.stdout.write(`Signed by ${fingerprint}\n`);
  if (findings.length === 0) {
    process.stdout.write('Everything is as it was accepted\n');
    return;
  }
  throw new CommandFailed(findings.map(({ where, what }) => `${where} ${what}`).join('\n'));
}

function nameOf({ id, droppedMicros, policy, runs }: Retention): string {
  const at = new Date(Number(droppedMicros) / 1_000).toISOString();
  const upTo = runs.slice(-1).map(({ runId }) => ` up to ${runId} (${uuidTime(runId).toISOString().slice(0, 10)})`);
  return `Retention ${id} at ${at} removed ${runs.length} runs${upTo.join('')}: ${policy}`;
}
