/** The kinds of objects that `node(id)` finds. */
export const NODE_TYPES = [
  'Run',
  'Play',
  'Task',
  'TaskResult',
  'Host',
  'Service',
  'Deployment',
  'FailureGroup',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/** An opaque id that names an object over all types: `Run:019a...`, in base64url. */
export function toGlobalId(type: NodeType, key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64url');
}

/** The parts of a global id; null when it is none. */
export function fromGlobalId(id: string): { type: NodeType; key: string } | null {
  const [, type, key] = /^(\w+):([\w-]+)$/.exec(Buffer.from(id, 'base64url').toString('utf8')) ?? [];
  if (type === undefined || key === undefined || !(NODE_TYPES as readonly string[]).includes(type)) return null;
  return { type: type as NodeType, key };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The UUID of a run, from its global id or from the UUID itself, which people find in logs; null for neither. */
export function runIdFrom(id: string): string | null {
  if (UUID.test(id)) return id.toLowerCase();
  const parts = fromGlobalId(id);
  return parts?.type === 'Run' && UUID.test(parts.key) ? parts.key : null;
}

/** The fingerprint of a group of failures, from its global id or from the fingerprint itself; null for neither. */
export function fingerprintFrom(id: string): string | null {
  if (UUID.test(id)) return id.toLowerCase();
  const parts = fromGlobalId(id);
  return parts?.type === 'FailureGroup' && UUID.test(parts.key) ? parts.key : null;
}

/** An object inside a run is named by the run and the `seq` of its event. */
export function toRunPartId(type: 'Play' | 'Task' | 'TaskResult', runId: string, seq: number): string {
  return toGlobalId(type, `${runId}_${seq}`);
}

/** The run and `seq` of an object inside a run; null when the id is none of that type. */
export function fromRunPartId(type: 'Play' | 'Task' | 'TaskResult', id: string): { runId: string; seq: number } | null {
  const parts = fromGlobalId(id);
  const [runId = '', seq = ''] = parts?.type === type ? parts.key.split('_') : [];
  return UUID.test(runId) && /^\d{1,10}$/.test(seq) && Number(seq) < 2 ** 31 ? { runId, seq: Number(seq) } : null;
}

/** What has a name for a key: rows may be built anew, the name stays. */
export function toNamedId(type: 'Host' | 'Service', name: string): string {
  return toGlobalId(type, Buffer.from(name).toString('base64url'));
}

/** The name inside the key of such an id. */
export function nameOfKey(key: string): string {
  return Buffer.from(key, 'base64url').toString('utf8');
}

/** A deployment is named by its run and its service. */
export function toDeploymentId(runId: string, service: string): string {
  return toGlobalId('Deployment', `${runId}_${Buffer.from(service).toString('base64url')}`);
}

/** The run and service of a deployment, from the key of its id; null when it is none. */
export function fromDeploymentKey(key: string): { runId: string; service: string } | null {
  const [, runId = '', service = ''] = /^([^_]*)_(.*)$/.exec(key) ?? [];
  return UUID.test(runId) ? { runId, service: nameOfKey(service) } : null;
}
