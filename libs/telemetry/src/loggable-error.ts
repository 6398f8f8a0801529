import { messageWithoutValues } from './message-without-values.js';

/** What is logged of an error, and all of it. */
export interface LoggableError {
  type: string;
  message: string;
  /** Of Postgres, Node or a library. */
  code?: string | number;
  /** Of an answer over HTTP. */
  status?: number;
  /** SQL that failed: its text, which has values in parameters. */
  statement?: string;
  /** Functions and files, without the message that a stack begins with. */
  stack?: string;
  cause?: LoggableError;
  /** Of an AggregateError. */
  errors?: LoggableError[];
}

const MAX_MESSAGE = 500;
const MAX_STATEMENT = 300;
const MAX_FRAMES = 12;
const MAX_FRAME = 250;
const MAX_DEPTH = 4;
const MAX_ERRORS = 5;
const NAME = /^[\w.$-]{1,80}$/;
const FRAME = /^ {4}at .+$/;

/**
 * What may be logged of something that was thrown: named here, one by one. Errors carry what was under way (parameters
 * of a statement, rows, bodies of requests, arguments of commands), and libraries think of new fields.
 * See docs/decisions/0033-logs-tell-what-is-named.md.
 */
export function loggableError(thrown: unknown, depth = 0): LoggableError {
  if (!isError(thrown)) return ofOther(thrown);
  const source = thrown as Error & Record<string, unknown>;
  // TypeORM wraps what Postgres's client threw, and takes over its fields.
  const { code = codeOf(source['driverError']) } = source as { code?: unknown };
  const status = source['status'] ?? source['statusCode'];
  const statement = source['query'];
  const stack = framesOf(source);
  const isDeep = depth >= MAX_DEPTH;
  return {
    type: typeOf(source),
    message: cut(messageWithoutValues(source), MAX_MESSAGE),
    ...(isCode(code) ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof statement === 'string' ? { statement: cut(statement.replaceAll(/\s+/g, ' '), MAX_STATEMENT) } : {}),
    ...(stack === '' ? {} : { stack }),
    ...(source.cause == null || isDeep ? {} : { cause: loggableError(source.cause, depth + 1) }),
    ...(Array.isArray(source['errors']) && !isDeep
      ? { errors: source['errors'].slice(0, MAX_ERRORS).map((each) => loggableError(each, depth + 1)) }
      : {}),
  };
}

/** The same for a person at a terminal. */
export function errorAsText(thrown: unknown): string {
  const { type, message, code, statement, stack, cause } = loggableError(thrown);
  const lines = [
    `${type}${code === undefined ? '' : ` ${code}`}: ${message}`,
    ...(statement === undefined ? [] : [`  in: ${statement}`]),
    ...(stack === undefined ? [] : [stack]),
    ...(cause === undefined ? [] : [`Caused by ${cause.type}: ${cause.message}`]),
  ];
  return lines.join('\n');
}

export function isError(value: unknown): value is Error {
  // Errors of another realm are none of our class.
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** The functions and files of a stack, without the message before them, whatever that holds. */
export function framesOf({ stack }: { stack?: unknown }): string {
  if (typeof stack !== 'string') return '';
  const lines = stack.split('\n');
  // The frames are the end of it: a message with lines that look like some stands before.
  const begin = lines.findLastIndex((line) => !FRAME.test(line)) + 1;
  return lines
    .slice(begin, begin + MAX_FRAMES)
    .map((line) => cut(line, MAX_FRAME))
    .join('\n');
}

export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more)`;
}

function ofOther(thrown: unknown): LoggableError {
  if (typeof thrown === 'string') return { type: 'string', message: cut(thrown, MAX_MESSAGE) };
  const { constructor = null } = (thrown ?? {}) as { constructor?: { name?: unknown } | null };
  const name =
    typeof thrown === 'object' && thrown !== null ? constructor?.name : thrown === null ? 'null' : typeof thrown;
  const code = codeOf(thrown);
  return { type: named(name), message: 'A value that is not an error was thrown.', ...(isCode(code) ? { code } : {}) };
}

function typeOf(error: Error): string {
  // A subclass often keeps the name `Error`.
  return named(error.name === 'Error' || error.name === 'error' ? error.constructor.name : error.name);
}

function named(name: unknown): string {
  return typeof name === 'string' && NAME.test(name) ? name : 'unknown';
}

function codeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { code?: unknown }).code : undefined;
}

function isCode(code: unknown): code is string | number {
  return typeof code === 'number' || (typeof code === 'string' && NAME.test(code));
}
