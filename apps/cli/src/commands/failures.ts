import type { Command } from 'commander';
import { moreThan } from '../output/answer.js';
import { table, type Column } from '../output/table.js';
import { moment } from '../output/words.js';
import { PAGE_INFO, type Page } from '../server/graphql-client.js';
import type { AddCommand } from './add-command.js';
import { instant, limitOption, timeOption } from './option-values.js';

export const FAILURES = /* GraphQL */ `
  query Failures($filter: TaskResultFilter, $first: Int!, $after: String) {
    taskResults(filter: $filter, first: $first, after: $after) {
      nodes {
        id occurredAt hostName status ignored rescued message
        task { name action role path line }
        run { uuid name playbookPath checkMode }
        failure { item rc stderr group { fingerprint state runCount firstSeenAt } }
      }
      ${PAGE_INFO}
    }
  }
`;

interface Failure {
  occurredAt: string;
  hostName: string;
  status: string;
  ignored: boolean;
  rescued: boolean;
  message: string | null;
  task: { name: string } | null;
  run: { uuid: string; checkMode: boolean | null } | null;
  failure: { group: { state: string } | null } | null;
}

interface Options {
  limit: number;
  since?: string;
  until?: string;
  host?: string;
  role?: string;
  run?: string;
  all?: true;
}

const COLUMNS: Column<Failure>[] = [
  { title: 'WHEN', of: ({ occurredAt }) => moment(occurredAt) },
  { title: 'STATUS', of: ({ ignored, rescued, status }) => (ignored ? 'ignored' : rescued ? 'rescued' : status) },
  { title: 'CHECK', of: ({ run }) => (run?.checkMode === true ? 'check' : '') },
  { title: 'CAUSE', of: ({ failure }) => failure?.group?.state ?? '' },
  { title: 'HOST', of: ({ hostName }) => hostName },
  { title: 'TASK', of: ({ task }) => task?.name ?? '', flexible: true },
  { title: 'MESSAGE', of: ({ message }) => message ?? '', flexible: true },
  { title: 'RUN', of: ({ run }) => run?.uuid ?? '' },
];

/** `playledger failures`: what failed, and whether its cause is new. */
export function addFailures(program: Command, add: AddCommand): void {
  const command = program
    .command('failures')
    .description('list failed and unreachable results, newest first, and whether their cause is new')
    .addOption(
      timeOption('--since <time>', 'only failures at or after this time (default without --run: the last 7 days)'),
    )
    .addOption(timeOption('--until <time>', 'only failures before this time'))
    .option('--host <name>', 'only this host')
    .option('--role <name>', 'only tasks of this role')
    .option('--run <id>', 'only this run')
    .option('--all', 'include ignored and rescued failures')
    .addOption(limitOption());
  add<Options>(command, async (client, _operands, { limit, all, ...given }) => {
    const filter = {
      status: ['failed', 'unreachable'],
      ...(given.run === undefined && { since: instant('7d', new Date()) }),
      ...(all !== true && { ignored: false, rescued: false }),
      ...given,
    };
    const pageOf = ({ taskResults }: { taskResults: Page<Failure> }) => taskResults;
    const { nodes, more } = await client.list(FAILURES, { filter }, limit, pageOf);
    return {
      data: nodes,
      show: (terminal) =>
        nodes.length === 0 ? 'No failures.' : table(COLUMNS, nodes, terminal) + moreThan(nodes.length, more),
    };
  });
}
