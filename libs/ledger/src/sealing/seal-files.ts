/** Where a process keeps what it seals with: outside of the database, which is not believed. */
export interface SealFiles {
  sealKeyFile: string;
  /** The last seal that was made. */
  sealMemoryFile: string;
  /** Where others find each seal; null: nowhere. */
  sealPublishFile: string | null;
}
