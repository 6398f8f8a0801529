import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AuditAction } from '#database';
import { AuditLog } from '../../gate/audit/audit-log.js';
import { principal } from '../../gate/permissions/principal.js';
import { ReadDatabase } from '../../gate/scopes/read-database.js';
import { fingerprintFrom } from '../../graphql/relay/global-id.js';
import type { FailureGroupPayload } from './failure-group.type.js';
import { FailureGroupsReadModel } from './failure-groups.read-model.js';

/** Each command changes the group and leaves its note in one statement, which answers a row when there was such a group. */
const RESOLVE = `
  WITH changed AS (
    UPDATE failure_group SET resolved_at = now(), resolved_by = $2
    WHERE failure_group.fingerprint = $1
      AND (failure_group.resolved_at IS NULL OR failure_group.last_real_run_at > failure_group.resolved_at)
    RETURNING failure_group.fingerprint
  )
  INSERT INTO failure_note (fingerprint, kind, author, text, author_environments, author_labels)
  SELECT changed.fingerprint, 'resolved', $2, $3, $4, $5 FROM changed
  RETURNING id`;

const REOPEN = `
  WITH changed AS (
    UPDATE failure_group SET resolved_at = NULL, resolved_by = NULL
    WHERE failure_group.fingerprint = $1 AND failure_group.resolved_at IS NOT NULL
    RETURNING failure_group.fingerprint
  )
  INSERT INTO failure_note (fingerprint, kind, author, text, author_environments, author_labels)
  SELECT changed.fingerprint, 'reopened', $2, $3, $4, $5 FROM changed
  RETURNING id`;

/** Locked, so that no fold drops the group as empty meanwhile. */
const ANNOTATE = `
  WITH found AS (
    SELECT failure_group.fingerprint FROM failure_group WHERE failure_group.fingerprint = $1 FOR UPDATE
  )
  INSERT INTO failure_note (fingerprint, kind, author, text, author_environments, author_labels)
  SELECT found.fingerprint, 'note', $2, $3, $4, $5 FROM found
  RETURNING id`;

/** What people do with groups of failures, each under the name of their token. */
@Injectable()
export class FailureGroupCommands {
  constructor(
    private readonly dataSource: DataSource,
    private readonly groups: FailureGroupsReadModel,
    private readonly audit: AuditLog,
    private readonly reads: ReadDatabase,
  ) {}

  resolve(id: string, note: string | null): Promise<FailureGroupPayload> {
    const refusal = { code: 'already_resolved', message: 'The group is already resolved.' };
    return this.act({ statement: RESOLVE, action: 'failure_group.resolved', refusal }, id, note);
  }

  reopen(id: string, note: string | null): Promise<FailureGroupPayload> {
    const refusal = { code: 'not_resolved', message: 'The group is not resolved.' };
    return this.act({ statement: REOPEN, action: 'failure_group.reopened', refusal }, id, note);
  }

  annotate(id: string, text: string): Promise<FailureGroupPayload> {
    return this.act({ statement: ANNOTATE, action: 'failure_group.annotated', refusal: NOT_FOUND }, id, text);
  }

  private async act(act: Act, id: string, text: string | null): Promise<FailureGroupPayload> {
    this.reads.wrote();
    const fingerprint = fingerprintFrom(id);
    const known = fingerprint === null ? null : await this.groups.byFingerprint(fingerprint);
    // Also for a group that is there, but not for whoever asks.
    if (fingerprint === null || known === null) return { failureGroup: null, userErrors: [{ id, ...NOT_FOUND }] };
    // Postgres takes no NUL in a text.
    const stored = text?.replaceAll('\0', '\uFFFD').toWellFormed() ?? null;
    const isDone = await this.dataSource.transaction(async (tx) => {
      const { name, environments, labels } = principal();
      const done = await tx.query<unknown[]>(act.statement, [fingerprint, name, stored, environments, labels]);
      if (done.length === 0) return false;
      await this.audit.writeFor(principal(), { action: act.action, subject: fingerprint }, tx);
      return true;
    });
    const failureGroup = await this.groups.byFingerprint(fingerprint);
    if (isDone) return { failureGroup, userErrors: [] };
    return { failureGroup, userErrors: [{ id, ...(failureGroup === null ? NOT_FOUND : act.refusal) }] };
  }
}

const NOT_FOUND = { code: 'not_found', message: 'This group of failures does not exist.' };

interface Act {
  statement: string;
  action: AuditAction;
  /** Why the statement did nothing, though there is the group. */
  refusal: { code: string; message: string };
}
