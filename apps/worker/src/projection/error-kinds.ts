import { QueryFailedError } from 'typeorm';

/** SQLSTATE classes that tell of the data: cardinality, data exception, constraint, program limit. */
const DATA_ERROR = /^(21|22|23|54)/;

/**
 * What passes by itself: a connection that is lost, a transaction that gave way to another one, a lock or a statement
 * that took too long, a server that has no room, is starting or is told to stop, a disk.
 */
const PASSING_ERROR = /^(08|40|53|55P03|57|58)/;

/** As the system and the driver name a connection that is not there; what has a code may quote what somebody wrote. */
const CONNECTION_CODE = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_AGAIN|NOTFOUND)/;
const CONNECTION_TEXT = /connection (terminated|timeout)|timeout exceeded when trying to connect|not queryable/i;

/** It tells of the event, and would come again however often it is tried. */
export function isOfData(error: unknown): boolean {
  if (error instanceof QueryFailedError) return DATA_ERROR.test(codeOf(error.driverError));
  return error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError;
}

/** It passes by itself, and says nothing of what was tried. */
export function isPassing(error: unknown): boolean {
  if (isLost(error)) return true;
  return error instanceof QueryFailedError && PASSING_ERROR.test(codeOf(error.driverError));
}

/** The connection is gone: there is nothing to roll back to. */
export function isLost(error: unknown): boolean {
  const code = codeOf(error instanceof QueryFailedError ? error.driverError : error);
  return code === '' ? CONNECTION_TEXT.test(messageOf(error)) : /^(08|57P0)/.test(code) || CONNECTION_CODE.test(code);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}
