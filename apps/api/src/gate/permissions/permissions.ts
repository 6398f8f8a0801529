import type { Role } from '#database';

/**
 * What somebody may do: send runs; read what is in his scope; act on it (notes, resolutions, replays); take it away as
 * files; read what people did here; and decide who may do what.
 */
export const PERMISSIONS = ['upload', 'read', 'operate', 'export', 'audit', 'administer'] as const;
export type Permission = (typeof PERMISSIONS)[number];

const OF_ROLES: Record<Role, readonly Permission[]> = {
  reporter: ['upload'],
  viewer: ['read'],
  operator: ['read', 'operate'],
  auditor: ['read', 'export', 'audit'],
  admin: ['upload', 'read', 'operate', 'export', 'audit', 'administer'],
};

/** These go beyond any part of the runs: they need an identity without a scope. */
const OF_EVERYTHING: readonly Permission[] = ['audit', 'administer'];

export function may(identity: Pick<Identity, 'role' | 'environments' | 'labels'>, permission: Permission): boolean {
  if (!OF_ROLES[identity.role].includes(permission)) return false;
  return !isScoped(identity) || !OF_EVERYTHING.includes(permission);
}

/** Who a request comes from. */
export interface Identity {
  /** null: a token of the OpenID provider. */
  tokenId: number | null;
  /** Name of the token or of who signed in: whom the record of what people do names. */
  name: string;
  role: Role;
  /** Only runs in one of these environments exist for it; empty: all. */
  environments: readonly string[];
  /** And only runs with one of these labels; empty: all. */
  labels: readonly string[];
}

/** The key by which limits count a principal: the token, or the person at the provider. */
export function principalKey({ tokenId, name }: Pick<Identity, 'tokenId' | 'name'>): string {
  return tokenId === null ? `of the provider: ${name}` : String(tokenId);
}

/** Whether only some of the runs exist for this identity. */
export function isScoped({ environments, labels }: Pick<Identity, 'environments' | 'labels'>): boolean {
  return environments.length + labels.length > 0;
}
