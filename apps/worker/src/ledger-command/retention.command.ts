import type { KeyObject } from 'node:crypto';
import { InvalidArgumentError, type Command } from 'commander';
import type { DataSource } from 'typeorm';
import { parseRetention, type RetentionRule } from '#config';
import { applyRetention } from '../retention/apply-retention.js';
import { confirmDrops } from '../retention/confirm-drops.js';
import { findDueMonths } from '../retention/find-due-runs.js';
import { retentionKey } from '../retention/retention-key.js';
import { CommandFailed } from './command-failed.js';
import { withDatabase } from './with-database.js';

/** For the record. */
const BY = 'command line';

interface Options {
  dryRun: boolean;
  confirm: boolean;
  policy?: RetentionRule[];
}

/** `retention [--dry-run] [--policy RULES]`: what the workers do every hour, now. `--confirm`: what they must not. */
export function addRetention(program: Command): void {
  program
    .command('retention')
    .description('delete the details of runs that are older than PLAYLEDGER_RETENTION allows')
    .option('--dry-run', 'only report what would be deleted', false)
    .option(
      '--policy <rules>',
      'use these rules instead, such as "400d, label:ci=30d, environment:testbed=90d"',
      policyOf,
    )
    .option('--confirm', 'only sign, as found, what an older version deleted without a signature', false)
    .action(retention);
}

function policyOf(text: string): RetentionRule[] {
  const rules = parseRetention(text);
  if (rules === null) throw new InvalidArgumentError(`"${text}" is not a valid list of rules.`);
  return rules;
}

async function retention({ dryRun, policy, confirm: isToConfirm }: Options): Promise<void> {
  await withDatabase('retention', async (dataSource, settings) => {
    if (isToConfirm) return confirm(dataSource, await retentionKey(dataSource, settings));
    const rules = policy ?? settings.retention;
    if (rules.length === 0) throw new CommandFailed('PLAYLEDGER_RETENTION is not set: everything is kept.');
    if (dryRun) return reportDue(dataSource, rules);
    return apply(dataSource, await retentionKey(dataSource, settings), rules);
  });
}

async function reportDue(dataSource: DataSource, rules: readonly RetentionRule[]): Promise<void> {
  const months = await findDueMonths(dataSource, rules, new Date());
  for (const { month, runs, results, kept } of months) {
    const how = kept === 0 ? 'its partitions would be dropped' : `${kept} runs would remain`;
    process.stdout.write(`${month}: ${runs} runs with ${results} results would be deleted; ${how}\n`);
  }
  if (months.length === 0) process.stdout.write('Nothing would be deleted.\n');
}

async function confirm(dataSource: DataSource, key: KeyObject): Promise<void> {
  const drops = await confirmDrops(dataSource, key, BY);
  process.stdout.write(drops.length === 0 ? 'Everything is signed.\n' : `Signed retention ${drops.join(', ')}.\n`);
}

async function apply(dataSource: DataSource, key: KeyObject, rules: readonly RetentionRule[]): Promise<void> {
  const applied = await applyRetention(dataSource, key, { rules, now: new Date(), by: BY });
  if (applied === null) throw new CommandFailed('A worker is applying retention right now. Try again later.');
  for (const { name, how, lockedMs } of applied.partitions) {
    process.stdout.write(`${name} ${how}; its table was locked for ${lockedMs.toFixed(0)} ms\n`);
  }
  process.stdout.write(`Deleted the details of ${applied.runs} runs with ${applied.results} results.\n`);
}
