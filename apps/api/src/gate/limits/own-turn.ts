const waiting: (() => void)[] = [];

/**
 * Resolves in a round of the event loop in which nobody else's does. Answers of Postgres that come at once are so worked
 * off one after the other, and what else came in between them, such as a health check, does not wait for them all.
 */
export function ownTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  waiting.shift()?.();
  // An immediate that is set by another one comes in the next round.
  if (waiting.length > 0) setImmediate(next);
}
