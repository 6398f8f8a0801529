import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseBatch } from '#run-events';

const DIRECTORY = join(process.cwd(), 'test', 'recordings');

/** That they are what the plugin makes of the hooks is for callback-plugin/tests/test_convert_recording.py to say. */
describe('recordings', () => {
  it.each(readdirSync(DIRECTORY).filter((name) => name.endsWith('.gz')))('%s is a whole run by the server', (name) => {
    const { events: accepted, rejected } = parseBatch(gunzipSync(readFileSync(join(DIRECTORY, name))));
    expect(rejected).toEqual([]);
    const events = accepted.map(({ event }) => event);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['run_started', 'run_finished']);
    const tasks = new Set(events.filter(({ type }) => type === 'task_started').map(({ seq }) => seq));
    const results = events.filter((event) => event.type === 'task_result');
    expect(results.filter(({ taskSeq }) => taskSeq === null || !tasks.has(taskSeq))).toEqual([]);
  });
});
