/** What the audit log tells of. A new action is added here; an old one is never renamed. */
export const AUDIT_ACTIONS = [
  'sign_in.failed',
  'sign_in.locked_out',
  'sign_in.succeeded',
  'sign_in.refused',
  'session.ended',
  'secret.redacted',
  'backup.noted',
  'backup.gone',
  'retention.applied',
  'retention.confirmed',
  'token.created',
  'token.revoked',
  'export.changes',
  'export.deployments',
  'export.ledger',
  'dead_letters.replayed',
  'failure_group.resolved',
  'failure_group.reopened',
  'failure_group.annotated',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
