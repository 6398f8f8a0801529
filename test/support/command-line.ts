import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient } from './api-client.js';

const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: { playledger: string } };

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs `npx playledger` as somebody who has the client's token. */
export function playledger(
  { url, token }: ApiClient,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const server = { PLAYLEDGER_URL: url, PLAYLEDGER_TOKEN: token };
  const given = { PATH: process.env.PATH, HOME: process.env.HOME, ...server, ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(process.cwd(), bin.playledger), ...args], { env: given }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}
