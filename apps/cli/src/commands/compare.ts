import type { Command } from 'commander';
import { CommandError } from '../exit-code.js';
import type { Answer } from '../output/answer.js';
import { facts, table, type Column } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';
import { duration, moment } from '../output/words.js';
import type { AddCommand } from './add-command.js';
import { limitOption } from './option-values.js';

const COMPARISON = /* GraphQL */ `
  fragment Comparison on RunComparison {
    before {
      ...ComparedRun
    }
    after {
      ...ComparedRun
    }
    durationDifference
    differences {
      turned
      broken
      mended
    }
    changedFacts {
      name
      before
      after
    }
    playsOnlyBefore
    playsOnlyAfter
    images(first: $first) {
      nodes {
        service
        hostName
        containerName
        tagBefore
        tagAfter
        imageBefore
        imageAfter
      }
      totalCount
    }
    hosts(first: $first) {
      nodes {
        hostName
        before
        after
      }
      totalCount
    }
    turned(first: $first) {
      nodes {
        hostName
        task {
          name
        }
        before {
          status
        }
        after {
          status
          message
        }
      }
      totalCount
    }
    onlyBefore(first: $first) {
      nodes {
        task {
          name
        }
        hostNames
      }
      totalCount
    }
    onlyAfter(first: $first) {
      nodes {
        task {
          name
        }
        hostNames
      }
      totalCount
    }
  }
  fragment ComparedRun on Run {
    uuid
    startedAt
    status
    playbookPath
    duration
    origin {
      action
      operator
    }
  }
`;

export const COMPARE_RUNS = /* GraphQL */ `
  query CompareRuns($before: ID!, $after: ID!, $first: Int!) {
    compareRuns(a: $before, b: $after) {
      ...Comparison
    }
  }
  ${COMPARISON}
`;

export const COMPARE_TO_LAST_GOOD = /* GraphQL */ `
  query CompareToLastGood($run: ID!, $service: String, $first: Int!) {
    run(id: $run) {
      comparedToLastGood(service: $service) {
        ...Comparison
      }
    }
  }
  ${COMPARISON}
`;

interface Counted<Node> {
  nodes: Node[];
  totalCount: number;
}

interface ComparedRun {
  uuid: string;
  startedAt: string;
  status: string;
  playbookPath: string | null;
  duration: number;
  origin: { action: string | null; operator: string | null } | null;
}

interface Comparison {
  before: ComparedRun;
  after: ComparedRun;
  differences: { turned: number; broken: number; mended: number };
  changedFacts: { name: string; before: unknown; after: unknown }[];
  images: Counted<{
    service: string;
    hostName: string;
    containerName: string;
    imageBefore: string;
    imageAfter: string;
  }>;
  hosts: Counted<{ hostName: string; before: string | null; after: string | null }>;
  turned: Counted<{
    hostName: string;
    task: { name: string };
    before: { status: string };
    after: { status: string; message: string | null };
  }>;
  onlyBefore: Counted<LoneTask>;
  onlyAfter: Counted<LoneTask>;
}

interface LoneTask {
  task: { name: string };
  hostNames: string[];
}

interface Options {
  limit: number;
  service?: string;
}

const FACTS: Column<Comparison['changedFacts'][number]>[] = [
  { title: 'WHAT', of: ({ name }) => name },
  { title: 'BEFORE', of: ({ before }) => value(before), flexible: true },
  { title: 'AFTER', of: ({ after }) => value(after), flexible: true },
];

const IMAGES: Column<Comparison['images']['nodes'][number]>[] = [
  { title: 'SERVICE', of: ({ service }) => service },
  { title: 'HOST', of: ({ hostName }) => hostName },
  { title: 'CONTAINER', of: ({ containerName }) => containerName },
  { title: 'BEFORE', of: ({ imageBefore }) => imageBefore, flexible: true },
  { title: 'AFTER', of: ({ imageAfter }) => imageAfter, flexible: true },
];

const HOSTS: Column<Comparison['hosts']['nodes'][number]>[] = [
  { title: 'HOST', of: ({ hostName }) => hostName },
  { title: 'BEFORE', of: ({ before }) => before ?? 'not there' },
  { title: 'AFTER', of: ({ after }) => after ?? 'not there' },
];

const TURNED: Column<Comparison['turned']['nodes'][number]>[] = [
  { title: 'HOST', of: ({ hostName }) => hostName },
  { title: 'TASK', of: ({ task }) => task.name, flexible: true },
  { title: 'BEFORE', of: ({ before }) => before.status },
  { title: 'AFTER', of: ({ after }) => after.status },
  { title: 'MESSAGE', of: ({ after }) => after.message ?? '', flexible: true },
];

const LONE_TASKS: Column<LoneTask>[] = [
  { title: 'TASK', of: ({ task }) => task.name, flexible: true },
  { title: 'HOSTS', of: ({ hostNames }) => hostNames.join(' '), flexible: true },
];

/** `playledger compare RUN [WITH]`: two runs, or a run and the last good one of its kind. */
export function addCompare(program: Command, add: AddCommand): void {
  const command = program
    .command('compare <run> [earlier]')
    .description('a run beside an earlier one; without it, beside the last good one of its services, action and hosts')
    .option('--service <name>', 'the last good one of this service alone')
    .addOption(limitOption());
  add<Options>(command, async (client, [run, earlier], { limit, service }) => {
    // Each part of a comparison is one page: whoever needs all of a long one asks the API.
    const first = Math.min(limit, 100);
    if (earlier !== undefined) {
      const variables = { before: earlier, after: run, first };
      const { compareRuns } = await client.ask<{ compareRuns: Comparison | null }>(COMPARE_RUNS, variables);
      return answer(compareRuns, `There is no run "${run}" or no run "${earlier}".`);
    }
    const variables = { run, service, first };
    const found = await client.ask<{ run: { comparedToLastGood: Comparison | null } | null }>(
      COMPARE_TO_LAST_GOOD,
      variables,
    );
    if (found.run === null) throw new CommandError('notFound', `There is no run "${run}".`);
    return answer(found.run.comparedToLastGood, 'There is no earlier good run of the same services, action and hosts.');
  });
}

function answer(comparison: Comparison | null, otherwise: string): Answer {
  if (comparison === null) throw new CommandError('notFound', otherwise);
  return { data: comparison, show: (terminal) => show(comparison, terminal) };
}

function show(comparison: Comparison, terminal: Terminal): string {
  const { before, after, differences, changedFacts, images, hosts, turned, onlyBefore, onlyAfter } = comparison;
  const { turned: all, broken, mended } = differences;
  const section = <Row>(title: string, columns: Column<Row>[], { nodes, totalCount }: Counted<Row>) =>
    nodes.length === 0 ? [] : [`${title} (${cut(nodes.length, totalCount)})\n${table(columns, nodes, terminal)}`];
  return [
    facts(
      [
        ['before', inShort(before)],
        ['after', inShort(after)],
        ['turned', `${all} results: ${broken} broken, ${mended} mended`],
      ],
      terminal,
    ),
    ...section('Started otherwise', FACTS, { nodes: changedFacts, totalCount: changedFacts.length }),
    ...section('Other images', IMAGES, images),
    ...section('Hosts that ended otherwise', HOSTS, hosts),
    ...section('Results that turned', TURNED, turned),
    ...section('Tasks of the earlier run only', LONE_TASKS, onlyBefore),
    ...section('Tasks of the later run only', LONE_TASKS, onlyAfter),
  ].join('\n\n');
}

function inShort({ startedAt, playbookPath, origin, status, duration: seconds, uuid }: ComparedRun): string {
  const by = origin?.operator == null ? null : `by ${origin.operator}`;
  const words = [moment(startedAt), playbookPath, origin?.action, by, `${status} in ${duration(seconds)}`, uuid];
  return words.filter(Boolean).join(' ');
}

function cut(shown: number, all: number): string {
  return shown < all ? `${shown} of ${all}` : String(all);
}

function value(fact: unknown): string {
  if (fact === null) return '';
  return typeof fact === 'string' ? fact : JSON.stringify(fact);
}
