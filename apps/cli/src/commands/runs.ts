import type { Command } from 'commander';
import { moreThan } from '../output/answer.js';
import { table, type Column } from '../output/table.js';
import { duration, moment } from '../output/words.js';
import { PAGE_INFO, type Page } from '../server/graphql-client.js';
import type { AddCommand } from './add-command.js';
import { choiceOption, limitOption, timeOption } from './option-values.js';

export const RUNS = /* GraphQL */ `
  query Runs($filter: RunFilter, $first: Int!, $after: String) {
    runs(filter: $filter, first: $first, after: $after) {
      nodes {
        uuid status name playbookPath startedAt finishedAt duration checkMode
        origin { action operator environment configurationCommit }
        counts { ok changed failed unreachable skipped rescued ignored }
      }
      ${PAGE_INFO}
    }
  }
`;

interface Run {
  uuid: string;
  status: string;
  name: string | null;
  playbookPath: string | null;
  startedAt: string;
  duration: number;
  checkMode: boolean | null;
  origin: { action: string | null; operator: string | null } | null;
  counts: { ok: number; changed: number; failed: number; unreachable: number };
}

interface Options {
  limit: number;
  status?: string;
  host?: string;
  user?: string;
  playbook?: string;
  since?: string;
  until?: string;
  check?: true;
}

const COLUMNS: Column<Run>[] = [
  { title: 'STARTED', of: ({ startedAt }) => moment(startedAt) },
  { title: 'STATUS', of: ({ status }) => status },
  { title: 'PLAYBOOK', of: ({ playbookPath, name }) => playbookPath ?? name ?? '', flexible: true },
  { title: 'ACTION', of: ({ origin }) => origin?.action ?? '' },
  { title: 'CHECK', of: ({ checkMode }) => (checkMode === true ? 'check' : '') },
  { title: 'OPERATOR', of: ({ origin }) => origin?.operator ?? '', flexible: true },
  { title: 'OK', of: ({ counts }) => String(counts.ok), right: true },
  { title: 'CHANGED', of: ({ counts }) => String(counts.changed), right: true },
  { title: 'FAILED', of: ({ counts }) => String(counts.failed), right: true },
  { title: 'UNREACHABLE', of: ({ counts }) => String(counts.unreachable), right: true },
  { title: 'TOOK', of: (run) => duration(run.duration), right: true },
  { title: 'RUN', of: ({ uuid }) => uuid },
];

/** `playledger runs`: the newest first, with Ansible's recap. */
export function addRuns(program: Command, add: AddCommand): void {
  const command = program
    .command('runs')
    .description('list runs, newest first')
    .addOption(choiceOption('--status <status>', 'only this status', ['running', 'completed', 'failed', 'interrupted']))
    .option('--host <name>', 'only runs with this host')
    .option('--user <name>', 'only runs of this user, directly or through sudo')
    .option('--playbook <path>', 'only playbooks with this text in their path')
    .addOption(timeOption('--since <time>', 'only runs started at or after this time'))
    .addOption(timeOption('--until <time>', 'only runs started before this time'))
    .option('--check', 'only runs in check mode')
    .addOption(limitOption());
  add<Options>(command, async (client, _operands, options) => {
    const { limit, playbook, check, ...filter } = options;
    const variables = {
      filter: { ...filter, ...(playbook && { playbookPath: playbook }), ...(check && { checkMode: true }) },
    };
    const { nodes, more } = await client.list(RUNS, variables, limit, ({ runs }: { runs: Page<Run> }) => runs);
    return {
      data: nodes,
      show: (terminal) =>
        nodes.length === 0 ? 'No runs.' : table(COLUMNS, nodes, terminal) + moreThan(nodes.length, more),
    };
  });
}
