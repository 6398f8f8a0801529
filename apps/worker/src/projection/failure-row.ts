import { loopOf } from '#history';
import type { TaskResult } from '#run-events';
import { failedItems, labelOf } from '../failures/failed-items.js';
import { returnCodeOf } from '../failures/return-code.js';
import { formerSignatureOf, signatureOf } from '../failures/signature.js';
import { messageOf } from './failure-message.js';
import { hostName, storable } from './storable.js';

/** Characters kept of standard error: its end, where the reason stands. The body has all of it. */
const MAX_STDERR = 2_000;
const MAX_ITEM = 200;

/** What a failed or unreachable result says for itself, as a row; null for any other. `occurredAt` is its instant. */
export function failureRow(event: TaskResult, occurredAt: string) {
  if (event.status !== 'failed' && event.status !== 'unreachable') return null;
  const items = failedItems(event);
  const [first = event.result] = items;
  const label = items.length > 0 ? labelOf(first) : null;
  const hosts = event.delegatedTo === null ? [event.host] : [event.host, event.delegatedTo];
  const signature = signatureOf(event, hosts);
  return {
    seq: event.seq,
    taskSeq: event.taskSeq,
    host: hostName(event.host),
    status: event.status,
    ignored: event.ignored,
    rescued: event.rescued,
    occurredAt,
    item: label === null ? null : storable(label.slice(0, MAX_ITEM)),
    failedItems: items.length > 0 ? items.length + (loopOf(event)?.failedLeftOut ?? 0) : null,
    rc: returnCode(first) ?? returnCode(event.result),
    stderr: standardError(first),
    message: messageOf(event),
    signature: signature.map(storable),
    formerSignature: formerSignatureOf(event, hosts, signature)?.map(storable) ?? null,
  };
}

export type FailureRow = NonNullable<ReturnType<typeof failureRow>>;

function returnCode(result: Record<string, unknown>): number | null {
  const rc = returnCodeOf(result);
  return rc !== null && Number.isInteger(rc) && Math.abs(rc) < 2 ** 31 ? rc : null;
}

function standardError(result: Record<string, unknown>): string | null {
  const written = [result.stderr, result.module_stderr].find((text) => typeof text === 'string' && text.trim() !== '');
  return typeof written === 'string' ? storable(written.trimEnd().slice(-MAX_STDERR)) : null;
}
