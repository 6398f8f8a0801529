import { parseJson } from '#exact-json';
import { serverAddress } from '../../kit/session/server-address.js';
import { credentialNow, headersOf, refuse } from '../../kit/session/session.js';

/** Asks the API beside this page, with what let this tab in. What is refused leads back to where one is asked for. */
export async function fetchGraphql(question: object): Promise<object> {
  const credential = credentialNow();
  const response = await fetch(serverAddress('graphql'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(credential) },
    body: JSON.stringify(question),
  });
  const answer = parseJson(await response.text()) as { error?: { message: string } };
  if (response.status === 401 || response.status === 403) {
    refuse(credential, answer.error?.message ?? 'The server does not accept this token.');
  }
  return answer;
}
