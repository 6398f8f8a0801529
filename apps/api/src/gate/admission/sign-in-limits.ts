import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { principalKey, type Identity } from '../permissions/permissions.js';
import type { LimitStore } from './limit-store.js';
import { senderNetwork } from './sender-network.js';

/** So many wrong tokens an address may send within a minute; then it is locked out for one. */
const MAX_FAILURES = 20;
/** So many failures of one kind are written down within a minute, of all addresses together. */
const MAX_NOTED = 60;
/** So often within a minute an address may begin to sign in by the OpenID provider. */
const MAX_SIGN_INS = 60;
const MINUTE = 60;

/** A wrong token; a sign-in by the OpenID provider that failed; a logout that is not the provider's. */
export type FailureKind = 'token' | 'sign-in' | 'logout';

/** What became of a failed sign-in. */
export interface Failure {
  /** The address is locked out by it. */
  locks: boolean;
  /** It is worth an entry of the audit log: the first of an address in a while, or the one that locks it out. */
  isNotable: boolean;
}

/** Bounds how often wrong tokens may be tried, and how much one token may ask, of all API processes together. */
export class SignInLimits {
  private readonly failures: RateLimiterAbstract;
  private readonly noted: RateLimiterAbstract;
  private readonly signIns: RateLimiterAbstract;
  private readonly requests: RateLimiterAbstract;

  constructor(store: LimitStore, requestsPerMinute: number) {
    const minute = { duration: MINUTE };
    this.failures = store.seldom({ name: 'failures', points: MAX_FAILURES, blockDuration: MINUTE, ...minute });
    this.noted = store.seldom({ name: 'noted', points: MAX_NOTED, ...minute });
    this.signIns = store.seldom({ name: 'sign-ins', points: MAX_SIGN_INS, ...minute });
    this.requests = store.often({ name: 'requests', points: requestsPerMinute, ...minute });
  }

  /** Seconds for which this address is locked out; 0: it is not. */
  async lockedOutFor(address: string): Promise<number> {
    const counted = await this.failures.get(senderNetwork(address));
    return counted !== null && counted.consumedPoints > MAX_FAILURES ? inSeconds(counted.msBeforeNext) : 0;
  }

  async failed(address: string): Promise<Failure> {
    const network = senderNetwork(address);
    const first = await this.failures.get(network);
    const locks = await isOver(this.failures, network);
    const isNotable = (first === null || locks) && (await this.isToBeNoted('token'));
    return { locks, isNotable };
  }

  /**
   * Whether one more failure is worth a line, of all addresses together: anybody may send anything. Each kind is counted
   * by itself, so that nobody hides what he does behind what is easier to do often.
   */
  async isToBeNoted(kind: FailureKind): Promise<boolean> {
    return !(await isOver(this.noted, kind));
  }

  /** Seconds after which this token may ask again; 0: now, and it is counted. */
  async waitOf(asker: Pick<Identity, 'tokenId' | 'name'>): Promise<number> {
    return secondsToWait(this.requests, principalKey(asker));
  }

  /** Seconds after which somebody at this address may begin to sign in again; 0: now, and it is counted. */
  async waitOfSignIn(address: string): Promise<number> {
    return secondsToWait(this.signIns, senderNetwork(address));
  }
}

async function isOver(limiter: RateLimiterAbstract, key: string): Promise<boolean> {
  return limiter.consume(key).then(
    () => false,
    () => true,
  );
}

async function secondsToWait(limiter: RateLimiterAbstract, key: string): Promise<number> {
  return limiter.consume(key).then(
    () => 0,
    (refusal: unknown) => inSeconds((refusal as { msBeforeNext: number }).msBeforeNext),
  );
}

function inSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
