import type { Command } from 'commander';
import { CommandError } from '../exit/command-error.js';
import { moreThan } from '../output/answer.js';
import { facts, table, type Column } from '../output/table.js';
import { duration, moment } from '../output/words.js';
import { PAGE_INFO, type Page } from '../server/graphql-client.js';
import type { AddCommand } from './add-command.js';
import { limitOption } from './option-values.js';

export const HOST = /* GraphQL */ `
  query Host($name: String!, $service: String, $first: Int!, $after: String) {
    host(name: $name) {
      name
      lastRun { run { uuid startedAt status name playbookPath } }
      lastGood { ...Fields }
      lastFailed { ...Fields }
      deployments(service: $service, first: $first, after: $after) { nodes { ...Fields } ${PAGE_INFO} }
    }
  }
  fragment Fields on DeploymentHost {
    startedAt service action outcome deployed checkMode release imageTag duration
    resultCounts { changed failed unreachable } run { uuid }
  }
`;

interface Deployment {
  startedAt: string;
  service: string;
  action: string | null;
  outcome: string;
  checkMode: boolean;
  release: string | null;
  imageTag: string | null;
  duration: number;
  resultCounts: { changed: number };
  run: { uuid: string } | null;
}

interface Host {
  name: string;
  lastRun: { run: { startedAt: string; status: string; name: string | null; playbookPath: string | null } } | null;
  lastGood: Deployment | null;
  lastFailed: Deployment | null;
  deployments: Page<Deployment>;
}

interface Options {
  limit: number;
  service?: string;
}

const COLUMNS: Column<Deployment>[] = [
  { title: 'STARTED', of: ({ startedAt }) => moment(startedAt) },
  { title: 'SERVICE', of: ({ service }) => service },
  { title: 'ACTION', of: ({ action }) => action ?? '' },
  { title: 'CHECK', of: ({ checkMode }) => (checkMode ? 'check' : '') },
  { title: 'OUTCOME', of: ({ outcome }) => outcome },
  { title: 'CHANGED', of: ({ resultCounts }) => String(resultCounts.changed), right: true },
  { title: 'RELEASE', of: ({ release }) => release ?? '' },
  { title: 'IMAGE TAG', of: ({ imageTag }) => imageTag ?? '', flexible: true },
  { title: 'TOOK', of: (deployment) => duration(deployment.duration), right: true },
  { title: 'RUN', of: ({ run }) => run?.uuid ?? '' },
];

/** `playledger host NAME`: what was deployed on it, and how that went. */
export function addHost(program: Command, add: AddCommand): void {
  const command = program
    .command('host <name>')
    .description('show a host and its deployments, newest first')
    .option('--service <name>', 'only this service')
    .addOption(limitOption(20));
  add<Options>(command, async (client, [name], { limit, service }) => {
    const pageOf = ({ host }: { host: Host | null }) => {
      if (host === null) throw new CommandError('notFound', `No run has had a host "${name}".`);
      return host.deployments;
    };
    const { first, nodes, more } = await client.list(HOST, { name, service }, limit, pageOf);
    const host = first.host as Host;
    return {
      data: { ...host, deployments: nodes },
      show: (terminal) =>
        [
          facts(
            [
              ['host', host.name],
              ['last run', lastRun(host)],
              ['last successful', inShort(host.lastGood)],
              ['last failed', inShort(host.lastFailed)],
            ],
            terminal,
          ),
          nodes.length === 0
            ? 'Nothing has been deployed.'
            : table(COLUMNS, nodes, terminal) + moreThan(nodes.length, more),
        ].join('\n\n'),
    };
  });
}

function lastRun({ lastRun: last }: Host): string | null {
  if (last === null) return null;
  return [moment(last.run.startedAt), last.run.playbookPath ?? last.run.name, last.run.status]
    .filter(Boolean)
    .join(' ');
}

function inShort(deployment: Deployment | null): string | null {
  if (deployment === null) return null;
  const { startedAt, service, action } = deployment;
  return [moment(startedAt), service, action].filter(Boolean).join(' ');
}
