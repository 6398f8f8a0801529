import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const COLLECTION = fileURLToPath(new URL('../../../collection/', import.meta.url));

/** What a new user needs next: where it is, where the token is kept, and what to paste into ansible.cfg. */
export function welcome(address: string, tokenFile: string): string {
  const artifact = existsSync(COLLECTION)
    ? readdirSync(COLLECTION).find((name) => name.endsWith('.tar.gz'))
    : undefined;
  const install =
    artifact === undefined
      ? []
      : [
          'To report the runs of this machine, install the callback plugin:',
          '',
          `  ansible-galaxy collection install ${address}/downloads/${artifact}`,
          '',
          'and add this to ansible.cfg:',
          '',
          '  [defaults]',
          '  callbacks_enabled = playledger.reporter.playledger',
          '',
          '  [callback_playledger]',
          `  url = ${address}`,
          `  token_file = ${tokenFile}`,
          '',
        ];
  return [
    '',
    `Playledger is running at ${address}`,
    `GraphiQL, to explore the API, is at ${address}/graphiql/`,
    `The admin token is in ${tokenFile}`,
    '',
    ...install,
    'Stop with Ctrl-C.',
    '',
  ].join('\n');
}
