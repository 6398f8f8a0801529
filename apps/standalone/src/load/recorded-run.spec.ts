import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadError } from './load-error.js';
import { readRecording } from './recorded-run.js';

const EVENTS = 'test/recordings/osism-0-gather-facts.ndjson.gz';
const HOOKS = 'callback-plugin/tests/recordings/osism-0-gather-facts.jsonl.gz';

describe('readRecording', () => {
  let directory: string;
  const { PATH } = process.env;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'playledger-recording-'));
  });
  afterEach(() => {
    process.env['PATH'] = PATH;
    rmSync(directory, { recursive: true });
  });

  const fileWith = (text: string, name = 'run.ndjson') => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };

  it('gives a run the same id each time: a UUIDv7 of its start', async () => {
    const { runId, events } = await readRecording(EVENTS);
    expect(runId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(runId.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse(events[0]!.occurredAt));
    expect((await readRecording(EVENTS)).runId).toBe(runId);
  });

  it('has recorded hooks made into the same events', async () => {
    expect(await readRecording(HOOKS)).toEqual(await readRecording(EVENTS));
  });

  it('says what to do where there is no Python', async () => {
    process.env['PATH'] = directory;
    await expect(readRecording(HOOKS)).rejects.toThrow(
      /osism-0.* no python3 here\. Please install Python 3\.9 or newer, or load what .*convert_recording\.py/,
    );
    expect((await readRecording(EVENTS)).events).toHaveLength(19);
  });

  it.each([
    ['', 'JSON'],
    ['null\n', 'does not begin with run_started'],
    ['no JSON\n', 'Unexpected token'],
    ['{"type": "task_started"}\n', 'does not begin with run_started'],
    ['{"ev": "stats", "t": 1}\n', 'does not begin with playbook_start'],
    ['{"ev": "playbook_start", "t": 1}\n', "KeyError: 'file'"],
  ])('refuses %j', async (text, reason) => {
    const refused = readRecording(fileWith(text));
    await expect(refused).rejects.toBeInstanceOf(LoadError);
    await expect(refused).rejects.toThrow(reason);
  });
});
