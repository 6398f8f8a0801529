import { join } from 'node:path';
import { parseEvent, type RunEvent, type TaskResult } from '#run-events';
import { readRecording } from './load.js';
import { parseRecording, runIdOf, toRunEvents, type RecordedHook } from './recording.js';

const RECORDINGS = join(process.cwd(), 'test', 'recordings');

function recorded(...hooks: Omit<RecordedHook, 't'>[]): RunEvent[] {
  return toRunEvents(hooks.map((hook, index) => ({ t: 1_795_331_314 + index, ...hook }) as RecordedHook));
}

function taskStart(uuid: string, name: string) {
  return { ev: 'task_start', uuid, name, action: 'debug', role: null, path: '/p.yml:3', no_log: false, tags: [] };
}

function ok(task: string, res: object = {}) {
  return { ev: 'ok', task, host: 'ctl-001', res };
}

function taskSeqs(events: RunEvent[]): (number | null)[] {
  return events.filter((event) => event.type === 'task_result').map((event) => event.taskSeq);
}

describe('toRunEvents', () => {
  it.each([
    ['osism-1-common', { ok: 10, changed: 50, skipped: 15 }],
    ['osism-2-mariadb', { ok: 41, changed: 36, failed: 3, skipped: 129 }],
    ['osism-3-keystone', { ok: 32, changed: 45, skipped: 47 }],
    ['kolla-4-check-rabbitmq-failed', { ok: 16, changed: 3, failed: 1, skipped: 23 }],
    ['kolla-5-deploy-memcached-unreachable', { ok: 31, changed: 4, skipped: 8, unreachable: 1 }],
  ])('keeps every result of %s, on a task that was started', async (name, counts) => {
    const { events } = await readRecording(join(RECORDINGS, `${name}.jsonl.gz`));
    const results = events.filter((event): event is TaskResult => event.type === 'task_result');
    const found: Record<string, number> = {};
    for (const { status } of results) found[status] = (found[status] ?? 0) + 1;
    expect(found).toEqual(counts);
    const tasks = new Set(events.filter((event) => event.type === 'task_started').map((event) => event.seq));
    expect(results.filter(({ taskSeq }) => taskSeq === null || !tasks.has(taskSeq))).toEqual([]);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(
      events.map((event) => parseEvent(Buffer.from(JSON.stringify(event)))).filter((e) => !('event' in e)),
    ).toEqual([]);
  });

  it('sends none of the passwords of a recording', async () => {
    const { events } = await readRecording(join(RECORDINGS, 'kolla-5-deploy-memcached-unreachable.jsonl.gz'));
    const sent = JSON.stringify(events);
    expect(sent).toContain('auth_password');
    expect(sent).not.toMatch(/"auth_password":"(?!<redacted)/);
  });

  it('strikes out a secret by its value where no key names it', () => {
    const sent = JSON.stringify(
      recorded(
        taskStart('a', 'a'),
        ok('a', { invocation: { module_args: { DB_ROOT_PASSWORD: 'yvhNIWIc5oXsOxVF' } } }),
        ok('a', { cmd: ['mysql', '-u', 'root', '-pyvhNIWIc5oXsOxVF'], stdout: 'said yvhNIWIc5oXsOxVF aloud' }),
      ),
    );
    expect(sent).toContain('-p<redacted by playledger>');
    expect(sent).not.toContain('yvhNIWIc5oXsOxVF');
  });

  it('tells a role that is included again from a task that is announced again', () => {
    const events = recorded(
      taskStart('a', 'first name'),
      ok('a'),
      taskStart('a', 'second name'),
      ok('a'),
      taskStart('b', 'flush'),
      taskStart('b', 'flush'),
      ok('b'),
    );
    expect(taskSeqs(events)).toEqual([1, 3, 5]);
    expect(events).toHaveLength(6);
  });

  it('hides what stood under no_log, and secret keys', () => {
    const events = recorded({ ...taskStart('a', 'hidden'), no_log: true }, ok('a', { msg: 'hunter2', changed: true }), {
      ...ok('b', { invocation: { module_args: { auth_password: 'hunter2', name: 'x' } }, url: 'http://u:hunter2@h/' }),
    });
    expect(JSON.stringify(events)).not.toContain('hunter2');
    expect(events[1]).toMatchObject({ status: 'changed', result: { changed: true } });
  });

  it('sends names of extra variables, and the values of few', () => {
    const [event] = recorded(
      {
        ev: 'playbook_start',
        file: 'a.yml',
        version: '2.19',
        cli: { extra_vars: ['db=hunter2', 'kolla_action=deploy'] },
      },
      { ev: 'play_start', name: 'p', uuid: 'u', extra_keys: ['db', 'kolla_action'] },
    );
    expect(event).toMatchObject({ extraVarNames: ['db', 'kolla_action'], extraVars: { kolla_action: 'deploy' } });
    expect(JSON.stringify(event)).not.toContain('hunter2');
  });
});

describe('runIdOf', () => {
  const text = '{"ev": "playbook_start", "t": 1795331314.8431473}\n';

  it('is a UUIDv7 at the time of the recording, and always the same', () => {
    const id = runIdOf(text, parseRecording(text));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(1_795_331_314_843);
    expect(runIdOf(text, parseRecording(text))).toBe(id);
  });
});
