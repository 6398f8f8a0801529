import type { RejectedEvent } from '#run-events';

/** What an upload is answered with: everything is committed, or named in `rejected`. */
export interface UploadAnswer {
  accepted: number;
  duplicates: number;
  rejected: Pick<RejectedEvent, 'position' | 'seq' | 'code' | 'message'>[];
}
