/** Whether a cause is new, known, back again or resolved. */
export function StateTag({ state, title }: { state: 'new' | 'known' | 'regressed' | 'resolved'; title: string }) {
  return <span className={`tag state-${state}`}>{title}</span>;
}
