import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exitOnUncaught } from '#telemetry';
import { LoadError } from './load-error.js';
import { loadRecording, type LoadTarget } from './load.js';

const USAGE = `Usage: npm run load -- --url URL (--token TOKEN | --token-file FILE) FILE...
Each file holds a run: the plugin's events (.ndjson.gz) or recorded hooks (.jsonl.gz).`;

interface Command {
  target: LoadTarget;
  files: string[];
}

function readCommand(args: string[]): Command {
  const options = { url: { type: 'string' }, token: { type: 'string' }, 'token-file': { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const tokenFile = values['token-file'];
    const token = values.token ?? (tokenFile === undefined ? undefined : readFileSync(tokenFile, 'utf8').trim());
    if (values.url === undefined || !token || positionals.length === 0) throw new LoadError(USAGE);
    if (!URL.canParse(values.url)) throw new LoadError(`"${values.url}" is not a URL. ${USAGE}`);
    // npm runs scripts at the top of the repository, wherever it was called.
    const files = positionals.map((file) => resolve(process.env['INIT_CWD'] ?? '.', file));
    return { target: { url: values.url, token }, files };
  } catch (error) {
    if (error instanceof LoadError) throw error;
    throw new LoadError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

exitOnUncaught();
try {
  const { target, files } = readCommand(process.argv.slice(2));
  for (const file of files) {
    const { runId, events, accepted, duplicates, rejected } = await loadRecording(file, target);
    process.stdout.write(
      `${basename(file)}: run ${runId}, ${events} events, ${accepted} accepted, ` +
        `${duplicates} duplicates, ${rejected.length} rejected\n`,
    );
    for (const { seq, code, message } of rejected.slice(0, 5))
      process.stderr.write(`  seq ${seq}: ${code}: ${message}\n`);
    if (rejected.length > 0) process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof LoadError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
