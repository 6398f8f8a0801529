import { isUtf8 } from 'node:buffer';
import { Compile, type Validator } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { withExactNumbers } from '#exact-json';
import { RUN_EVENT_SCHEMAS, type RunEvent, type RunEventType } from './run-event.js';

/** Why an event was rejected; stable, for programs. */
export type RejectionCode =
  | 'invalid_utf8'
  | 'invalid_json'
  | 'not_an_object'
  | 'invalid_seq'
  | 'unknown_type'
  | 'invalid_event'
  | 'event_too_large'
  | 'repeated_seq';

export interface AcceptedEvent {
  /** Position of the event's line in the batch, from 0. */
  position: number;
  event: RunEvent;
}

export interface RejectedEvent {
  position: number;
  /** null when the line does not tell. */
  seq: number | null;
  code: RejectionCode;
  /** A sentence its reader can act on, of at most MAX_MESSAGE characters. */
  message: string;
  /** The line as it came; of one that is too large the beginning. */
  raw: Buffer;
}

export interface ParsedBatch {
  events: AcceptedEvent[];
  rejected: RejectedEvent[];
}

/** One event larger than this many bytes is rejected. */
export const MAX_EVENT_BYTES = 8 * 1024 * 1024;
/** Of a line that is larger than an event may be: it cannot be used, only looked at. */
const KEPT_OF_TOO_LARGE = 64 * 1024;

/** A path into an event is as long as its keys are, and the plugin reads answers up to a limit. */
const MAX_MESSAGE = 500;

const NEWLINE = 0x0a;
const validators = Object.fromEntries(
  Object.entries(RUN_EVENT_SCHEMAS).map(([type, schema]) => [type, Compile(schema as TSchema)]),
) as Record<RunEventType, Validator>;

/** The lines of an NDJSON body with their positions; blank lines count as positions but are not yielded. */
export function* linesOf(body: Buffer): Generator<{ position: number; line: Buffer }> {
  let position = 0;
  for (let start = 0; start < body.length; position++) {
    const newline = body.indexOf(NEWLINE, start);
    const end = newline === -1 ? body.length : newline;
    const line = body.subarray(start, end);
    if (line.length > 0 && !(line.length === 1 && line[0] === 0x0d)) yield { position, line };
    start = end + 1;
  }
}

/**
 * Parses and validates a batch event by event: one bad line never costs its neighbours. `parse` is parseExactEvent for
 * whoever tells what the events hold.
 */
export function parseBatch(body: Buffer, parse = parseEvent): ParsedBatch {
  const events: AcceptedEvent[] = [];
  const rejected: RejectedEvent[] = [];
  const seen = new Set<number>();
  for (const { position, line } of linesOf(body)) {
    const parsed = parse(line);
    if (!('event' in parsed)) {
      const raw = line.length > MAX_EVENT_BYTES ? line.subarray(0, KEPT_OF_TOO_LARGE) : line;
      rejected.push({ position, raw, ...parsed });
    } else if (seen.has(parsed.event.seq)) {
      const { seq } = parsed.event;
      rejected.push({
        position,
        raw: line,
        seq,
        code: 'repeated_seq',
        message: `seq ${seq} occurs twice in this batch`,
      });
    } else {
      seen.add(parsed.event.seq);
      events.push({ position, event: parsed.event });
    }
  }
  return { events, rejected };
}

type Rejection = Pick<RejectedEvent, 'seq' | 'code' | 'message'>;

/** Parses and validates one line. */
export function parseEvent(line: Buffer): { event: RunEvent } | Rejection {
  const read = readEvent(line);
  return 'event' in read ? { event: read.event } : read;
}

/**
 * As parseEvent, but that numbers in what Ansible gave are exact. Those of the event itself have limits, and are doubles.
 * See docs/decisions/0047-numbers-are-told-as-they-were-sent.md.
 */
export function parseExactEvent(line: Buffer): { event: RunEvent } | Rejection {
  const read = readEvent(line);
  if (!('event' in read)) return read;
  withExactNumbers(freeFieldsOf(read.event), read.text);
  return { event: read.event };
}

/** The fields that hold whatever Ansible or a module gave. */
function freeFieldsOf(event: RunEvent): object {
  switch (event.type) {
    case 'run_started':
      return { arguments: event.arguments, extraVars: event.extraVars, adHoc: event.adHoc };
    case 'task_result':
    case 'task_retried':
      return { result: event.result };
    case 'run_finished':
      return { customStats: event.customStats };
    default:
      return {};
  }
}

function readEvent(line: Buffer): { event: RunEvent; text: string } | Rejection {
  const reject = (code: RejectionCode, message: string, seq: number | null = null): Rejection => ({
    seq,
    code,
    message: message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message,
  });
  if (line.length > MAX_EVENT_BYTES) {
    return reject(
      'event_too_large',
      `the event has ${line.length} bytes, but only ${MAX_EVENT_BYTES} are allowed: only its beginning is kept`,
    );
  }
  if (!isUtf8(line)) return reject('invalid_utf8', 'the line is not UTF-8');
  const text = line.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return reject('invalid_json', `the line is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return reject('not_an_object', 'the line is not a JSON object');
  }
  const { seq, type } = value as { seq?: unknown; type?: unknown };
  if (!Number.isInteger(seq) || (seq as number) < 1 || (seq as number) > 2 ** 31 - 1) {
    return reject('invalid_seq', `seq must be a whole number from 1 to 2147483647, not ${describe(seq)}`);
  }
  const validator =
    typeof type === 'string' && Object.hasOwn(validators, type) ? validators[type as RunEventType] : undefined;
  if (validator === undefined) {
    return reject(
      'unknown_type',
      `type ${describe(type)} is not one of ${Object.keys(validators).join(', ')}`,
      seq as number,
    );
  }
  if (!validator.Check(value)) {
    const [first] = validator.Errors(value);
    return reject(
      'invalid_event',
      `${first?.instancePath || '/'}: ${first?.message ?? 'does not match the schema'}`,
      seq as number,
    );
  }
  return { event: value as RunEvent, text };
}

function describe(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80);
}
