import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from '#scripts/root';
import { Failure } from '#scripts/step';
import { freePort } from '../../../apps/standalone/src/free-port.js';
import { environmentWith } from '../processes.js';
import { untilReady } from '../running-product.js';
import type { SentStatement } from './record-statements.js';

const RECORDER = join(ROOT, 'dist', 'test', 'bench', 'queries', 'record-statements.js');

/** An API of a built checkout, as `npm start` and the image run it. It records its statements when it is asked to. */
export class MeasuredApi {
  private constructor(
    readonly url: string,
    private readonly child: ReturnType<typeof spawnApi>,
  ) {}

  static async start(folder: string, databaseUrl: string, dataDir: string): Promise<MeasuredApi> {
    const main = join(folder, 'dist/apps/api/src/main.js');
    if (!existsSync(main)) throw new Failure(`${folder} is not built: there is no ${main}.`);
    const port = String(await freePort('127.0.0.1', null));
    const given = { PORT: port, DATABASE_URL: databaseUrl, PLAYLEDGER_DATA_DIR: dataDir, NODE_ENV: 'production' };
    return new MeasuredApi(`http://127.0.0.1:${port}`, spawnApi(main, folder, environmentWith(given)));
  }

  untilReady(): Promise<void> {
    return untilReady(this.url, this.child);
  }

  /** What it sends to Postgres while something is done. */
  async statementsOf(work: () => Promise<unknown>): Promise<SentStatement[]> {
    await this.record(true);
    await work();
    return this.record(false);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.child;
  }

  private async record(record: boolean): Promise<SentStatement[]> {
    const [answer] = await Promise.all([this.child.getOneMessage(), this.child.sendMessage({ record })]);
    return answer as SentStatement[];
  }
}

function spawnApi(main: string, cwd: string, env: NodeJS.ProcessEnv) {
  return execa(process.execPath, ['--import', RECORDER, main], {
    cwd,
    env,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    ipc: true,
    buffer: false,
    extendEnv: false,
    reject: false,
    forceKillAfterDelay: false,
  });
}
