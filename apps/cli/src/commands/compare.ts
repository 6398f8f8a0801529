import type { Command } from 'commander';
import { writeJson } from '#exact-json';
import { CommandError } from '../exit/command-error.js';
import type { Answer } from '../output/answer.js';
import { facts, table, type Column } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';
import { duration, moment } from '../output/words.js';
import type { AddCommand } from './add-command.js';
import {
  COMPARE_RUNS,
  COMPARE_TO_LAST_GOOD,
  type ComparedRun,
  type Comparison,
  type Counted,
  type LoneTask,
  type Version,
} from './compare-query.js';
import { limitOption } from './option-values.js';

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
  { title: 'BEFORE', of: ({ before }) => before ?? 'absent' },
  { title: 'AFTER', of: ({ after }) => after ?? 'absent' },
];

const TURNED: Column<Comparison['turned']['nodes'][number]>[] = [
  { title: 'HOST', of: ({ hostName }) => hostName },
  { title: 'TASK', of: ({ task }) => task.name, flexible: true },
  { title: 'BEFORE', of: ({ before }) => before.status },
  { title: 'AFTER', of: ({ after }) => after.status },
  { title: 'MESSAGE', of: ({ after }) => after.message ?? '', flexible: true },
];

const COLLECTIONS: Column<NonNullable<Comparison['collections']>['nodes'][number]>[] = [
  { title: 'COLLECTION', of: ({ name }) => name },
  { title: 'BEFORE', of: ({ before }) => version(before) },
  { title: 'AFTER', of: ({ after }) => version(after) },
];

const INPUTS: Column<Comparison['changedInputs']['nodes'][number]>[] = [
  { title: 'HOST', of: ({ hostName }) => hostName },
  { title: 'TASK', of: ({ task }) => task.name, flexible: true },
  { title: 'WHAT', of: ({ changed }) => inputs(changed), flexible: true },
];

const LONE_TASKS: Column<LoneTask>[] = [
  { title: 'TASK', of: ({ task }) => task.name, flexible: true },
  { title: 'HOSTS', of: ({ hostNames }) => hostNames.join(' '), flexible: true },
];

/** `playledger compare RUN [WITH]`: two runs, or a run and the last successful one of its kind. */
export function addCompare(program: Command, add: AddCommand): void {
  const command = program
    .command('compare <run> [earlier]')
    .description(
      'compare a run with an earlier one; by default, with the last successful run of its services, action and hosts',
    )
    .option('--service <name>', 'compare with the last successful run of this service only')
    .addOption(limitOption());
  add<Options>(command, async (client, [run, earlier], { limit, service }) => {
    // Each part of a comparison is one page: clients that need all of a long one query the API.
    const first = Math.min(limit, 100);
    if (earlier !== undefined) {
      const variables = { before: earlier, after: run, first };
      const { compareRuns } = await client.ask<{ compareRuns: Comparison | null }>(COMPARE_RUNS, variables);
      return answer(compareRuns, `Run "${run}" or run "${earlier}" does not exist.`);
    }
    const variables = { run, service, first };
    const found = await client.ask<{ run: { comparedToLastGood: Comparison | null } | null }>(
      COMPARE_TO_LAST_GOOD,
      variables,
    );
    if (found.run === null) throw new CommandError('notFound', `Run "${run}" does not exist.`);
    return answer(
      found.run.comparedToLastGood,
      'There is no earlier successful run of the same services, action and hosts.',
    );
  });
}

function answer(comparison: Comparison | null, otherwise: string): Answer {
  if (comparison === null) throw new CommandError('notFound', otherwise);
  return { data: comparison, show: (terminal) => show(comparison, terminal) };
}

function show(comparison: Comparison, terminal: Terminal): string {
  const { before, after, differences, changedFacts, collections, images, hosts } = comparison;
  const { turned, changedInputs, onlyBefore, onlyAfter } = comparison;
  const { turned: all, broken, mended } = differences;
  const section = <Row>(title: string, columns: Column<Row>[], { nodes, totalCount }: Counted<Row>) =>
    nodes.length === 0 ? [] : [`${title} (${cut(nodes.length, totalCount)})\n${table(columns, nodes, terminal)}`];
  return [
    facts(
      [
        ['before', inShort(before)],
        ['after', inShort(after)],
        ['differences', `${all} results with another status: ${broken} newly failed, ${mended} recovered`],
      ],
      terminal,
    ),
    ...section('Started differently', FACTS, { nodes: changedFacts, totalCount: changedFacts.length }),
    ...(collections === null ? [] : section('Different collections', COLLECTIONS, collections)),
    ...section('Different images', IMAGES, images),
    ...section('Hosts with another outcome', HOSTS, hosts),
    ...section('Results with another status', TURNED, turned),
    ...section('Tasks with other arguments', INPUTS, changedInputs),
    ...section('Tasks only in the earlier run', LONE_TASKS, onlyBefore),
    ...section('Tasks only in the later run', LONE_TASKS, onlyAfter),
  ].join('\n\n');
}

function inShort({ startedAt, name, playbookPath, origin, status, duration: seconds, uuid }: ComparedRun): string {
  const by = origin?.operator == null ? null : `by ${origin.operator}`;
  const words = [
    moment(startedAt),
    playbookPath ?? name,
    origin?.action,
    by,
    `${status} in ${duration(seconds)}`,
    uuid,
  ];
  return words.filter(Boolean).join(' ');
}

function version(collection: Version | null): string {
  return collection === null ? 'absent' : (collection.version ?? 'unknown');
}

function inputs(changed: Comparison['changedInputs']['nodes'][number]['changed']): string {
  if (changed === null) return 'no longer stored';
  const names = new Set(changed.arguments.map(({ name }) => name));
  const items = [
    ...changed.itemsOnlyBefore.map((item) => `without ${value(item)}`),
    ...changed.itemsOnlyAfter.map((item) => `with ${value(item)}`),
  ];
  return [...names, ...items].join(' ');
}

function cut(shown: number, all: number): string {
  return shown < all ? `${shown} of ${all}` : String(all);
}

function value(fact: unknown): string {
  if (fact === null) return '';
  return typeof fact === 'string' ? fact : writeJson(fact);
}
