// A thread that reads uploads, one after another; started by ReadingThread.
import { parentPort, workerData } from 'node:worker_threads';
import { patternsOfSecrets, readUpload, type ReadOutcome } from './read-upload.js';
import type { Upload } from './upload-body.js';

const port = parentPort;
if (port === null) throw new Error('This is no program of its own.');
const patterns = patternsOfSecrets((workerData as { redactPatterns: string[] }).redactPatterns);

port.on('message', ({ raw, ...rest }: Omit<Upload, 'raw'> & { raw: Uint8Array }) => {
  const outcome = readUpload({ ...rest, raw: bufferOf(raw) }, patterns);
  port.postMessage(outcome, movable(outcome));
});
port.postMessage('ready');

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** What need not be copied: rejected lines lie in one memory, which may be large. Small buffers share a pool. */
function movable(outcome: ReadOutcome): ArrayBuffer[] {
  const memory = 'batch' in outcome ? outcome.batch.rejected[0]?.raw.buffer : undefined;
  return memory instanceof ArrayBuffer && memory.byteLength > Buffer.poolSize ? [memory] : [];
}
