import { RateLimiterMemory } from 'rate-limiter-flexible';

/** So many wrong tokens an address may send within a minute; then it is locked out for one. */
const MAX_FAILURES = 20;
/** So many failed sign-ins within a minute are written down, of all addresses together. */
const MAX_NOTED = 60;
const MINUTE = 60;

/** What became of a failed sign-in. */
export interface Failure {
  /** The address is locked out by it. */
  locks: boolean;
  /** It is worth an entry of the audit log: the first of an address in a while, or the one that locks it out. */
  isNotable: boolean;
}

/** Bounds how often wrong tokens may be tried, and how much one token may ask. Each process counts for itself. */
export class SignInLimits {
  private readonly failures = new RateLimiterMemory({ points: MAX_FAILURES, duration: MINUTE, blockDuration: MINUTE });
  private readonly noted = new RateLimiterMemory({ points: MAX_NOTED, duration: MINUTE });
  private readonly requests: RateLimiterMemory;

  constructor(requestsPerMinute: number) {
    this.requests = new RateLimiterMemory({ points: requestsPerMinute, duration: MINUTE });
  }

  /** Seconds for which this address is locked out; 0: it is not. */
  async lockedOutFor(address: string): Promise<number> {
    const counted = await this.failures.get(address);
    return counted !== null && counted.consumedPoints > MAX_FAILURES ? inSeconds(counted.msBeforeNext) : 0;
  }

  async failed(address: string): Promise<Failure> {
    const first = await this.failures.get(address);
    const locks = await isOver(this.failures, address);
    const isNotable = (first === null || locks) && !(await isOver(this.noted, 'all'));
    return { locks, isNotable };
  }

  /** Seconds after which this token may ask again; 0: now, and it is counted. */
  async waitOf(tokenId: number): Promise<number> {
    return this.requests.consume(tokenId).then(
      () => 0,
      (refusal: unknown) => inSeconds((refusal as { msBeforeNext: number }).msBeforeNext),
    );
  }
}

async function isOver(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  return limiter.consume(key).then(
    () => false,
    () => true,
  );
}

function inSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
