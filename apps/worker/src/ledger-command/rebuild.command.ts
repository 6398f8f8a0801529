import { InvalidArgumentError, type Command } from 'commander';
import { Logger } from '#telemetry';
import { RunProjector } from '../projection/project-run.js';
import { rebuildAll, rebuildRuns, type RebuildProgress } from '../rebuild/rebuild.js';
import { CommandFailed } from './command-failed.js';
import { withDatabase } from './with-database.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TELL_EVERY_MS = 1_000;

/** `rebuild [--run ID]...`: folds the ledger again by today's rules. */
export function addRebuild(program: Command): void {
  program
    .command('rebuild')
    .description('delete all rows derived from the ledger, and derive them again')
    .argument('[run...]', 'as --run', runIds, [])
    .option('--run <id>', 'only this run; may be repeated', runIds, [])
    .action(async (named: string[], { run }: { run: string[] }) => rebuild([...named, ...run]));
}

function runIds(id: string, before: string[]): string[] {
  if (!UUID.test(id)) throw new InvalidArgumentError(`"${id}" is not the UUID of a run.`);
  return [...before, id.toLowerCase()];
}

async function rebuild(ids: readonly string[]): Promise<void> {
  await withDatabase('rebuild', async (dataSource) => {
    // What each fold logs at info, thousands of times, the progress says once.
    const projector = new RunProjector(dataSource, Logger.create('rebuild', 'warn'));
    if (ids.length === 0) return rebuildAll(dataSource, projector, progressLine());
    const unknown = await rebuildRuns(dataSource, projector, ids, progressLine());
    if (unknown.length > 0) throw new CommandFailed(`The ledger contains no run ${unknown.join(', ')}`);
  });
}

/** Prints how far it is and how long it may still take, at most once a second, and at the end. */
function progressLine(): (progress: RebuildProgress) => void {
  const started = performance.now();
  let told = 0;
  return ({ done, total }) => {
    const now = performance.now();
    if (done < total && now - told < TELL_EVERY_MS) return;
    told = now;
    const seconds = Math.ceil(((now - started) / 1_000 / done) * (total - done));
    const left = done < total ? `, about ${seconds} s left` : '';
    process.stdout.write(`Rebuilt ${done} of ${total} runs${left}\n`);
  };
}
