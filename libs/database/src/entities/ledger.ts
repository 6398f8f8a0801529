import { Check, Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Register } from './register.js';

/** 32 zero bytes, as Postgres writes them. */
const NO_LINK = `'\\x${'00'.repeat(32)}'`;

/** What the ledger holds of a run, and how far it has been folded. One row a run, locked by each append. */
@Entity('ledger_run')
@Register({ holds: 'ledger' })
@Index('ledger_run_unsettled', ['lastSeenAt'], { where: 'settled < batches' })
@Index('ledger_run_unpacked', ['lastSeenAt'], { where: '((packed < batches) AND (details_dropped_at IS NULL))' })
export class LedgerRunEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'ledger_run_pkey' })
  runId!: string;

  /** Sequence numbers accepted so far, for example `{[1,201),[401,601)}`. */
  @Column('int4multirange', { default: () => "'{}'" })
  accepted!: string;

  /** `accepted` before the last append: lets one statement append a batch and know what of it is new. */
  @Column('int4multirange', { name: 'previously_accepted', default: () => "'{}'" })
  previouslyAccepted!: string;

  /** Batches appended: the number of the last one. */
  @Column('integer', { default: 0 })
  batches!: number;

  /** Batches folded into the projections, in the order of their numbers. */
  @Column('integer', { default: 0 })
  settled!: number;

  /** Batches that were packed, or found not worth it, in the order of their numbers. */
  @Column('integer', { default: 0 })
  packed!: number;

  /** The link of the last batch. */
  @Column('bytea', { default: () => NO_LINK })
  head!: Buffer;

  /** When retention dropped what the ledger held of the run, and its results; null while they are there. */
  @Column('timestamptz', { name: 'details_dropped_at', nullable: true })
  detailsDroppedAt!: Date | null;

  /** The last upload or sign of life, by our clock. */
  @Column('timestamptz', { name: 'last_seen_at', default: () => 'now()' })
  lastSeenAt!: Date;
}

/** What could not be done with a run at the last try: its events not folded, it not derived, its failures not grouped. */
@Entity('run_trouble')
// A rebuild tries all of it again.
@Register({ holds: 'derived' })
export class RunTroubleEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'run_trouble_pkey' })
  runId!: string;

  /** `fold`, `derive` or `group`. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'run_trouble_pkey' })
  step!: string;

  /** The last error. */
  @Column('text')
  message!: string;

  /** Tries that ended in an error that does not pass by itself. */
  @Column('integer', { default: 0 })
  attempts!: number;

  /** Tries that ended in an error that does: no room, no lock, no time. */
  @Column('integer', { name: 'passing_attempts', default: 0 })
  passingAttempts!: number;

  @Column('timestamptz', { name: 'first_at', default: () => 'now()' })
  firstAt!: Date;

  @Column('timestamptz', { name: 'last_at', default: () => 'now()' })
  lastAt!: Date;

  /** It is not tried before; null: whenever something happens with the run. */
  @Column('timestamptz', { name: 'retry_at', nullable: true })
  retryAt!: Date | null;

  /** It is not tried again until somebody wants it. */
  @Column('boolean', { default: false })
  stopped!: boolean;
}

/**
 * One upload as it was accepted. Rows are inserted; only packing and redaction change them, and only where the bytes are.
 * Partitioned by run id, that is, by month.
 */
@Entity('ledger_batch')
// Its bodies are bytes, and proof: libs/ledger redacts them.
@Register({ holds: 'ledger', partitioned: true, redact: 'nothing' })
@Check('ledger_batch_body_check', '(body IS NULL) = coalesce(pack_no <> batch_no, false)')
@Check('ledger_batch_pack_check', 'num_nulls(pack_no, pack_offset, pack_bytes) IN (0, 3)')
export class LedgerBatchEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'ledger_batch_pkey' })
  runId!: string;

  /** Counts the batches of a run from 1, in the order of their commits. */
  @PrimaryColumn('integer', { name: 'batch_no', primaryKeyConstraintName: 'ledger_batch_pkey' })
  batchNo!: number;

  /** The sequence numbers that this batch brought; others in its body were duplicates or rejected. */
  @Column('int4multirange')
  seqs!: string;

  @Column('integer', { name: 'inflated_bytes' })
  inflatedBytes!: number;

  /** Gzipped NDJSON, as the sender compressed it, or a pack of such; null: it lies in the body of `pack_no`. */
  @Column('bytea', { nullable: true })
  body!: Buffer | null;

  /** SHA-256 of `body`; of a batch from before contents were linked, of the body that was accepted. */
  @Column('bytea', { name: 'body_digest', nullable: true })
  bodyDigest!: Buffer | null;

  /** SHA-256 of the NDJSON that was accepted; null for a batch from before, which is linked by `body_digest`. */
  @Column('bytea', { name: 'content_digest', nullable: true })
  contentDigest!: Buffer | null;

  /** The batch of the run whose body holds this one among others, this one or another; null: it is not packed. */
  @Column('integer', { name: 'pack_no', nullable: true })
  packNo!: number | null;

  /** Where its NDJSON begins in what that body holds, in bytes. */
  @Column('integer', { name: 'pack_offset', nullable: true })
  packOffset!: number | null;

  @Column('integer', { name: 'pack_bytes', nullable: true })
  packBytes!: number | null;

  /** Made of this row and of the link of the batch before (the function ledger_link): a change of either shows. */
  @Column('bytea')
  link!: Buffer;

  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;
}

/** An event that could not be accepted or folded, kept until a person has seen to it. */
@Entity('dead_letter')
// Its events are bytes: libs/ledger redacts them, and what is said of them.
@Register({ holds: 'ledger', redact: 'nothing' })
@Unique('dead_letter_run_id_digest_key', ['runId', 'digest'])
export class DeadLetterEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'dead_letter_pkey',
  })
  id!: string;

  @Column('uuid', { name: 'run_id' })
  runId!: string;

  /** null when the event does not tell. */
  @Column('integer', { nullable: true })
  seq!: number | null;

  /** `accept`: rejected when it came; `fold`: accepted, but could not be written. */
  @Column('text')
  stage!: 'accept' | 'fold';

  @Column('text')
  code!: string;

  @Column('text')
  message!: string;

  /** The event's line as it came. */
  @Column('bytea')
  event!: Buffer;

  /** SHA-256 of `event`: the same letter is kept once, however often it is sent. */
  @Column('bytea')
  digest!: Buffer;

  /** Of an accepted event: its batch in the ledger; null for a rejected one. */
  @Column('integer', { name: 'batch_no', nullable: true })
  batchNo!: number | null;

  /** Of an accepted event: its line in that batch. */
  @Column('integer', { nullable: true })
  position!: number | null;

  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;

  /** When it was replayed with success. */
  @Column('timestamptz', { name: 'replayed_at', nullable: true })
  replayedAt!: Date | null;
}

/** What the ledger's key has signed. */
abstract class SignedEntity {
  /** SHA-256 of what is said. */
  @Column('bytea')
  digest!: Buffer;

  /** Ed25519, as DER. */
  @Column('bytea', { name: 'public_key' })
  publicKey!: Buffer;

  @Column('bytea')
  signature!: Buffer;
}

/** A signed statement of how far the runs of the ledger were, which names the one before it. */
@Entity('ledger_seal')
@Register({ holds: 'proof' })
export class LedgerSealEntity extends SignedEntity {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'ledger_seal_pkey' })
  id!: number;

  @Column('timestamptz', { name: 'sealed_at' })
  sealedAt!: Date;

  /** Digest of the seal before. */
  @Column('bytea')
  previous!: Buffer;

  /** How many runs had grown since then. */
  @Column('integer')
  runs!: number;

  /** SHA-256 of what is sealed of these runs. */
  @Column('bytea')
  root!: Buffer;

  /** Who has said that it does not follow the one that was made last, and why; null: it does. */
  @Column('jsonb', { nullable: true })
  restart!: object | null;
}

/** How far a run was when the ledger's key signed that. */
abstract class SignedRunEntity {
  @Column('integer')
  batches!: number;

  /** The link of its last batch then. */
  @Column('bytea')
  head!: Buffer;
}

/** How far a run was when it was sealed. */
@Entity('ledger_seal_run')
@Register({ holds: 'proof' })
@Index('ledger_seal_run_run_id_idx', ['runId', 'batches'])
export class LedgerSealRunEntity extends SignedRunEntity {
  @PrimaryColumn('integer', { name: 'seal_id', primaryKeyConstraintName: 'ledger_seal_run_pkey' })
  sealId!: number;

  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'ledger_seal_run_pkey' })
  runId!: string;
}

/** A secret that was taken out of all we hold: by whom and why, and not what it was. Signed. */
@Entity('redaction')
// It proves by what stands in it, and what people write of a redaction is theirs.
@Register({ holds: 'proof', redact: 'nothing' })
export class RedactionEntity extends SignedEntity {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'redaction_pkey' })
  id!: number;

  @Column('timestamptz', { name: 'redacted_at' })
  redactedAt!: Date;

  @Column('text')
  actor!: string;

  @Column('text')
  reason!: string;

  @Column('integer', { name: 'dead_letters' })
  deadLetters!: number;

  /** Rows of other tables that held it. */
  @Column('integer', { name: 'rows_elsewhere' })
  rowsElsewhere!: number;
}

/** A batch whose body a redaction has replaced: the digests of the two. */
@Entity('redaction_batch')
@Register({ holds: 'proof' })
export class RedactionBatchEntity {
  @PrimaryColumn('integer', { name: 'redaction_id', primaryKeyConstraintName: 'redaction_batch_pkey' })
  redactionId!: number;

  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'redaction_batch_pkey' })
  runId!: string;

  @PrimaryColumn('integer', { name: 'batch_no', primaryKeyConstraintName: 'redaction_batch_pkey' })
  batchNo!: number;

  @Column('bytea', { name: 'body_digest_before' })
  bodyDigestBefore!: Buffer;

  @Column('bytea', { name: 'body_digest_after' })
  bodyDigestAfter!: Buffer;
}

/** What retention dropped at one time: the runs whose `details_dropped_at` says the same. Signed; empty: not yet. */
@Entity('retention_drop')
// It proves by what stands in it, and that is no text of runs.
@Register({ holds: 'proof', redact: 'nothing' })
@Unique('retention_drop_dropped_at_key', ['droppedAt'])
export class RetentionDropEntity extends SignedEntity {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'retention_drop_pkey' })
  id!: number;

  @Column('timestamptz', { name: 'dropped_at' })
  droppedAt!: Date;

  /** When no row of theirs was left; null while a worker is at it, or has to go on with it. */
  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('integer')
  runs!: number;

  @Column('bigint')
  results!: string;

  /** The rules, as they were then. */
  @Column('text')
  policy!: string;
}

/** How far a run was when retention dropped it. */
@Entity('retention_drop_run')
@Register({ holds: 'proof' })
export class RetentionDropRunEntity extends SignedRunEntity {
  @PrimaryColumn('integer', { name: 'retention_id', primaryKeyConstraintName: 'retention_drop_run_pkey' })
  retentionId!: number;

  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'retention_drop_run_pkey' })
  runId!: string;
}
