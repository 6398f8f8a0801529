import { refuseToken, tokenNow } from '../session/token.js';

/** Asks the API beside this page, with the token of this tab. A refused token leads back to where one is asked for. */
export async function fetchGraphql(question: object): Promise<object> {
  const token = tokenNow();
  const response = await fetch(new URL('../graphql', document.baseURI), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token ?? ''}` },
    body: JSON.stringify(question),
  });
  const answer = (await response.json()) as { error?: { message: string } };
  if (response.status === 401 || response.status === 403) {
    refuseToken(token, answer.error?.message ?? 'The server does not accept this token.');
  }
  return answer;
}
