import { print } from 'graphql';
import { quoted } from '../../parts/commands/quoted.js';
import { RunQuery } from './run.query.js';

/** What this page asks, for GraphiQL or a script. */
export function asGraphql(uuid: string): string {
  return `${print(RunQuery)}\n\n# variables: ${JSON.stringify({ uuid })}\n`;
}

/** The same as a command. The token stays out of it: a shell keeps its history. */
export function asCurl(uuid: string): string {
  const body = JSON.stringify({ query: print(RunQuery), variables: { uuid } });
  const address = new URL('graphql', document.baseURI).href;
  return [
    `curl -s ${quoted(address)}`,
    `-H "authorization: Bearer $PLAYLEDGER_TOKEN"`,
    `-H 'content-type: application/json'`,
    `-d ${quoted(body)}`,
  ].join(' \\\n  ');
}
