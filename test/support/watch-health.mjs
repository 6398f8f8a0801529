// A thread of its own, so that what the tests do does not delay what is measured: asks `/healthz` again and again, and
// answers each message with the milliseconds that each answer took.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const taken = [];
parentPort.on('message', () => parentPort.postMessage(taken.splice(0)));
for (;;) {
  const started = performance.now();
  const answer = await fetch(`${workerData.url}/healthz`);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`/healthz answered with ${answer.status}`);
  taken.push(performance.now() - started);
  await sleep(20);
}
