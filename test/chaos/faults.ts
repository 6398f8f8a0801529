import { randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Dice } from './dice.js';
import type { World } from './world.js';

export interface Fault {
  name: string;
  /** Why it cannot happen here; null where it can. */
  impossible?: (world: World) => string | null;
  /** Lets it happen, and ends when it is over. */
  happen: (world: World, dice: Dice) => Promise<void>;
}

const MEBIBYTE = 1024 * 1024;

const endProcess = (name: string, part: 'apis' | 'workers', signal: NodeJS.Signals): Fault => ({
  name,
  async happen({ product, down }, dice) {
    const victims = dice.chance(0.3) ? product[part] : [dice.one(product[part])];
    for (const victim of victims) down.add(victim);
    await Promise.all(victims.map((victim) => victim.end(signal)));
    await sleep(dice.from(0, 800));
    for (const victim of victims) down.delete(victim);
  },
});

export const FAULTS: readonly Fault[] = [
  endProcess('kill -9 of an API', 'apis', 'SIGKILL'),
  endProcess('kill -9 of a worker', 'workers', 'SIGKILL'),
  endProcess('SIGTERM to an API', 'apis', 'SIGTERM'),
  endProcess('SIGTERM to a worker', 'workers', 'SIGTERM'),
  {
    name: 'kill -9 of Redis',
    async happen(world, dice) {
      world.redisDown = true;
      await world.redis.kill();
      await sleep(dice.from(0, 1_000));
      world.redisDown = false;
    },
  },
  {
    name: 'Redis emptied',
    async happen({ redis }) {
      await redis.command((connection) => connection.flushall()).catch(() => undefined);
    },
  },
  {
    name: 'kill -9 of Postgres',
    async happen({ postgresPid }) {
      kill(postgresPid, 'SIGKILL');
      return Promise.resolve();
    },
  },
  {
    name: 'kill -9 of a backend of Postgres',
    async happen({ dataSource }) {
      const [backend] = await dataSource
        .query<{ pid: number }[]>(
          `SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'playledger-%' ORDER BY query_start DESC LIMIT 1`,
        )
        .catch(() => []);
      if (backend !== undefined) kill(backend.pid, 'SIGKILL');
    },
  },
  {
    name: 'Postgres stands still',
    async happen({ postgresPid, dataSource }, dice) {
      const backends = await dataSource
        .query<{ pid: number }[]>(`SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'playledger-%'`)
        .catch(() => []);
      const stopped = [postgresPid, ...backends.map(({ pid }) => pid)];
      for (const pid of stopped) kill(pid, 'SIGSTOP');
      await sleep(dice.from(200, 3_500));
      for (const pid of stopped) kill(pid, 'SIGCONT');
    },
  },
  {
    name: 'Postgres out of connections',
    async happen(world, dice) {
      const taken = await takeConnections(world);
      await sleep(dice.from(200, 1_500));
      await Promise.all(taken.map((client) => client.end().catch(() => undefined)));
    },
  },
  {
    name: 'disk full',
    impossible: ({ ownDisk }) => (ownDisk ? null : 'no file system may be mounted here'),
    async happen(world, dice) {
      // Another one may be under way.
      const file = join(world.disk, `filler-${randomUUID()}`);
      const descriptor = openSync(file, 'w');
      fill(world, descriptor);
      await sleep(dice.from(200, 1_500));
      // What was let go of meanwhile.
      fill(world, descriptor);
      await sleep(dice.from(0, 500));
      ftruncateSync(descriptor, 0);
      closeSync(descriptor);
      rmSync(file);
    },
  },
];

function fill(world: World, descriptor: number): void {
  const block = Buffer.alloc(MEBIBYTE);
  try {
    while (world.freeBytes > 0) writeSync(descriptor, block, 0, Math.min(MEBIBYTE, world.freeBytes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/** Takes all there are, those of the product too, which has to come back for others. */
async function takeConnections({ product }: World): Promise<pg.Client[]> {
  const taken: pg.Client[] = [];
  const connect = async (): Promise<boolean> => {
    const client = new pg.Client({ connectionString: product.database.url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      taken.push(client);
      return true;
    } catch {
      return false;
    }
  };
  while (taken.length < 200 && (await connect()));
  await taken[0]
    ?.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'playledger-%'`)
    .catch(() => undefined);
  while (taken.length < 200 && (await connect()));
  return taken;
}

/** It may have ended by itself. */
function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
