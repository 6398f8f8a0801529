import type { Command } from 'commander';
import { CommandError } from '../exit/command-error.js';
import { moreThan } from '../output/answer.js';
import { facts, table, type Column } from '../output/table.js';
import { commit, duration, moment } from '../output/words.js';
import { PAGE_INFO, type Page } from '../server/graphql-client.js';
import type { AddCommand } from './add-command.js';
import { limitOption } from './option-values.js';

export const SERVICE = /* GraphQL */ `
  query Service($name: String!, $first: Int!, $after: String) {
    service(name: $name) {
      name
      lastGood { ...Fields }
      lastFailed { ...Fields }
      durationTrend { median change }
      deployments(first: $first, after: $after) { nodes { ...Fields } ${PAGE_INFO} }
    }
  }
  fragment Fields on Deployment {
    startedAt action outcome checkMode release imageTags operator configurationCommit duration
    hostCount deployedHostCount missed: hosts(outcome: [unreachable, failed], first: 3) {
      totalCount nodes { host { name } outcome }
    }
    resultCounts { changed failed unreachable } run { uuid }
  }
`;

interface Deployment {
  startedAt: string;
  action: string | null;
  outcome: string;
  checkMode: boolean;
  release: string | null;
  imageTags: string[];
  operator: string | null;
  configurationCommit: string | null;
  duration: number;
  hostCount: number;
  deployedHostCount: number;
  /** Those that it lost; the first of them by name. */
  missed: { totalCount: number; nodes: { host: { name: string }; outcome: string }[] };
  resultCounts: { changed: number };
  run: { uuid: string } | null;
}

interface Service {
  name: string;
  lastGood: Deployment | null;
  lastFailed: Deployment | null;
  durationTrend: { median: number | null; change: number | null };
  deployments: Page<Deployment>;
}

const COLUMNS: Column<Deployment>[] = [
  { title: 'STARTED', of: ({ startedAt }) => moment(startedAt) },
  { title: 'ACTION', of: ({ action }) => action ?? '' },
  { title: 'CHECK', of: ({ checkMode }) => (checkMode ? 'check' : '') },
  { title: 'OUTCOME', of: ({ outcome }) => outcome },
  { title: 'HOSTS', of: ({ deployedHostCount, hostCount }) => `${deployedHostCount}/${hostCount}`, right: true },
  { title: 'LOST', of: ({ missed }) => lostHosts(missed), flexible: true },
  { title: 'CHANGED', of: ({ resultCounts }) => String(resultCounts.changed), right: true },
  { title: 'RELEASE', of: ({ release }) => release ?? '' },
  { title: 'IMAGE TAGS', of: ({ imageTags }) => imageTags.join(' '), flexible: true },
  { title: 'OPERATOR', of: ({ operator }) => operator ?? '', flexible: true },
  { title: 'COMMIT', of: ({ configurationCommit }) => commit(configurationCommit) },
  { title: 'TOOK', of: (deployment) => duration(deployment.duration), right: true },
  { title: 'RUN', of: ({ run }) => run?.uuid ?? '' },
];

/** `playledger service NAME`: its deployments, and how they went. */
export function addService(program: Command, add: AddCommand): void {
  const command = program
    .command('service <name>')
    .description('show a service and its deployments, newest first')
    .addOption(limitOption(20));
  add<{ limit: number }>(command, async (client, [name], { limit }) => {
    const pageOf = ({ service }: { service: Service | null }) => {
      if (service === null) throw new CommandError('notFound', `No run has deployed a service "${name}".`);
      return service.deployments;
    };
    const { first, nodes, more } = await client.list(SERVICE, { name }, limit, pageOf);
    const service = first.service as Service;
    return {
      data: { ...service, deployments: nodes },
      show: (terminal) =>
        [
          facts(
            [
              ['service', service.name],
              ['last successful', inShort(service.lastGood)],
              ['last failed', inShort(service.lastFailed)],
              ['takes', takes(service.durationTrend)],
            ],
            terminal,
          ),
          table(COLUMNS, nodes, terminal) + moreThan(nodes.length, more),
        ].join('\n\n'),
    };
  });
}

function inShort(deployment: Deployment | null): string | null {
  if (deployment === null) return null;
  const { startedAt, action, operator } = deployment;
  return [moment(startedAt), action, operator !== null && `by ${operator}`].filter(Boolean).join(' ');
}

function lostHosts({ nodes, totalCount }: Deployment['missed']): string {
  const named = nodes.map(({ host, outcome }) => `${host.name} ${outcome}`);
  const more = totalCount - nodes.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function takes({ median, change }: Service['durationTrend']): string | null {
  if (median === null) return null;
  return change === null
    ? duration(median)
    : `${duration(median)} (later deployments: ${change.toFixed(2)} times the earlier ones)`;
}
