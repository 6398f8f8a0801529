/** A reason to give up that its reader can act on; shown without a stack. */
export class Failure extends Error {}

const TICK_MS = 10_000;

let output = process.stdout;

/** Steps are told on standard output, unless that is for something else. */
export function reportStepsTo(stream) {
  output = stream;
}

/**
 * Names a step that may take long, says that it is still at it, and how long it took.
 *
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  output.write(`${name} ...\n`);
  const ticker = setInterval(() => output.write(`${name} ... ${seconds()}\n`), TICK_MS);
  try {
    const result = await work();
    output.write(`${name}: done in ${seconds()}\n`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}

/** Runs a script's main function: a Failure is one sentence, anything else a bug with its stack. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Failure ? error.message : (error?.stack ?? String(error))}\n`);
    process.exit(1);
  }
}
