import { exitOnUncaught } from './exit-on-uncaught.js';
import { messageWithoutValues } from './message-without-values.js';
import { cut } from './loggable-error.js';
import { rootWarning } from './root-warning.js';

/** What is still under way after this long is left: whoever started us would kill us soon anyway. */
const CLOSING_LIMIT_MS = 25_000;
const MAX_REASON = 2_000;

/** Starts a service, ends it cleanly on SIGINT or SIGTERM, and says in one sentence why it could not start. */
export async function runUntilSignal(start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  exitOnUncaught();
  const warning = rootWarning();
  if (warning !== null) process.stderr.write(`${warning}\n`);
  try {
    const service = await start();
    const signal = await new Promise<NodeJS.Signals>((resolve) => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, resolve);
    });
    process.stderr.write(`Received ${signal}: stopping.\n`);
    // A Postgres or Redis that hangs must not keep us: what is not committed is rolled back, and done by another one.
    setTimeout(() => {
      process.stderr.write(`Not everything stopped within ${CLOSING_LIMIT_MS / 1_000} seconds: exiting anyway.\n`);
      process.exit(1);
    }, CLOSING_LIMIT_MS).unref();
    await service.close();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exit(1);
  }
}

/** Some errors of Node have a code and no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Could not start: a value that is not an error was thrown.';
  const { code, message } = error as NodeJS.ErrnoException;
  return message === '' ? `Could not start: ${code ?? error.name}` : cut(messageWithoutValues(error), MAX_REASON);
}
