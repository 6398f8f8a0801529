import type { Command } from 'commander';
import { table, type Column } from '../output/table.js';
import { moment } from '../output/words.js';
import type { AddCommand } from './add-command.js';
import { moreThan } from '../output/answer.js';
import { limitOption, timeOption } from './option-values.js';

export const STATE = /* GraphQL */ `
  query State($service: String, $environment: String, $at: DateTime) {
    stateMatrix(service: $service, environment: $environment, at: $at) {
      service
      host
      action
      outcome
      release
      imageTag
      deployedAt
      divergent
      unfinished {
        action
        at
        run {
          uuid
        }
      }
      containers {
        name
        image
        tag
        confirmed
      }
      run {
        uuid
        origin {
          operator
        }
      }
    }
  }
`;

interface ServiceState {
  service: string;
  host: string;
  action: string | null;
  outcome: string;
  release: string | null;
  imageTag: string | null;
  deployedAt: string;
  divergent: boolean;
  unfinished: { action: string | null; at: string; run: { uuid: string } | null } | null;
  run: { uuid: string; origin: { operator: string | null } | null } | null;
}

interface Options {
  limit: number;
  host?: string;
  environment?: string;
  at?: string;
}

const COLUMNS: Column<ServiceState>[] = [
  { title: 'SERVICE', of: ({ service }) => service },
  { title: 'HOST', of: ({ host }) => host },
  { title: 'ACTION', of: ({ action }) => action ?? '' },
  { title: 'OUTCOME', of: ({ outcome, unfinished }) => (unfinished === null ? outcome : `${outcome}: unfinished`) },
  { title: 'RELEASE', of: ({ release }) => release ?? '' },
  { title: 'IMAGE TAG', of: ({ imageTag }) => imageTag ?? '', flexible: true },
  { title: 'DIFFERS', of: ({ divergent, unfinished }) => (divergent && unfinished === null ? 'differs' : '') },
  { title: 'DEPLOYED', of: ({ deployedAt }) => moment(deployedAt) },
  { title: 'OPERATOR', of: ({ run }) => run?.origin?.operator ?? '', flexible: true },
  { title: 'RUN', of: ({ run }) => run?.uuid ?? '' },
];

/** `playledger state [SERVICE]`: what runs where, now or at a time in the past. */
export function addState(program: Command, add: AddCommand): void {
  const command = program
    .command('state [service]')
    .description('show what runs where: the last real deployment of each service on each host')
    .option('--host <name>', 'only this host')
    .option('--environment <name>', 'only this environment')
    .addOption(timeOption('--at <time>', 'show the state at this time'))
    .addOption(limitOption(10_000));
  add<Options>(command, async (client, [service], { limit, host, ...options }) => {
    const { stateMatrix } = await client.ask<{ stateMatrix: ServiceState[] }>(STATE, { ...options, service });
    const found = host === undefined ? stateMatrix : stateMatrix.filter((state) => state.host === host);
    const states = found.slice(0, limit);
    return {
      data: states,
      show: (terminal) =>
        states.length === 0
          ? 'Nothing has been deployed.'
          : table(COLUMNS, states, terminal) + moreThan(states.length, found.length > limit),
    };
  });
}
