import { Command, CommanderError } from 'commander';
import { writeJson } from '#exact-json';
import type { AddCommand } from './commands/add-command.js';
import { addChanges } from './commands/changes.js';
import { addCompare } from './commands/compare.js';
import { addFailures } from './commands/failures.js';
import { addHost } from './commands/host.js';
import { addRuns } from './commands/runs.js';
import { addService } from './commands/service.js';
import { addState } from './commands/state.js';
import { CommandError } from './exit/command-error.js';
import { EXIT_CODES } from './exit/exit-codes.js';
import { terminalOf } from './output/terminal.js';
import { GraphqlClient } from './server/graphql-client.js';
import { readServerSettings, type ServerOptions } from './server/server-settings.js';

const COMMANDS = [addRuns, addFailures, addState, addService, addHost, addChanges, addCompare];

const HELP = `
Environment:
  PLAYLEDGER_URL         URL of the server (http://127.0.0.1:3000)
  PLAYLEDGER_TOKEN       a token with read access
  PLAYLEDGER_TOKEN_FILE  a file that contains one
  NO_COLOR               no colours

Exit codes:
  0 success, 1 error of the server, 2 wrong arguments, 3 server unreachable, 4 token not accepted,
  5 no such host, service or run

Times are 2026-11-22, 2026-11-22T10:00 (local), 2026-11-22T10:00:00Z, or how long ago: 30m, 24h, 7d, 2w.`;

type SharedOptions = ServerOptions & { json?: true };

/** Runs one command and returns its exit code. Answers go to standard output, everything else to standard error. */
export async function runCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    await program(env).parseAsync(args, { from: 'user' });
    return EXIT_CODES.answered;
  } catch (error) {
    // Commander has printed the error, or the help that was requested.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.answered : EXIT_CODES.usage;
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT_CODES[error.reason];
  }
}

function program(env: NodeJS.ProcessEnv): Command {
  const all = new Command('playledger')
    .description('Shows what Ansible did to your cloud, from a Playledger server')
    .option('--url <url>', 'URL of the server')
    .option('--token <token>', 'a token; other users can see it in the process list')
    .option('--token-file <file>', 'a file that contains a token')
    .option('--json', 'print JSON for scripts, with times in UTC')
    .addHelpText('after', HELP)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(see --help)')
    .exitOverride();
  const add: AddCommand = (command, work) => {
    command.action(async () => {
      const { json, ...server } = all.opts<SharedOptions>();
      const client = new GraphqlClient(readServerSettings(server, env));
      const { data, show, remark } = await work(client, command.args, command.opts<never>());
      const text = json === true ? writeJson(data, 2) : show(terminalOf(process.stdout, env));
      process.stdout.write(`${text}\n`);
      if (remark == null) return;
      if (json === true) process.stderr.write(`${remark}\n`);
      else process.stdout.write(`\n${remark}\n`);
    });
  };
  for (const addCommand of COMMANDS) addCommand(all, add);
  return all;
}
