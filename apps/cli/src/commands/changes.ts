import type { Command } from 'commander';
import { moreThan } from '../output/answer.js';
import { table, type Column } from '../output/table.js';
import { commit, moment } from '../output/words.js';
import { PAGE_INFO, type Page } from '../server/graphql-client.js';
import type { AddCommand } from './add-command.js';
import { limitOption, timeOption } from './option-values.js';

export const CHANGES = /* GraphQL */ `
  query Changes($filter: ChangeFilter, $first: Int!, $after: String) {
    changes(filter: $filter, first: $first, after: $after) {
      nodes {
        occurredAt hostName delegates service action operator environment configurationCommit checkMode resultId
        task { name action role }
        diff { state text }
        run { uuid }
      }
      ${PAGE_INFO}
    }
  }
`;

export const DROPPED_CHANGES = /* GraphQL */ `
  query DroppedChanges($filter: ChangeFilter) {
    droppedChanges(filter: $filter) {
      runs
      firstStartedAt
      lastStartedAt
      lastDroppedAt
    }
  }
`;

interface DroppedChanges {
  runs: number;
  firstStartedAt: string;
  lastStartedAt: string;
  lastDroppedAt: string;
}

interface Change {
  occurredAt: string;
  hostName: string;
  delegates: string[];
  service: string | null;
  action: string | null;
  operator: string | null;
  configurationCommit: string | null;
  task: { name: string } | null;
  diff: { state: string; text: string | null };
  run: { uuid: string };
}

interface Options {
  limit: number;
  since?: string;
  until?: string;
  service?: string;
  host?: string;
  operator?: string;
  environment?: string;
  commit?: string;
  run?: string;
  check?: true;
  diff?: true;
}

const COLUMNS: Column<Change>[] = [
  { title: 'WHEN', of: ({ occurredAt }) => moment(occurredAt) },
  { title: 'OPERATOR', of: ({ operator }) => operator ?? '', flexible: true },
  { title: 'COMMIT', of: ({ configurationCommit }) => commit(configurationCommit) },
  { title: 'SERVICE', of: ({ service }) => service ?? '' },
  { title: 'ACTION', of: ({ action }) => action ?? '' },
  { title: 'HOST', of: ({ hostName, delegates }) => [hostName, ...delegates].join(' -> ') },
  { title: 'TASK', of: ({ task }) => task?.name ?? '', flexible: true },
  { title: 'DIFF', of: ({ diff }) => diff.state },
  { title: 'RUN', of: ({ run }) => run.uuid },
];

/** `playledger changes`: what real runs changed, by whom and from which commit. */
export function addChanges(program: Command, add: AddCommand): void {
  const command = program
    .command('changes')
    .description('list what runs changed, by whom and from which commit, newest first')
    .addOption(timeOption('--since <time>', 'only changes at or after this time'))
    .addOption(timeOption('--until <time>', 'only changes before this time'))
    .option('--service <name>', 'only this service')
    .option('--host <name>', 'only this host')
    .option('--operator <name>', 'only this operator')
    .option('--environment <name>', 'only this environment')
    .option('--commit <hash>', 'only this commit of the configuration')
    .option('--run <id>', 'only this run')
    .option('--check', 'show what check mode predicted instead')
    .option('--diff', 'show the diffs')
    .addOption(limitOption());
  add<Options>(command, async (client, _operands, { limit, commit: hash, check, diff, ...given }) => {
    const filter = { ...given, ...(hash && { configurationCommit: hash }), ...(check && { checkMode: true }) };
    const pageOf = ({ changes }: { changes: Page<Change> }) => changes;
    const { nodes, more } = await client.list(CHANGES, { filter }, limit, pageOf);
    const { droppedChanges } = await client.ask<{ droppedChanges: DroppedChanges | null }>(DROPPED_CHANGES, { filter });
    return {
      data: nodes,
      remark: droppedChanges && notComplete(droppedChanges),
      show: (terminal) => {
        if (nodes.length === 0) return 'No changes.';
        const list = table(COLUMNS, nodes, terminal) + moreThan(nodes.length, more);
        return [list, ...(diff === true ? nodes.flatMap(shownDiff) : [])].join('\n\n');
      },
    };
  });
}

/** What retention took of the list, as exports say it. */
function notComplete({ runs, firstStartedAt, lastStartedAt, lastDroppedAt }: DroppedChanges): string {
  const begun = `started from ${moment(firstStartedAt)} to ${moment(lastStartedAt)}, the last at ${moment(lastDroppedAt)}`;
  return (
    `Incomplete: retention removed the details of ${runs} ${runs === 1 ? 'run' : 'runs'}, ${begun}. ` +
    'Their changes are no longer listed.'
  );
}

/** A change's diff under its name; nothing where there is none. Its lines stay, other control characters go. */
function shownDiff({ hostName, task, diff }: Change): string[] {
  if (diff.text === null) return [];
  const text = diff.text.replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, '');
  return [`${hostName}: ${task?.name ?? ''}\n${text.trimEnd()}`];
}
