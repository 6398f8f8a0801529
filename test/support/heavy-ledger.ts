import { aRun, aTask } from './a-run.js';
import { eventually, type ApiClient } from './api-client.js';

/** The most that a plugin sends of one result. */
const RESULT_BYTES = 1024 * 1024;

export interface HeavyLedger {
  /** Ids of tasks: of 100 results of 1 MB each, and of one small result on each of 100 hosts. */
  large: string;
  wide: string;
}

/** Fills a ledger with what is dear to answer: results of 1 MB, and a run of 100 tasks on 100 hosts. */
export async function fillHeavily(client: ApiClient, { results = 100, tasks = 100 } = {}): Promise<HeavyLedger> {
  const hosts = Array.from({ length: 100 }, (_, at) => `host-${String(at).padStart(3, '0')}`);
  const large = aRun({ labels: ['large'] });
  const body = (host: string) => ({ stdout: `${host} `.repeat(RESULT_BYTES / 9), facts: { of: host } });
  for (let at = 0; at < results; at += 5) {
    const task = aTask({ name: `large ${at}` });
    for (const host of hosts.slice(at % 100, (at % 100) + 5)) task.on(host, 'ok', { result: body(host) });
    large.with(task);
  }
  const wide = aRun({ labels: ['wide'] });
  for (let at = 0; at < tasks; at++) {
    const task = aTask({ name: `wide ${at}` });
    for (const host of hosts)
      task.on(host, 'failed', { result: { failed: true, msg: `${host} ${'m'.repeat(1_990)}` } });
    wide.with(task);
  }
  for (const run of [large, wide]) {
    const events = run.events();
    for (let from = 0; from < events.length;) {
      let bytes = 0;
      let to = from;
      while (to < events.length && bytes < 6_000_000) bytes += JSON.stringify(events[to++]).length;
      const { status } = await client.upload(run.id, events.slice(from, to));
      if (status !== 202) throw new Error(`An upload was answered with ${status}`);
      from = to;
    }
  }
  return eventually(async () => {
    const { data } = await client.ask('{ runs { nodes { id labels status } } }');
    const done = (data.runs.nodes as { id: string; labels: string[]; status: string }[]).filter(
      ({ status }) => status !== 'running',
    );
    const id = (label: string) => done.find(({ labels }) => labels.includes(label))?.id;
    const [a, b] = [id('large'), id('wide')];
    return a !== undefined && b !== undefined && { large: a, wide: b };
  }, 240);
}
