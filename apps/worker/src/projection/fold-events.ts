import { loopOf } from '#history';
import type {
  AcceptedEvent,
  HostRecap,
  PlayStarted,
  RunFinished,
  RunStarted,
  TaskResult,
  TaskStarted,
} from '#run-events';
import { adHocCommandOf } from './ad-hoc-command.js';
import { containerResultsOf, type ContainerResultRow } from './container-results.js';
import { sumCounts, type Counts } from './counts.js';
import { messageOf } from './failure-message.js';
import { failureRow, type FailureRow } from './failure-row.js';
import { gatheredFactsOf, type HostFactsRow } from './gathered-facts.js';
import { inputDigestOf } from './input-digest.js';
import { resultDiffOf, type ResultDiffRow } from './result-diff.js';
import { hostName, shortJson, shortList, shortNames, shortWords, storable, storableJson } from './storable.js';
import type { RunClock } from './told-time.js';

/** An accepted event and where its body lies. */
export interface LedgerEvent extends AcceptedEvent {
  batchNo: number;
}

export interface RunRow {
  started: ReturnType<typeof runStartedRow> | null;
  finished: ReturnType<typeof runFinishedRow> | null;
  /** Empty before the first event. */
  lastEventAt: string;
  /** By which the times of the events are; null: they are as they were told. */
  clock: RunClock | null;
}

export type PlayRow = { seq: number; noHostsMatched: boolean; noHostsRemaining: boolean } & Partial<
  ReturnType<typeof playColumns>
>;

export interface HostRow {
  host: string;
  counts: Counts;
  recap: HostRecap | null;
}

/** What a set of events says, as rows. Folding a run's events in any order and any portions gives the same tables. */
export interface FoldedRows {
  run: RunRow;
  /** One for each play that an event told of: with its columns, with what became of its hosts, or with both. */
  plays: PlayRow[];
  tasks: ReturnType<typeof taskRow>[];
  results: ReturnType<typeof resultRow>[];
  containers: ContainerResultRow[];
  failures: FailureRow[];
  diffs: ResultDiffRow[];
  hosts: HostRow[];
  /** The last of each host. */
  facts: HostFactsRow[];
}

/** Turns events into rows: no clock, no database. Throws when an event says what cannot be stored. */
export function foldEvents(events: readonly LedgerEvent[], clock: RunClock | null = null): FoldedRows {
  const fold = new EventFold(clock);
  for (const event of events) fold.add(event);
  return fold.rows();
}

/** A fold of events that come one after the other: their bodies, of which rows hold little, can be let go meanwhile. */
export class EventFold {
  private readonly run: RunRow;
  private readonly listed: Pick<FoldedRows, 'tasks' | 'results' | 'containers' | 'failures' | 'diffs'> = {
    tasks: [],
    results: [],
    containers: [],
    failures: [],
    diffs: [],
  };
  private readonly hosts = new Map<string, HostRow>();
  private readonly plays = new Map<number, PlayRow>();
  private readonly facts = new Map<string, HostFactsRow>();

  constructor(clock: RunClock | null = null) {
    this.run = { started: null, finished: null, lastEventAt: '', clock };
  }

  add({ event, batchNo, position }: LedgerEvent): void {
    const occurredAt = instant(event.occurredAt);
    if (occurredAt > this.run.lastEventAt) this.run.lastEventAt = occurredAt;
    switch (event.type) {
      case 'run_started':
        this.run.started = runStartedRow(event);
        break;
      case 'play_started':
        Object.assign(this.playRow(event.seq), playColumns(event));
        break;
      case 'no_hosts_matched':
        this.playRow(event.playSeq).noHostsMatched = true;
        break;
      case 'no_hosts_remaining':
        this.playRow(event.playSeq).noHostsRemaining = true;
        break;
      case 'task_started':
        this.listed.tasks.push(taskRow(event));
        break;
      case 'task_result':
        this.addResult(event, occurredAt, batchNo, position);
        break;
      case 'task_retried':
        // The final result tells the attempts; the failed ones stay in the ledger.
        break;
      case 'run_finished':
        this.run.finished = runFinishedRow(event);
        for (const [host, recap] of Object.entries(event.recap ?? {})) this.hostRow(host).recap = recap;
        break;
    }
  }

  rows(): FoldedRows {
    const hosts = [...this.hosts.values()].sort((a, b) => (a.host < b.host ? -1 : 1));
    const [plays, facts] = [[...this.plays.values()], [...this.facts.values()]];
    return { run: this.run, plays, ...this.listed, facts, hosts };
  }

  private addResult(event: TaskResult, occurredAt: string, batchNo: number, position: number): void {
    this.listed.results.push(resultRow(event, batchNo, position));
    this.listed.containers.push(...containerResultsOf(event));
    const failure = failureRow(event, occurredAt);
    if (failure !== null) this.listed.failures.push(failure);
    this.listed.diffs.push(...resultDiffOf(event));
    const gathered = gatheredFactsOf(event, occurredAt);
    if (gathered !== null && (this.facts.get(gathered.host)?.seq ?? 0) < gathered.seq) {
      this.facts.set(gathered.host, gathered);
    }
    count(this.hostRow(event.host).counts, event);
  }

  private hostRow(name: string): HostRow {
    const host = hostName(name);
    let row = this.hosts.get(host);
    if (row === undefined) this.hosts.set(host, (row = { host, counts: sumCounts([]), recap: null }));
    return row;
  }

  private playRow(seq: number): PlayRow {
    let row = this.plays.get(seq);
    if (row === undefined) this.plays.set(seq, (row = { seq, noHostsMatched: false, noHostsRemaining: false }));
    return row;
  }
}

function count(counts: Counts, result: TaskResult): void {
  counts[result.status] += 1;
  if (result.ignored) counts.ignored += 1;
  if (result.rescued) counts.rescued += 1;
}

/** The instant in the form that Postgres reads exactly. The wire allows 31 February: that throws. */
function instant(text: string): string {
  const day = text.slice(0, 10);
  // Nearly all events of a fold are of one day.
  if (day !== lastGoodDay) {
    const parsed = new Date(`${day}T00:00:00Z`);
    if (Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(day)) {
      throw new RangeError(`${text} is not a date of the calendar`);
    }
    lastGoodDay = day;
  }
  if (text.length === MICROSECONDS.length) return text;
  // Four digits are the year: with the microseconds intact, which a Date would lose, texts sort as their times do.
  const [seconds = '', fraction = ''] = text.slice(0, -1).split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}Z`;
}

/** As the plugin writes it. */
const MICROSECONDS = '2026-11-23T10:31:08.123456Z';

let lastGoodDay = '';

function optionalInstant(text: string | null): string | null {
  return text === null ? null : instant(text);
}

function optional(text: string | null): string | null {
  return text === null ? null : storable(text);
}

/** What older plugins do not send is not known. */
function optionalJson(value: object | null | undefined) {
  return value === null || value === undefined ? null : storableJson(value);
}

function runStartedRow(event: RunStarted) {
  return {
    startedAt: instant(event.occurredAt),
    playbookPath: storable(event.playbookPath),
    adHocCommand: optional(adHocCommandOf(event)),
    invocationId: event.invocationId,
    ansibleVersion: storable(event.ansibleVersion),
    pythonVersion: optional(event.pythonVersion),
    reporterVersion: optional(event.reporterVersion),
    controller: optional(event.controller),
    userName: optional(event.user),
    sudoUser: optional(event.sudoUser),
    workingDirectory: optional(event.workingDirectory),
    configurationCommit: optional(event.configurationCommit),
    configurationRepository: optionalJson(event.configurationRepository),
    playbookRepository: optionalJson(event.playbookRepository),
    collections: event.collections == null ? null : shortList(event.collections),
    commandLine: event.commandLine == null ? null : shortWords(event.commandLine),
    arguments: shortJson(event.arguments),
    checkMode: event.checkMode,
    diffMode: event.diffMode,
    limitPattern: optional(event.limit),
    tags: shortNames(event.tags),
    skipTags: shortNames(event.skipTags),
    inventory: shortNames(event.inventory),
    forks: event.forks,
    extraVarNames: shortNames(event.extraVarNames),
    extraVars: shortJson(event.extraVars),
    environment: shortJson(event.environment),
    labels: shortList(event.labels),
  };
}

function runFinishedRow(event: RunFinished) {
  return {
    finishedAt: instant(event.occurredAt),
    finalSeq: event.seq,
    outcome: event.outcome,
    interruptedReason: optional(event.reason),
    customStats: event.customStats === null ? null : shortJson(event.customStats),
    reporter: Object.fromEntries(shortList(Object.entries(event.reporter))),
    recap: event.recap === null ? null : sumCounts(Object.values(event.recap)),
  };
}

function playColumns(event: PlayStarted) {
  return {
    uuid: storable(event.uuid),
    name: storable(event.name),
    hosts: shortNames(event.hosts),
    strategy: optional(event.strategy),
    serial: shortNames(event.serial),
    roles: shortNames(event.roles),
    tags: shortNames(event.tags),
    startedAt: instant(event.occurredAt),
  };
}

function taskRow(event: TaskStarted) {
  return {
    seq: event.seq,
    playSeq: event.playSeq,
    uuid: storable(event.uuid),
    name: storable(event.name),
    action: storable(event.action),
    role: optional(event.role),
    path: optional(event.path),
    line: event.line,
    tags: shortNames(event.tags),
    noLog: event.noLog,
    handler: event.handler,
    loop: event.loop,
    startedAt: instant(event.occurredAt),
  };
}

function resultRow(event: TaskResult, batchNo: number, position: number) {
  const failed = event.status === 'failed' || event.status === 'unreachable';
  return {
    seq: event.seq,
    taskSeq: event.taskSeq,
    host: hostName(event.host),
    status: event.status,
    ignored: event.ignored,
    rescued: event.rescued,
    startedAt: optionalInstant(event.startedAt),
    occurredAt: instant(event.occurredAt),
    attempts: event.attempts,
    itemCount: loopOf(event)?.itemCount ?? null,
    delegatedTo: optional(event.delegatedTo),
    delegates: event.delegates == null ? null : shortNames(event.delegates),
    message: failed ? messageOf(event) : null,
    inputDigest: event.status === 'skipped' ? null : inputDigestOf(event),
    batchNo,
    position,
  };
}
