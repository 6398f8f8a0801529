import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { inRepository } from './in-repository.js';
import { LoadError } from './load-error.js';

const TOOL = inRepository('callback-plugin', 'tools', 'convert_recording.py');
const MOST_BYTES = 1024 ** 3;

/** Recorded hooks as the plugin's events, gzipped NDJSON: by its own code, which is Python. */
export async function convertRecording(file: string): Promise<Buffer> {
  if (!existsSync(TOOL)) {
    const missing = `callback-plugin/tools/convert_recording.py, which makes events of them, is not here`;
    throw new LoadError(`${file} holds recorded hooks, and ${missing}: use it in a clone, and load what comes out.`);
  }
  try {
    const options = { encoding: 'buffer', env: process.env, maxBuffer: MOST_BYTES } as const;
    return (await promisify(execFile)('python3', [TOOL, file], options)).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: Buffer };
    if (code === 'ENOENT') {
      const needed = `the plugin's own code makes events of them, and there is no python3 here`;
      const advice =
        'install Python 3.9 or newer, or load what callback-plugin/tools/convert_recording.py makes elsewhere';
      throw new LoadError(`${file} holds recorded hooks: ${needed}. Please ${advice}.`, { cause: error });
    }
    // Of a traceback the last line says what it was.
    throw new LoadError(stderr?.toString().trim().split('\n').at(-1) || String(error), { cause: error });
  }
}
