import { Command, CommanderError } from 'commander';
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
  PLAYLEDGER_URL         where the server is (http://127.0.0.1:3000)
  PLAYLEDGER_TOKEN       a token that may read
  PLAYLEDGER_TOKEN_FILE  a file that holds one
  NO_COLOR               no colours

Exit codes:
  0 answered, 1 the server refused or failed, 2 wrong arguments, 3 no server answers, 4 the token is not taken,
  5 there is no such host, service or run

Times are 2026-11-22, 2026-11-22T10:00 (local), 2026-11-22T10:00:00Z, or how long ago: 30m, 24h, 7d, 2w.`;

type SharedOptions = ServerOptions & { json?: true };

/** Runs one command and gives the exit code. Answers go to standard output, everything else to standard error. */
export async function runCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    await program(env).parseAsync(args, { from: 'user' });
    return EXIT_CODES.answered;
  } catch (error) {
    // Commander has said what was wrong, or has shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.answered : EXIT_CODES.usage;
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT_CODES[error.reason];
  }
}

function program(env: NodeJS.ProcessEnv): Command {
  const all = new Command('playledger')
    .description('What Ansible did to your cloud: asks a Playledger server')
    .option('--url <url>', 'where the server is')
    .option('--token <token>', 'a token; others can see it in the list of processes')
    .option('--token-file <file>', 'a file that holds a token')
    .option('--json', 'for programs: the answer as JSON, times in UTC')
    .addHelpText('after', HELP)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help tells what there is)')
    .exitOverride();
  const add: AddCommand = (command, work) => {
    command.action(async () => {
      const { json, ...server } = all.opts<SharedOptions>();
      const client = new GraphqlClient(readServerSettings(server, env));
      const { data, show, remark } = await work(client, command.args, command.opts<never>());
      const text = json === true ? JSON.stringify(data, null, 2) : show(terminalOf(process.stdout, env));
      process.stdout.write(`${text}\n`);
      if (remark == null) return;
      if (json === true) process.stderr.write(`${remark}\n`);
      else process.stdout.write(`\n${remark}\n`);
    });
  };
  for (const addCommand of COMMANDS) addCommand(all, add);
  return all;
}
