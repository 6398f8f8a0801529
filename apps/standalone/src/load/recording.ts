import { createHash } from 'node:crypto';
import type { HostRecap, ResultStatus, RunEvent, RunStarted } from '#run-events';
import {
  REDACTED,
  redact,
  redactResult,
  redactText,
  redactValues,
  secretValuesIn,
  type JsonObject,
} from './redaction.js';

/** One line of a recording: a callback hook (`ev`), its time in seconds (`t`), and what it was given. */
export interface RecordedHook extends JsonObject {
  ev: string;
  t: number;
}

type WithoutSeq<T> = T extends RunEvent ? Omit<T, 'seq'> : never;

const SENT_ENVIRONMENT = ['ENVIRONMENT', 'SUB', 'ANSIBLE_SSH_CONTROL_PATH_DIR'];
const SENT_EXTRA_VARS = ['kolla_action', 'openstack_release', 'openstack_tag', 'kolla_serial', 'CONFIG_DIR'];

/** The lines of a recording, unzipped. */
export function parseRecording(text: string): RecordedHook[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as RecordedHook);
}

/** A UUIDv7 at the recording's own time that is always the same: loading it again gives no second run. */
export function runIdOf(text: string, hooks: readonly RecordedHook[]): string {
  const milliseconds = Math.floor((hooks[0]?.t ?? 0) * 1000);
  const hash = createHash('sha256').update(text).digest();
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(milliseconds, 0, 6);
  hash.copy(bytes, 6, 0, 10);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What the plugin would have sent: the recorded hooks as run events, redacted. */
export function toRunEvents(hooks: readonly RecordedHook[]): RunEvent[] {
  const { events } = new Translation(hooks);
  return redactValues(events, secretValuesIn(hooks)) as RunEvent[];
}

interface StartedTask {
  seq: number;
  name: string;
  noLog: boolean;
  answered: boolean;
}

class Translation {
  readonly events: RunEvent[] = [];
  private playSeq: number | null = null;
  private readonly tasks = new Map<string, StartedTask>();

  constructor(hooks: readonly RecordedHook[]) {
    const firstPlay = hooks.find(({ ev }) => ev === 'play_start');
    for (const hook of hooks) this.translate(hook, firstPlay);
  }

  private translate(hook: RecordedHook, firstPlay: RecordedHook | undefined): void {
    const occurredAt = instant(hook.t);
    switch (hook.ev) {
      case 'playbook_start':
        this.emit(runStarted(hook, firstPlay, occurredAt));
        return;
      case 'play_start':
        this.tasks.clear();
        this.playSeq = this.emit({ type: 'play_started', occurredAt, ...playOf(hook) });
        return;
      case 'task_start':
      case 'handler_start':
        this.taskStarted(hook, occurredAt);
        return;
      case 'ok':
      case 'failed':
      case 'skipped':
      case 'unreachable':
        this.taskResult(hook, hook.ev, occurredAt);
        return;
      case 'retry':
        this.taskRetried(hook, occurredAt);
        return;
      case 'no_hosts_matched':
      case 'no_hosts_remaining':
        if (this.playSeq !== null) this.emit({ type: hook.ev, occurredAt, playSeq: this.playSeq });
        return;
      case 'stats':
        this.emit(runFinished(hook, occurredAt));
    }
  }

  private emit(event: WithoutSeq<RunEvent>): number {
    const seq = this.events.length + 1;
    this.events.push({ seq, ...event });
    return seq;
  }

  private taskStarted(hook: RecordedHook, occurredAt: string): void {
    const [uuid, name] = [text(hook['uuid']), text(hook['name'])];
    const latest = this.tasks.get(uuid);
    // Ansible announces some tasks (meta: flush_handlers) once per host: the same start, until a host has answered.
    if (latest?.name === name && !latest.answered) return;
    const noLog = hook['no_log'] === true;
    const at = /^(?<path>.*?)(?::(?<line>\d+))?$/s.exec(text(hook['path']))?.groups ?? {};
    const seq = this.emit({
      type: 'task_started',
      occurredAt,
      playSeq: this.playSeq,
      uuid,
      name: redactText(name),
      action: text(hook['action']),
      role: textOrNull(hook['role']),
      path: at['path'] || null,
      line: at['line'] === undefined ? null : Number(at['line']),
      tags: texts(hook['tags']),
      noLog,
      handler: hook.ev === 'handler_start',
      loop: hook['loop'] === true,
    });
    this.tasks.set(uuid, { seq, name, noLog, answered: false });
  }

  private taskResult(
    hook: RecordedHook,
    outcome: 'ok' | 'failed' | 'skipped' | 'unreachable',
    occurredAt: string,
  ): void {
    const task = this.tasks.get(text(hook['task']));
    if (task !== undefined) task.answered = true;
    const result = objectOf(hook['res']);
    const status: ResultStatus = outcome === 'ok' && result['changed'] === true ? 'changed' : outcome;
    const delegated = objectOf(result['_ansible_delegated_vars']);
    this.emit({
      type: 'task_result',
      occurredAt,
      taskSeq: task?.seq ?? null,
      host: text(hook['host']),
      status,
      ignored: hook['ignore'] === true,
      rescued: false,
      startedAt: null,
      attempts: countOrNull(result['attempts']),
      delegatedTo: textOrNull(delegated['ansible_delegated_host']) ?? textOrNull(delegated['ansible_host']),
      result: redactResult(result, task?.noLog ?? false),
    });
  }

  private taskRetried(hook: RecordedHook, occurredAt: string): void {
    const task = this.tasks.get(text(hook['task']));
    const result = objectOf(hook['res']);
    this.emit({
      type: 'task_retried',
      occurredAt,
      taskSeq: task?.seq ?? null,
      host: text(hook['host']),
      attempt: countOrNull(result['attempts']) ?? 1,
      retries: countOrNull(result['retries']),
      result: redactResult(result, task?.noLog ?? false),
    });
  }
}

function runStarted(
  hook: RecordedHook,
  firstPlay: RecordedHook | undefined,
  occurredAt: string,
): WithoutSeq<RunStarted> {
  const cli = objectOf(hook['cli']);
  const env = objectOf(hook['env']);
  return {
    type: 'run_started',
    occurredAt,
    playbookPath: text(hook['file']),
    invocationId: null,
    ansibleVersion: text(hook['version']),
    pythonVersion: null,
    reporterVersion: null,
    controller: null,
    user: null,
    sudoUser: textOrNull(env['SUDO_USER']),
    workingDirectory: textOrNull(hook['cwd']),
    configurationCommit: null,
    configurationRepository: null,
    playbookRepository: null,
    collections: null,
    arguments: { ...(redact(cli) as JsonObject), extra_vars: texts(cli['extra_vars']).map(withoutValue) },
    checkMode: cli['check'] === true,
    diffMode: cli['diff'] === true,
    limit: textOrNull(cli['subset']),
    tags: texts(cli['tags']),
    skipTags: texts(cli['skip_tags']),
    inventory: texts(cli['inventory']),
    forks: countOrNull(cli['forks']),
    extraVarNames: texts(firstPlay?.['extra_keys']),
    extraVars: sentExtraVars(texts(cli['extra_vars']), firstPlay),
    environment: Object.fromEntries(
      SENT_ENVIRONMENT.filter((name) => typeof env[name] === 'string').map((name) => [
        name,
        redactText(text(env[name])),
      ]),
    ),
    labels: text(env['ARA_DEFAULT_LABELS'])
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== ''),
  };
}

/**
 * `-e name=value` without the value, unless it may be sent; `-e @file` names a file, anything else may hold secrets.
 */
function withoutValue(argument: string): string {
  if (argument.startsWith('@')) return argument;
  const assignments = assignmentsOf(argument);
  if (assignments === null) return REDACTED;
  return assignments
    .map(([name, value]) => `${name}=${SENT_EXTRA_VARS.includes(name) ? redactText(value) : REDACTED}`)
    .join(' ');
}

function sentExtraVars(args: string[], firstPlay: RecordedHook | undefined): JsonObject {
  const sent: JsonObject = {};
  for (const [name, value] of args.flatMap((argument) => assignmentsOf(argument) ?? [])) {
    // Given twice at times: the last one counts.
    if (SENT_EXTRA_VARS.includes(name)) sent[name] = redactText(value);
  }
  for (const name of ['kolla_action', 'openstack_release']) {
    const value = textOrNull(firstPlay?.[name]);
    if (value !== null && value !== 'None') sent[name] = value;
  }
  return sent;
}

function assignmentsOf(argument: string): [name: string, value: string][] | null {
  const words = argument.match(/(?<!\w)[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)/g);
  if (words === null || words.join(' ') !== argument.trim().replace(/\s+/g, ' ')) return null;
  return words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
}

function playOf(hook: RecordedHook) {
  return {
    uuid: text(hook['uuid']),
    name: redactText(text(hook['name'])),
    hosts: texts(hook['hosts']),
    strategy: null,
    serial: texts(hook['serial']),
    roles: texts(hook['roles']),
    tags: texts(hook['tags']),
  };
}

function runFinished(hook: RecordedHook, occurredAt: string): WithoutSeq<RunEvent> {
  const recap: Record<string, HostRecap> = {};
  for (const [host, counters] of Object.entries(objectOf(hook['stats']))) recap[host] = recapOf(objectOf(counters));
  const failed = Object.values(recap).some((counters) => counters.failed > 0 || counters.unreachable > 0);
  const custom = objectOf(hook['custom']);
  return {
    type: 'run_finished',
    occurredAt,
    outcome: failed ? 'failed' : 'completed',
    reason: null,
    recap,
    customStats: Object.keys(custom).length === 0 ? null : (redact(custom) as JsonObject),
    reporter: {},
  };
}

function recapOf(counters: JsonObject): HostRecap {
  const count = (name: string) => countOrNull(counters[name]) ?? 0;
  return {
    ok: count('ok'),
    changed: count('changed'),
    failed: count('failures'),
    skipped: count('skipped'),
    unreachable: count('unreachable'),
    ignored: count('ignored'),
    rescued: count('rescued'),
  };
}

function instant(seconds: number): string {
  const microseconds = Math.round(seconds * 1e6);
  const fraction = String(microseconds % 1e6).padStart(6, '0');
  return `${new Date(Math.floor(microseconds / 1e6) * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function textOrNull(value: unknown): string | null {
  return text(value) || null;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function countOrNull(value: unknown): number | null {
  return Number.isInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
