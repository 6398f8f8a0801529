/** Names a result for the loaders: a run and a `seq` in it. */
export function toResultKey(runId: string, seq: number): string {
  return `${runId}_${seq}`;
}

/** The `seq`s of such keys, by their runs. */
export function byRun(keys: readonly string[]): Map<string, number[]> {
  const runs = new Map<string, number[]>();
  for (const key of keys) {
    const [runId = '', seq] = key.split('_');
    const seqs = runs.get(runId) ?? [];
    runs.set(runId, seqs);
    seqs.push(Number(seq));
  }
  return runs;
}
