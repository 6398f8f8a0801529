import type { TadaDocumentNode } from 'gql.tada';
import { print } from 'graphql';
import { parseJson } from '#exact-json';
import { serverAddress } from '../session/server-address.js';
import { credentialNow, headersOf, refuse } from '../session/session.js';

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string }[];
  /** What the API says when it refuses a request before GraphQL sees it. */
  error?: { message: string };
}

/** Asks the API next to this page. Fails with a sentence for its reader. */
export async function sendQuery<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Data> {
  const credential = credentialNow();
  const response = await fetch(serverAddress('graphql'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(credential) },
    body: JSON.stringify({ query: print(document), variables }),
    signal,
  }).catch((cause: unknown) => {
    throw new Error('The server does not answer.', { cause });
  });
  const answer = (await response
    .text()
    .then(parseJson)
    .catch(() => ({}))) as Answer<Data>;
  if (response.status === 401 || response.status === 403) {
    const reason = answer.error?.message ?? 'The server does not accept this token.';
    refuse(credential, reason);
    throw new Error(reason);
  }
  const complaints = answer.errors?.map(({ message }) => message) ?? [];
  if (complaints.length > 0) throw new Error(complaints.join(' '));
  if (!response.ok || answer.data == null) {
    throw new Error(answer.error?.message ?? `The server answered with status ${response.status}.`);
  }
  return answer.data;
}
