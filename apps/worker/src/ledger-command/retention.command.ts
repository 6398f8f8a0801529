import { InvalidArgumentError, type Command } from 'commander';
import type { DataSource } from 'typeorm';
import { parseRetention, type RetentionRule } from '#config';
import { applyRetention } from '../retention/apply-retention.js';
import { findDueMonths } from '../retention/find-due-runs.js';
import { CommandFailed } from './command-failed.js';
import { withDatabase } from './with-database.js';

interface Options {
  dryRun: boolean;
  policy?: RetentionRule[];
}

/** `retention [--dry-run] [--policy RULES]`: what the workers do every hour, now. */
export function addRetention(program: Command): void {
  program
    .command('retention')
    .description('drop the details of runs that are older than PLAYLEDGER_RETENTION says')
    .option('--dry-run', 'only tell what would be dropped', false)
    .option('--policy <rules>', 'these rules instead, as "400d, label:ci=30d, environment:testbed=90d"', policyOf)
    .action(retention);
}

function policyOf(text: string): RetentionRule[] {
  const rules = parseRetention(text);
  if (rules === null) throw new InvalidArgumentError(`"${text}" are no rules.`);
  return rules;
}

async function retention({ dryRun, policy }: Options): Promise<void> {
  await withDatabase('retention', async (dataSource, settings) => {
    const rules = policy ?? settings.retention;
    if (rules.length === 0) throw new CommandFailed('PLAYLEDGER_RETENTION is not set: everything is kept.');
    return dryRun ? tellDue(dataSource, rules) : apply(dataSource, rules);
  });
}

async function tellDue(dataSource: DataSource, rules: readonly RetentionRule[]): Promise<void> {
  const months = await findDueMonths(dataSource, rules, new Date());
  for (const { month, runs, results, kept } of months) {
    const how = kept === 0 ? 'its partitions would be dropped' : `${kept} runs stay`;
    process.stdout.write(`${month}: ${runs} runs with ${results} results would go; ${how}\n`);
  }
  if (months.length === 0) process.stdout.write('Nothing would be dropped.\n');
}

async function apply(dataSource: DataSource, rules: readonly RetentionRule[]): Promise<void> {
  const applied = await applyRetention(dataSource, rules, new Date());
  if (applied === null) throw new CommandFailed('A worker is at it.');
  for (const { name, how, lockedMs } of applied.partitions) {
    process.stdout.write(`${name} ${how}; its table was locked for ${lockedMs.toFixed(0)} ms\n`);
  }
  process.stdout.write(`Dropped the details of ${applied.runs} runs with ${applied.results} results.\n`);
}
