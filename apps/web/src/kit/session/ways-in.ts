import { serverAddress } from './server-address.js';
import { headersOf } from './session.js';

/** How one signs in at this server. */
export interface WaysIn {
  /** By an OpenID provider too, and not by tokens only. */
  openId: boolean;
  /** Who has signed in with this browser; null: nobody. */
  signedInAs: string | null;
}

/** Asks the server beside this page; one that does not answer leaves the token. */
export async function askWaysIn(): Promise<WaysIn> {
  const none: WaysIn = { openId: false, signedInAs: null };
  try {
    const response = await fetch(serverAddress('auth'), { headers: headersOf(null) });
    return response.ok ? ((await response.json()) as WaysIn) : none;
  } catch {
    return none;
  }
}

/** Where somebody signs in by the OpenID provider, to come back to where he is now. */
export function signInAddress(): string {
  const address = serverAddress('auth/sign-in');
  const place = window.location.hash.slice(1);
  if (place !== '') address.searchParams.set('place', place);
  return address.href;
}

const REFUSED = 'refused';

/** Why somebody came back from the OpenID provider without a session; asked once, and then out of the address. */
export function takeRefusal(): string | null {
  const address = new URL(window.location.href);
  const refusal = address.searchParams.get(REFUSED);
  if (refusal === null) return null;
  address.searchParams.delete(REFUSED);
  window.history.replaceState(null, '', address);
  return refusal;
}
