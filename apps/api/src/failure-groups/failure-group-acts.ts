import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ReadDatabase } from '../reads/read-database.js';
import { fingerprintFrom } from '../relay/global-id.js';
import type { FailureGroupPayload } from './failure-group.type.js';
import { FailureGroupsReadModel } from './failure-groups.read-model.js';

/** Each act changes the group and leaves its note in one statement, which answers a row when there was such a group. */
const RESOLVE = `
  WITH changed AS (
    UPDATE failure_group SET resolved_at = now(), resolved_by = $2
    WHERE failure_group.fingerprint = $1
      AND (failure_group.resolved_at IS NULL OR failure_group.last_real_run_at > failure_group.resolved_at)
    RETURNING failure_group.fingerprint
  )
  INSERT INTO failure_note (fingerprint, kind, author, text)
  SELECT changed.fingerprint, 'resolved', $2, $3 FROM changed
  RETURNING id`;

const REOPEN = `
  WITH changed AS (
    UPDATE failure_group SET resolved_at = NULL, resolved_by = NULL
    WHERE failure_group.fingerprint = $1 AND failure_group.resolved_at IS NOT NULL
    RETURNING failure_group.fingerprint
  )
  INSERT INTO failure_note (fingerprint, kind, author, text)
  SELECT changed.fingerprint, 'reopened', $2, $3 FROM changed
  RETURNING id`;

/** Locked, so that no fold drops the group as empty meanwhile. */
const ANNOTATE = `
  WITH found AS (
    SELECT failure_group.fingerprint FROM failure_group WHERE failure_group.fingerprint = $1 FOR UPDATE
  )
  INSERT INTO failure_note (fingerprint, kind, author, text)
  SELECT found.fingerprint, 'note', $2, $3 FROM found
  RETURNING id`;

/** What people do with groups of failures. `editor` is the name of their token. */
@Injectable()
export class FailureGroupActs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly groups: FailureGroupsReadModel,
    private readonly reads: ReadDatabase,
  ) {}

  resolve(id: string, editor: string, note: string | null): Promise<FailureGroupPayload> {
    return this.act(RESOLVE, id, editor, note, { code: 'already_resolved', message: 'The group is resolved already.' });
  }

  reopen(id: string, editor: string, note: string | null): Promise<FailureGroupPayload> {
    return this.act(REOPEN, id, editor, note, { code: 'not_resolved', message: 'The group is not resolved.' });
  }

  annotate(id: string, editor: string, text: string): Promise<FailureGroupPayload> {
    return this.act(ANNOTATE, id, editor, text, NOT_FOUND);
  }

  private async act(
    statement: string,
    id: string,
    editor: string,
    text: string | null,
    refusal: { code: string; message: string },
  ): Promise<FailureGroupPayload> {
    const fingerprint = fingerprintFrom(id);
    if (fingerprint === null) return { failureGroup: null, userErrors: [{ id, ...NOT_FOUND }] };
    // Postgres takes no NUL in a text.
    const stored = text?.replaceAll('\0', '\uFFFD').toWellFormed() ?? null;
    const done = await this.dataSource.query<unknown[]>(statement, [fingerprint, editor, stored]);
    this.reads.wrote();
    const failureGroup = await this.groups.byFingerprint(fingerprint);
    if (done.length > 0) return { failureGroup, userErrors: [] };
    return { failureGroup, userErrors: [{ id, ...(failureGroup === null ? NOT_FOUND : refusal) }] };
  }
}

const NOT_FOUND = { code: 'not_found', message: 'There is no such group of failures.' };
