import { serverAddress } from '../../kit/session/server-address.js';
import { credentialNow, headersOf } from '../../kit/session/session.js';

interface Answer {
  address?: string;
  error?: { message: string };
}

/** Lets the browser download an export, however large. Fails with a sentence for its reader. */
export async function downloadExport(file: string, parameters: URLSearchParams): Promise<void> {
  const response = await fetch(serverAddress('api/export/tickets'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(credentialNow()) },
    body: JSON.stringify({ file, parameters: Object.fromEntries(parameters) }),
  });
  const { address, error } = (await response.json().catch(() => ({}))) as Answer;
  if (address === undefined) throw new Error(error?.message ?? `The server answered with status ${response.status}.`);
  // A link cannot carry the token: its address carries a ticket, which is good for this download alone.
  const link = document.createElement('a');
  link.href = serverAddress(address).href;
  link.download = file;
  link.click();
}
