import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseEvent } from '#run-events';

describe('the limits of the wire', () => {
  it('are kept by the plugin: what it sends of events at a limit, and beyond it, is accepted', async () => {
    const python = spawn('python3', ['-B', 'callback-plugin/tests/extreme_events.py'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => python.once('exit', resolve));
    const seen = new Map<string, number>();
    for await (const line of createInterface({ input: python.stdout, crlfDelay: Infinity })) {
      const parsed = parseEvent(Buffer.from(line));
      expect(parsed).toMatchObject({ event: expect.anything() });
      if ('event' in parsed) seen.set(parsed.event.type, (seen.get(parsed.event.type) ?? 0) + 1);
    }
    expect(await ended).toBe(0);
    expect(seen.get('run_started')).toBeGreaterThan(100);
    expect([...seen.keys()].sort()).toEqual([
      'play_started',
      'run_finished',
      'run_started',
      'task_result',
      'task_retried',
      'task_started',
    ]);
  });
});
