import { Semaphore, withTimeout, type SemaphoreInterface } from 'async-mutex';
import { QueryRefusal } from '../../errors/query-refusal.js';
import { MAX_COST } from './query-cost.js';
import type { UnreadAnswers } from './unread-answers.js';

/** Questions of at most this cost have places of their own, so that they do not wait behind large ones. */
const SMALL_COST = 1_000;
/** What all small questions under way may cost together, and all large ones. */
const SMALL_PLACES = 20 * SMALL_COST;
const LARGE_PLACES = 1.25 * MAX_COST;
/** Answers that bodies of the ledger are held for. */
const BODY_PLACES = 4;
/** What one asker may have of each, so that the others have some too. */
const SHARE_OF_ASKER = 0.8;
/** For one's share, for a place, and for room: each. */
const PATIENCE_MS = 10_000;
/** Questions of one asker that are in or wait: the next one is refused at once. */
const MAX_OF_ASKER = 100;
const TOO_MANY = { status: 429, message: 'Too many concurrent requests with this token.', code: 'TOO_MANY_REQUESTS' };
const BUSY = { status: 503, message: 'Too many concurrent requests. Try again later.', code: 'BUSY' };

interface Share {
  places: SemaphoreInterface;
  users: number;
}

/** Lets go of a place; without effect the second time. */
export type LeavePlace = () => void;

/** Bounds what answers take of our memory together while they are made. */
export class AnswerPlaces {
  private readonly small: Lane;
  private readonly large: Lane;
  private readonly bodies: Lane;

  constructor(
    private readonly unread: UnreadAnswers,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.small = new Lane(SMALL_PLACES, patienceMs);
    this.large = new Lane(LARGE_PLACES, patienceMs);
    this.bodies = new Lane(BODY_PLACES, patienceMs);
  }

  /** Waits for a place for a question of this cost. Throws QueryRefusal when there is none in time. */
  enter(asker: string, cost: number): Promise<LeavePlace> {
    if (cost <= SMALL_COST) return this.small.enter(asker, Math.max(1, cost));
    return this.withRoom(this.large.enter(asker, cost));
  }

  /** Waits for a place for a question that bodies are read for, likewise. */
  enterForBodies(asker: string): Promise<LeavePlace> {
    return this.withRoom(this.bodies.enter(asker, 1));
  }

  /** Not before the answers of those who came earlier have been read, or are given up. */
  private async withRoom(entering: Promise<LeavePlace>): Promise<LeavePlace> {
    const leave = await entering;
    if (await this.unread.hasRoom(this.patienceMs)) return leave;
    leave();
    throw refusal(BUSY);
  }
}

class Lane {
  private readonly all: SemaphoreInterface;
  private readonly ofAskers = new Map<string, Share>();

  constructor(
    private readonly places: number,
    private readonly patienceMs: number,
  ) {
    this.all = withTimeout(new Semaphore(places), patienceMs, refusal(BUSY));
  }

  async enter(asker: string, cost: number): Promise<LeavePlace> {
    const share = this.ofAskers.get(asker) ?? this.newShare();
    if (share.users >= MAX_OF_ASKER) throw refusal(TOO_MANY);
    this.ofAskers.set(asker, share);
    share.users += 1;
    const leaveShare = () => {
      share.users -= 1;
      if (share.users === 0) this.ofAskers.delete(asker);
    };
    try {
      // One's own first: what waits for that is not in the way of others.
      const [, releaseOwn] = await share.places.acquire(cost);
      const [, releaseAll] = await this.all.acquire(cost).catch((error: unknown) => {
        releaseOwn();
        throw error;
      });
      return once(() => {
        releaseAll();
        releaseOwn();
        leaveShare();
      });
    } catch (error) {
      leaveShare();
      throw error;
    }
  }

  private newShare(): Share {
    const places = new Semaphore(this.places * SHARE_OF_ASKER);
    return { places: withTimeout(places, this.patienceMs, refusal(TOO_MANY)), users: 0 };
  }
}

function refusal({ status, message, code }: typeof BUSY): QueryRefusal {
  return QueryRefusal.of(message, { code }, status, 1);
}

function once(leave: () => void): LeavePlace {
  let isLeft = false;
  return () => {
    if (!isLeft) leave();
    isLeft = true;
  };
}
