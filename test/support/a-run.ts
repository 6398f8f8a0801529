import { CANARY } from './canary.mjs';
import { v7 as uuidv7 } from 'uuid';
import { writeJson } from '#exact-json';
import { batchBody, type BatchBody } from '#ledger';
import type { HostRecap, ResultStatus, RunEvent, RunStarted, TaskResult, TaskStarted } from '#run-events';

const NO_RESULTS: HostRecap = { ok: 0, changed: 0, failed: 0, skipped: 0, unreachable: 0, ignored: 0, rescued: 0 };

interface TaskOutcome {
  host: string;
  status: ResultStatus;
  more: Partial<TaskResult>;
}

/** A task with its outcomes, filled in where a test does not care. */
export class TaskBuilder {
  readonly outcomes: TaskOutcome[] = [];

  constructor(readonly started: Partial<TaskStarted>) {}

  on(host: string, status: ResultStatus, more: Partial<TaskResult> = {}): this {
    this.outcomes.push({ host, status, more });
    return this;
  }

  okOn = (...hosts: string[]): this => hosts.reduce((task, host) => task.on(host, 'ok'), this);
  changedOn = (...hosts: string[]): this => hosts.reduce((task, host) => task.on(host, 'changed'), this);
  failedOn = (host: string, msg = 'it failed'): this => this.on(host, 'failed', { result: { failed: true, msg } });
}

export function aTask(started: Partial<TaskStarted> = {}): TaskBuilder {
  return new TaskBuilder(started);
}

/** A run as the plugin would send it: `aRun().with(aTask().failedOn('ctl-001'))`. */
export class RunBuilder {
  readonly id: string;
  private readonly tasks: TaskBuilder[] = [];
  private readonly start: number;
  private finishes = true;

  constructor(
    private readonly started: Partial<RunStarted>,
    startedAt: Date,
  ) {
    this.start = startedAt.getTime();
    this.id = uuidv7({ msecs: this.start });
  }

  with(...tasks: TaskBuilder[]): this {
    this.tasks.push(...tasks);
    return this;
  }

  /** A run whose end is never told. */
  unfinished(): this {
    this.finishes = false;
    return this;
  }

  events(): RunEvent[] {
    const events: RunEvent[] = [];
    const head = () => ({
      seq: events.length + 1,
      occurredAt: new Date(this.start + events.length * 10).toISOString(),
    });
    events.push({
      ...head(),
      type: 'run_started',
      playbookPath: '/ansible/kolla-keystone.yml',
      invocationId: null,
      ansibleVersion: '2.19.0',
      pythonVersion: '3.12.3',
      reporterVersion: '0.1.0',
      controller: 'mgr-001',
      user: 'dragon',
      sudoUser: null,
      workingDirectory: '/opt/configuration',
      configurationCommit: null,
      configurationRepository: null,
      playbookRepository: null,
      collections: null,
      arguments: { 'private-key': CANARY },
      checkMode: false,
      diffMode: false,
      limit: null,
      tags: ['all'],
      skipTags: [],
      inventory: ['/ansible/inventory/fast'],
      forks: 5,
      extraVarNames: [],
      extraVars: {},
      environment: {},
      labels: [],
      ...this.started,
    });
    const playSeq = events.length + 1;
    const play = { uuid: 'play-1', name: 'Apply role keystone', hosts: ['keystone'], strategy: 'linear', serial: [] };
    events.push({ ...head(), type: 'play_started', ...play, roles: ['keystone'], tags: [] });
    const recap: Record<string, HostRecap> = {};
    for (const task of this.tasks) {
      const taskSeq = events.length + 1;
      events.push({
        ...head(),
        type: 'task_started',
        playSeq,
        uuid: `task-${taskSeq}`,
        name: 'keystone : Check containers',
        action: 'kolla_container',
        role: 'keystone',
        path: '/ansible/roles/keystone/tasks/check.yml',
        line: 2,
        tags: [],
        noLog: false,
        handler: false,
        loop: false,
        ...task.started,
      });
      for (const { host, status, more } of task.outcomes) {
        const result = { changed: status === 'changed' };
        const flags = { ignored: false, rescued: false, startedAt: null, attempts: null, delegatedTo: null };
        events.push({ ...head(), type: 'task_result', taskSeq, host, status, ...flags, result, ...more });
        recap[host] = recapWith(recap[host] ?? NO_RESULTS, status, more);
      }
    }
    if (this.finishes) {
      const failed = Object.values(recap).some((counts) => counts.failed + counts.unreachable > 0);
      const outcome = failed ? 'failed' : 'completed';
      events.push({ ...head(), type: 'run_finished', outcome, reason: null, recap, customStats: null, reporter: {} });
    }
    return events;
  }
}

export function aRun(started: Partial<RunStarted> = {}, startedAt = new Date()): RunBuilder {
  return new RunBuilder(started, startedAt);
}

/** A deployment of some size, for tests that care about order, splitting and repetition. */
export function aLongRun(tasks = 20, hosts = ['ctl-001', 'ctl-002', 'ctl-003'], startedAt = new Date()): RunBuilder {
  const statuses: ResultStatus[] = ['ok', 'changed', 'skipped', 'failed', 'unreachable'];
  const run = aRun({}, startedAt);
  for (let index = 0; index < tasks; index++) {
    const task = aTask({ name: `keystone : Task ${index}` });
    hosts.forEach((host, at) => task.on(host, statuses[(index + at) % statuses.length] ?? 'ok'));
    run.with(task);
  }
  return run;
}

/** Counts as Ansible does: a changed or ignored result is also ok, and a rescued one has not failed. */
function recapWith(counts: HostRecap, status: ResultStatus, { ignored, rescued }: Partial<TaskResult>): HostRecap {
  if (rescued === true) return { ...counts, rescued: counts.rescued + 1 };
  if (ignored === true) return { ...counts, ok: counts.ok + 1, ignored: counts.ignored + 1 };
  const next = { ...counts, [status]: counts[status] + 1 };
  return status === 'changed' ? { ...next, ok: next.ok + 1 } : next;
}

export function ndjson(events: readonly unknown[]): Buffer {
  return Buffer.from(events.map((event) => `${writeJson(event)}\n`).join(''));
}

/** Events as the ledger's functions take them. */
export function aBatch(events: readonly RunEvent[]): { seqs: number[]; inflated: Buffer; body: BatchBody } {
  const inflated = ndjson(events);
  return { seqs: events.map(({ seq }) => seq), inflated, body: batchBody(inflated) };
}
