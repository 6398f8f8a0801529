import { runCommandLine } from './command-line.js';

// `playledger runs | head` closes the pipe: nobody reads on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runCommandLine(process.argv.slice(2), process.env);
