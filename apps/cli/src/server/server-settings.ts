import { readFileSync } from 'node:fs';
import { CommandError } from '../exit/command-error.js';

/** Where the server is, and how to be let in. */
export interface ServerSettings {
  url: string;
  token: string;
}

export interface ServerOptions {
  url?: string;
  token?: string;
  tokenFile?: string;
}

const DEFAULT_URL = 'http://127.0.0.1:3000';

/**
 * Options win over the environment, a token over a file. Empty means unset. Throws CommandError on what cannot be used.
 */
export function readServerSettings(options: ServerOptions, env: NodeJS.ProcessEnv): ServerSettings {
  const url = options.url || env.PLAYLEDGER_URL || DEFAULT_URL;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CommandError('usage', `"${url}" is not the URL of a server. Use http://HOST:PORT.`);
  }
  return { url: url.replace(/(?<!\/)\/+$/, ''), token: tokenFrom(options, env) };
}

function tokenFrom(options: ServerOptions, env: NodeJS.ProcessEnv): string {
  const given = options.token || (options.tokenFile ? readToken(options.tokenFile) : '');
  const token =
    given || env.PLAYLEDGER_TOKEN || (env.PLAYLEDGER_TOKEN_FILE ? readToken(env.PLAYLEDGER_TOKEN_FILE) : '');
  if (token !== '') return token;
  throw new CommandError('usage', 'No token. Set PLAYLEDGER_TOKEN_FILE or PLAYLEDGER_TOKEN, or use --token-file.');
}

function readToken(file: string): string {
  try {
    const token = readFileSync(file, 'utf8').trim();
    if (token !== '') return token;
  } catch (error) {
    throw new CommandError('usage', `The token cannot be read: ${(error as Error).message}`, { cause: error });
  }
  throw new CommandError('usage', `${file} contains no token.`);
}
