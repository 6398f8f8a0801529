import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger as PinoLogger } from 'pino';
import type { LogLevel } from '#config';
import { boundedFields } from './bounded-fields.js';
import { cut, framesOf, isError } from './loggable-error.js';

export type LogContext = Record<string, string | number | undefined>;

const context = new AsyncLocalStorage<LogContext>();

/** Runs `work` with `fields` (requestId, runId, batchNo, attempt, ...) on every log line written inside it. */
export function withLogContext<T>(fields: LogContext, work: () => T): T {
  return context.run({ ...context.getStore(), ...fields }, work);
}

type Level = 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'fatal';

const MAX_MESSAGE = 1_000;
const STACK = /\n {4}at /;

/**
 * JSON lines on standard error; standard output belongs to the person who started us. No line is longer than some
 * kilobytes, and none tells more of an error than `loggableError` names: what we redact stands in statements and bodies
 * that errors carry.
 */
export class Logger implements LoggerService {
  private constructor(private readonly pino: PinoLogger) {}

  static create(name: string, level: LogLevel): Logger {
    const destination = pino.destination({ fd: 2, sync: true });
    // Ours is done before, and pino's own would take each field of an error.
    return new Logger(pino({ name, level, serializers: { err: (told: unknown) => told } }, destination));
  }

  error(message: unknown, ...details: unknown[]): void {
    this.write('error', message, details);
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.write('warn', message, details);
  }

  log(message: unknown, ...details: unknown[]): void {
    this.write('info', message, details);
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.write('debug', message, details);
  }

  verbose(message: unknown, ...details: unknown[]): void {
    this.write('trace', message, details);
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.write('fatal', message, details);
  }

  /** For Nest, whose start-up chatter only a developer of Playledger wants. */
  forFramework(): LoggerService {
    return {
      log: (message: unknown, ...details: unknown[]) => this.debug(message, ...details),
      error: this.error.bind(this),
      warn: this.warn.bind(this),
      fatal: this.fatal.bind(this),
    };
  }

  private write(level: Level, message: unknown, details: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const fields = boundedFields({ ...context.getStore(), ...toFields([message, ...details]) });
    this.pino[level](fields, typeof message === 'string' ? cut(message, MAX_MESSAGE) : '');
  }
}

/** Of a message that is a text the caller takes care: the fields of any other one. */
function toFields([message, ...details]: readonly unknown[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const detail of [typeof message === 'string' ? undefined : message, ...details]) {
    if (isError(detail)) fields['err'] = detail;
    // Nest gives a stack as text, with the message in it.
    else if (typeof detail === 'string' && STACK.test(detail)) fields['stack'] = framesOf({ stack: detail });
    else if (typeof detail === 'string') fields['scope'] = detail;
    else if (typeof detail === 'object' && detail !== null) Object.assign(fields, detail);
  }
  return fields;
}
