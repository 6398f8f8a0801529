import { parseJson } from '#exact-json';
import { CommandError } from '../exit/command-error.js';
import type { ServerSettings } from './server-settings.js';

/** A Relay connection, as far as it is asked for. */
export interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The fields that every listed connection asks for besides its nodes. */
export const PAGE_INFO = 'pageInfo { hasNextPage endCursor }';

const LARGEST_PAGE = 100;
const TIMEOUT_MS = 60_000;

interface GraphqlAnswer {
  data?: unknown;
  errors?: { message: string }[];
  error?: { message: string };
}

/** Asks a server over GraphQL. Everything that goes wrong is a CommandError. */
export class GraphqlClient {
  constructor(private readonly server: ServerSettings) {}

  async ask<Data>(document: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const response = await this.post(JSON.stringify({ query: document, variables }));
    const answer = (await response
      .text()
      .then(parseJson)
      .catch(() => ({}))) as GraphqlAnswer;
    const said = answer.errors?.map(({ message }) => message).join('\n') ?? answer.error?.message;
    if (response.status === 401 || response.status === 403) {
      throw new CommandError('refused', `${this.server.url} does not accept the token: ${said ?? response.statusText}`);
    }
    if (said !== undefined) throw new CommandError('failed', said);
    if (!response.ok || answer.data === undefined) {
      throw new CommandError(
        'failed',
        `${this.server.url} answered with status ${response.status}: is it a Playledger server?`,
      );
    }
    return answer.data as Data;
  }

  /**
   * Asks for page after page until there are `limit` nodes. The document takes $first and $after; `pageOf` finds the
   * page in its answer. `first` is the first answer, with what stands beside the list; `more` says whether there are
   * nodes beyond the limit.
   */
  async list<Data, Node>(
    document: string,
    variables: Record<string, unknown>,
    limit: number,
    pageOf: (data: Data) => Page<Node>,
  ): Promise<{ first: Data; nodes: Node[]; more: boolean }> {
    const sizeOf = (wanted: number) => Math.min(wanted, LARGEST_PAGE);
    const first = await this.ask<Data>(document, { ...variables, first: sizeOf(limit), after: null });
    let page = pageOf(first);
    const nodes = [...page.nodes];
    while (page.pageInfo.hasNextPage && nodes.length < limit) {
      const next = { first: sizeOf(limit - nodes.length), after: page.pageInfo.endCursor };
      page = pageOf(await this.ask<Data>(document, { ...variables, ...next }));
      nodes.push(...page.nodes);
    }
    return { first, nodes, more: page.pageInfo.hasNextPage };
  }

  private async post(body: string): Promise<Response> {
    const { url, token } = this.server;
    try {
      return await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const { name, message, cause } = error as Error & { cause?: Error & { code?: string } };
      // Of a header that cannot be sent, the message quotes it, and with it the token.
      const reason = name === 'TypeError' ? 'the request cannot be sent: check the address and the token' : message;
      throw new CommandError(
        'unreachable',
        `No server responds at ${url} (${cause?.code ?? cause?.message ?? reason}).`,
        {
          cause: error,
        },
      );
    }
  }
}
