/** What a sign in a row of the matrix stands for; `-` stands for nothing. */
export const SIGNS = {
  f: 'failed',
  u: 'unreachable',
  c: 'changed',
  o: 'ok',
  i: 'ignored',
  r: 'rescued',
  s: 'skipped',
} as const;

export type Outcome = (typeof SIGNS)[keyof typeof SIGNS];

/** The worst first. */
export const OUTCOMES: readonly Outcome[] = Object.values(SIGNS);

export function outcomeOfSign(sign: string | undefined): Outcome | null {
  return sign !== undefined && Object.hasOwn(SIGNS, sign) ? SIGNS[sign as keyof typeof SIGNS] : null;
}

export const isFailure = (outcome: Outcome | null): boolean => outcome === 'failed' || outcome === 'unreachable';
