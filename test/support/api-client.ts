import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { ndjson } from './a-run.js';

export interface GraphqlAnswer {
  // What a query answers depends on the query: tests assert it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export interface UploadAnswer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** Talks to a running API as a script would: over HTTP, with a token. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  static withTokenFile(url: string, file: string): ApiClient {
    return new ApiClient(url, readFileSync(file, 'utf8').trim());
  }

  async ask(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer> {
    return JSON.parse(await this.askText(query, variables)) as GraphqlAnswer;
  }

  /** The answer as it is sent. */
  async askText(query: string, variables: Record<string, unknown> = {}): Promise<string> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return response.text();
  }

  upload(runId: string, events: readonly unknown[]): Promise<UploadAnswer> {
    return this.uploadBytes(runId, gzipSync(ndjson(events)), { 'content-encoding': 'gzip' });
  }

  async uploadBytes(
    runId: string,
    body: Buffer | string,
    headers: Record<string, string> = {},
    signal: AbortSignal | null = null,
  ): Promise<UploadAnswer> {
    const response = await fetch(`${this.url}/api/ingest/v1/runs/${runId}/batches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/x-ndjson', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
      signal,
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
}

/** Asks until `found` says something, for as long as a person would wait. */
export async function eventually<T>(found: () => Promise<T | null | undefined | false>, seconds = 20): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await found();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Nothing came within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
