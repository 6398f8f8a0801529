import { execa, type Options } from 'execa';
import { HEAP_LIMIT } from '#scripts/heap-limit';
import { Failure } from '#scripts/step';

/** What no measured process may have of the one that measures. */
const NOT_INHERITED = ['DATABASE_URL', 'REDIS_URL', 'PLAYLEDGER_ADMIN_TOKEN'];

export type ServerProcess = ReturnType<typeof startProcess>;

/** The environment here, without a database, Redis or token of somebody's. */
export function environmentWith(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name));
  return { ...Object.fromEntries(inherited), HOST: '127.0.0.1', LOG_LEVEL: 'error', ...given };
}

/** Starts what its caller ends: it has no environment but the given one, and may take its time when it is told to end. */
export function startProcess(program: string, args: readonly string[], options: Options = {}) {
  return execa(program, args, {
    stdio: 'inherit',
    extendEnv: false,
    reject: false,
    forceKillAfterDelay: false,
    ...options,
  });
}

/** One of our servers, as built, with the heap that ours have. */
export function startServer(args: readonly string[], options: Options): ServerProcess {
  return startProcess(process.execPath, [HEAP_LIMIT, ...args], options);
}

/** Runs a program to its end, with what it says here; answers its exit code. */
export async function inherit(program: string, args: readonly string[]): Promise<number> {
  const ended = await execa(program, args, { stdio: ['ignore', 'inherit', 'inherit'], reject: false });
  const { exitCode, signal, shortMessage = '' } = ended;
  if (exitCode === undefined && signal === undefined) throw new Failure(shortMessage);
  return exitCode ?? 1;
}
