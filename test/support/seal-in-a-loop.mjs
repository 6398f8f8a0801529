// Appends a run and seals, again and again, until it is killed. Says each seal that it was told of.
import { randomUUID } from 'node:crypto';
import { createDataSource } from '../../dist/libs/database/src/index.js';
import { appendBatch, batchBody, sealLedger, sealName } from '../../dist/libs/ledger/src/index.js';
import { parseBatch } from '../../dist/libs/run-events/src/index.js';

const { databaseUrl, files, batch } = JSON.parse(process.argv[2]);
const dataSource = createDataSource({ databaseUrl, databasePoolSize: 2 }, 'playledger-test');
await dataSource.initialize();
const inflated = Buffer.from(batch);
const seqs = parseBatch(inflated).events.map(({ event }) => event.seq);
for (;;) {
  const runId = randomUUID();
  await appendBatch(dataSource, runId, seqs, batchBody(inflated));
  const made = await sealLedger(dataSource, files);
  if (made !== null) process.stdout.write(`${sealName(made.id, made.digest)}\n`);
}
