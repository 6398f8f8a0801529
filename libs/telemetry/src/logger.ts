import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger as PinoLogger } from 'pino';
import type { LogLevel } from '#config';

export type LogContext = Record<string, string | number | undefined>;

const context = new AsyncLocalStorage<LogContext>();

/** Runs `work` with `fields` (requestId, runId, batchNo, attempt, ...) on every log line written inside it. */
export function withLogContext<T>(fields: LogContext, work: () => T): T {
  return context.run({ ...context.getStore(), ...fields }, work);
}

/** JSON lines on standard error; standard output belongs to the person who started us. */
export class Logger implements LoggerService {
  private constructor(private readonly pino: PinoLogger) {}

  static create(name: string, level: LogLevel): Logger {
    const destination = pino.destination({ fd: 2, sync: true });
    return new Logger(pino({ name, level, mixin: () => ({ ...context.getStore() }) }, destination));
  }

  error(message: unknown, ...details: unknown[]): void {
    this.pino.error(toFields(details), String(message));
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.pino.warn(toFields(details), String(message));
  }

  log(message: unknown, ...details: unknown[]): void {
    this.pino.info(toFields(details), String(message));
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.pino.debug(toFields(details), String(message));
  }

  verbose(message: unknown, ...details: unknown[]): void {
    this.pino.trace(toFields(details), String(message));
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.pino.fatal(toFields(details), String(message));
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
}

function toFields(details: unknown[]): object {
  const fields: Record<string, unknown> = {};
  for (const detail of details) {
    if (detail instanceof Error) fields.err = detail;
    else if (typeof detail === 'string') fields.scope = detail;
    else if (typeof detail === 'object' && detail !== null) Object.assign(fields, detail);
  }
  return fields;
}
