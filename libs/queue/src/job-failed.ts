import { loggableError } from '#telemetry';

/**
 * Why a job failed, as the queue may keep it: BullMQ stores message and stack of what a handler throws, where no
 * redaction looks. The log gets its cause.
 */
export class JobFailed extends Error {
  constructor(cause: unknown) {
    const { type, message, code, stack = '' } = loggableError(cause);
    super(code === undefined ? message : `${message} (${code})`, { cause });
    this.name = type;
    this.stack = `${type}: ${this.message}\n${stack}`;
  }
}
