// The entry of `npm run screenshots`: takes the pictures of the README anew, from the demo.
import { ensureBuilt } from './build.mjs';
import { runScript } from './step.mjs';

await runScript(async () => {
  await ensureBuilt();
  const { takeScreenshots } = await import('../dist/test/screenshots/take-screenshots.js');
  await takeScreenshots();
});
