import { errorAsText } from './loggable-error.js';

/**
 * Ends the process on an error that nobody caught, as Node does, but tells no more of it than a log may: Node prints
 * every field of an error, so the parameters of a statement too.
 */
export function exitOnUncaught(): void {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`Uncaught error, exiting.\n${errorAsText(error)}\n`);
    process.exit(1);
  });
}
