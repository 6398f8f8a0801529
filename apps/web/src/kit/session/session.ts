import { useSyncExternalStore } from 'react';
import { serverAddress } from './server-address.js';

/** By what this page is let in. */
export type Credential =
  | { kind: 'token'; token: string }
  /** A session of the OpenID provider: the browser keeps its token where no script reads it. */
  | { kind: 'cookie'; name: string };

export interface Session {
  /** null: nobody is signed in. */
  credential: Credential | null;
  /** Why the last credential is gone. */
  refusal: string | null;
}

const KEY = 'playledger.token';

const kept = sessionStorage.getItem(KEY);
let session: Session = { credential: kept === null ? null : { kind: 'token', token: kept }, refusal: null };
const listeners = new Set<() => void>();

function change(next: Session): void {
  session = next;
  if (next.credential?.kind === 'token') sessionStorage.setItem(KEY, next.credential.token);
  else sessionStorage.removeItem(KEY);
  for (const listener of listeners) listener();
}

export function credentialNow(): Credential | null {
  return session.credential;
}

/** What a request to the API must bring. A page of another site could not set this header. */
export function headersOf(credential: Credential | null): Record<string, string> {
  const authorization = credential?.kind === 'token' ? { authorization: `Bearer ${credential.token}` } : {};
  return { 'x-playledger-page': '1', ...authorization };
}

export function signIn(token: string): void {
  change({ credential: { kind: 'token', token }, refusal: null });
}

/** Somebody came back from the OpenID provider. */
export function enterSession(name: string): void {
  change({ credential: { kind: 'cookie', name }, refusal: null });
}

/** Forgets the token; or ends the session, here and at the OpenID provider. */
export async function signOut(): Promise<void> {
  const { credential } = session;
  if (credential?.kind !== 'cookie') return change({ credential: null, refusal: null });
  const response = await fetch(serverAddress('auth/sign-out'), {
    method: 'POST',
    headers: headersOf(credential),
  });
  const { address } = (await response.json()) as { address: string };
  change({ credential: null, refusal: null });
  window.location.assign(address);
}

/** Ends the session because the server refused what it brought; a late answer to an earlier one ends nothing. */
export function refuse(credential: Credential | null, refusal: string): void {
  if (credential === session.credential) change({ credential: null, refusal });
}

/** Until the answer is called, which takes the listener away. */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): Session {
  return useSyncExternalStore(onSession, () => session);
}
