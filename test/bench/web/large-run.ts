import { gzipSync } from 'node:zlib';
import { v7 as uuidv7 } from 'uuid';
import type { PlayStarted, ResultStatus, RunEvent, RunStarted, TaskStarted } from '#run-events';

const BATCH = 500;
const STATUSES: ResultStatus[] = ['ok', 'ok', 'ok', 'skipped', 'skipped', 'changed'];

export interface RunSize {
  hosts: number;
  tasks: number;
  /** In milliseconds since 1970. */
  start: number;
  service?: string;
  /** One failure in so many results; without it, in 5,000. */
  oneFailureIn?: number;
}

/** The events of a run by so many hosts and tasks, as the plugin would send them. */
export function* eventsOf({
  hosts,
  tasks,
  start,
  service = 'nova',
  oneFailureIn = 5_000,
}: RunSize): Generator<RunEvent> {
  let seq = 0;
  const head = (at: number) => ({ seq: ++seq, occurredAt: new Date(start + at).toISOString() });
  yield { ...head(0), type: 'run_started', ...STARTED, playbookPath: `/ansible/kolla-${service}.yml` };
  const playSeq = seq + 1;
  yield { ...head(0), type: 'play_started', ...PLAY, name: `Apply role ${service}`, roles: [service] };
  const counts = { ok: 0, changed: 0, failed: 0, skipped: 0, unreachable: 0, ignored: 0, rescued: 0 };
  const recap = Array.from({ length: hosts }, () => ({ ...counts }));
  for (let task = 0; task < tasks; task++) {
    const at = task * 1_000;
    const taskSeq = seq + 1;
    const name = `${service} : Task ${task} of a run with many of them`;
    yield { ...head(at), type: 'task_started', playSeq, uuid: `task-${task}`, name, ...TASK, role: service };
    for (let host = 0; host < hosts; host++) {
      const number = task * hosts + host;
      const failed = number % oneFailureIn === oneFailureIn - 1;
      const status = failed ? 'failed' : (STATUSES[(task + (host % 7 === 0 ? host : 0)) % STATUSES.length] ?? 'ok');
      const result = failed
        ? { failed: true, msg: `no route to host ${number}`, rc: 1 }
        : { changed: status === 'changed' };
      // As Ansible counts: what was ignored and what changed is also ok.
      const counters = recap[host] ?? counts;
      counters[failed ? 'ignored' : status]++;
      if (failed || status === 'changed') counters.ok++;
      yield {
        ...head(at + 200 + (host % 50) * 10),
        type: 'task_result',
        taskSeq,
        host: hostName(host),
        status,
        ignored: failed,
        rescued: false,
        startedAt: new Date(start + at).toISOString(),
        attempts: null,
        delegatedTo: null,
        result,
      };
    }
  }
  yield {
    ...head(tasks * 1_000),
    type: 'run_finished',
    outcome: 'completed',
    reason: null,
    recap: Object.fromEntries(recap.map((counters, host) => [hostName(host), counters])),
    customStats: null,
    reporter: {},
  };
}

/** Uploads a run; answers its uuid. */
export async function uploadRun({ url, token }: { url: string; token: string }, size: RunSize): Promise<string> {
  const runId = uuidv7({ msecs: size.start });
  let batch: RunEvent[] = [];
  const send = async () => {
    const body = gzipSync(batch.map((event) => `${JSON.stringify(event)}\n`).join(''));
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    };
    const response = await fetch(`${url}/api/ingest/v1/runs/${runId}/batches`, { method: 'POST', headers, body });
    if (response.status !== 202)
      throw new Error(`The upload was answered with ${response.status}: ${await response.text()}`);
    batch = [];
  };
  for (const event of eventsOf(size)) {
    batch.push(event);
    if (batch.length === BATCH) await send();
  }
  if (batch.length > 0) await send();
  return runId;
}

const hostName = (host: number) => `cmp-${String(host).padStart(3, '0')}`;

/** What each event has of its own. */
type Moment = 'seq' | 'occurredAt';

const STARTED: Omit<RunStarted, Moment | 'type' | 'playbookPath'> = {
  invocationId: null,
  ansibleVersion: '2.19.0',
  pythonVersion: '3.12.3',
  reporterVersion: '0.1.0',
  controller: 'mgr-001',
  user: 'dragon',
  sudoUser: 'alice',
  workingDirectory: '/opt/configuration',
  configurationCommit: null,
  configurationRepository: null,
  playbookRepository: null,
  arguments: {},
  checkMode: false,
  diffMode: false,
  limit: null,
  tags: ['all'],
  skipTags: [],
  inventory: ['/ansible/inventory/fast'],
  forks: 50,
  extraVarNames: ['kolla_action'],
  extraVars: { kolla_action: 'deploy' },
  environment: { ENVIRONMENT: 'kolla' },
  labels: [],
};

const PLAY: Omit<PlayStarted, Moment | 'type' | 'name' | 'roles'> = {
  uuid: 'play-1',
  hosts: ['all'],
  strategy: 'linear',
  serial: [],
  tags: [],
};

const TASK: Omit<TaskStarted, Moment | 'type' | 'playSeq' | 'uuid' | 'name' | 'role'> = {
  action: 'kolla_container',
  path: '/ansible/tasks/deploy.yml',
  line: 2,
  tags: [],
  noLog: false,
  handler: false,
  loop: false,
};
