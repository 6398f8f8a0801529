/** How often what the reader looks at is asked for again, in milliseconds. All polling of the page is paced here. */
export const PACE = {
  /** Something moves: a run that goes on, the list that shows it. */
  moving: 2_000,
  /** It changes when the next run comes. */
  calm: 10_000,
  /** It is over, and changes only when spooled events arrive late. */
  settled: 30_000,
} as const;
