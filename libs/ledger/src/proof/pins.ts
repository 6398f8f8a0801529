import type { SealedRun } from '../sealing/seal.js';

/** A link that a batch must have, because somebody has vouched for it. */
interface Pin {
  head: Buffer;
  by: string;
}

/** What is said of runs by those who have vouched for them, by run and batch. */
export class Pins {
  private readonly ofRuns = new Map<string, Map<number, Pin[]>>();

  add({ runId, batches, head }: SealedRun, by: string): void {
    if (batches === 0) return;
    const ofRun = this.ofRuns.get(runId) ?? new Map<number, Pin[]>();
    this.ofRuns.set(runId, ofRun);
    ofRun.set(batches, [...(ofRun.get(batches) ?? []), { head, by }]);
  }

  at(runId: string, batchNo: number): readonly Pin[] {
    return this.ofRuns.get(runId)?.get(batchNo) ?? [];
  }

  /** The first pin of a run behind its last batch: what should be there, and is not. */
  behind(runId: string, lastBatch: number): Pin | undefined {
    const later = [...(this.ofRuns.get(runId) ?? [])].filter(([batchNo]) => batchNo > lastBatch);
    return later.sort(([a], [b]) => a - b)[0]?.[1][0];
  }

  get runIds(): Iterable<string> {
    return this.ofRuns.keys();
  }
}
