// A thread of its own, so that what the tests do does not delay what is measured: asks `/healthz` again and again, and
// answers each message with the milliseconds that each answer took.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const taken = [];
parentPort.on('message', () => parentPort.postMessage(taken.splice(0)));

async function ask() {
  const started = performance.now();
  const answer = await fetch(`${workerData.url}/healthz`);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`/healthz answered with ${answer.status}`);
  return performance.now() - started;
}

// The first ones are slow by what this thread has to load.
for (let time = 0; time < 5; time++) await ask();
parentPort.postMessage('ready');
for (;;) {
  taken.push(await ask());
  await sleep(20);
}
