import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { ApiClient } from './api-client.js';

const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: { playledger: string } };

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs `npx playledger` as somebody who has the client's token. */
export async function playledger(
  { url, token }: ApiClient,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const server = { PLAYLEDGER_URL: url, PLAYLEDGER_TOKEN: token };
  const given = { PATH: process.env.PATH, HOME: process.env.HOME, ...server, ...env };
  const { exitCode, stdout, stderr } = await execa(process.execPath, [join(process.cwd(), bin.playledger), ...args], {
    env: given,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
  });
  return { code: exitCode ?? NaN, out: stdout, err: stderr };
}
