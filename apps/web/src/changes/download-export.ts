import { tokenNow } from '../session/token.js';

/** Fetches an export and hands it to the browser as a file. Fails with a sentence for its reader. */
export async function downloadExport(file: string, parameters: URLSearchParams): Promise<void> {
  const address = new URL(`api/export/${file}?${parameters}`, document.baseURI);
  const response = await fetch(address, { headers: { authorization: `Bearer ${tokenNow() ?? ''}` } });
  if (!response.ok) {
    const answer = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
    throw new Error(answer.error?.message ?? `The server answered with status ${response.status}.`);
  }
  // Through memory: a link could not carry the token.
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  // Browsers take hold of the file after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
