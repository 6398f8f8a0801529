/** How people sign in by an OpenID provider such as Keycloak. */
export interface OpenIdSettings {
  /** The provider's issuer, as its discovery document names it. `OIDC_ISSUER`. */
  issuer: string;
  /** `OIDC_CLIENT_ID`, default playledger. */
  clientId: string;
  /** null: a public client, by PKCE alone. `OIDC_CLIENT_SECRET`. */
  clientSecret: string | null;
  /** What is asked of the provider, separated by spaces. `OIDC_SCOPE`, default "openid profile email". */
  scope: string;
  /** The claim with a person's groups or roles, a path with dots. `OIDC_ROLES_CLAIM`, default groups. */
  rolesClaim: string;
  /** Which of them may do what; the first rule that fits counts. `OIDC_ROLES`. */
  roles: readonly OpenIdRole[];
  /** For whom the access tokens of programs must be meant. `OIDC_AUDIENCE`, default the client. */
  audience: string;
  /** Where browsers reach us, with a slash at its end. `PUBLIC_URL`. */
  publicUrl: string;
  /** After so many hours people sign in again. `SESSION_HOURS`, default 12. */
  sessionHours: number;
}

/** What those in a group may do here, and in which part of the runs. */
export interface OpenIdRole {
  group: string;
  role: (typeof ROLES)[number];
  environments: readonly string[];
  labels: readonly string[];
}

const ROLES = ['viewer', 'operator', 'auditor', 'admin'] as const;
const RULE = /^(.+)=(viewer|operator|auditor|admin)((?:\s+(?:environment|label):\S+)*)$/;

/**
 * Reads `admins=admin, /cloud/ops=operator, team-a=viewer environment:testbed label:a`; null for what is no such list.
 */
export function parseOpenIdRoles(text: string): OpenIdRole[] | null {
  const roles: OpenIdRole[] = [];
  for (const part of text.split(',')) {
    const [, group, role, scope = ''] = RULE.exec(part.trim()) ?? [];
    const known = ROLES.find((name) => name === role);
    if (group === undefined || known === undefined) return null;
    const namesOf = (kind: string) =>
      scope.split(/\s+/).flatMap((name) => (name.startsWith(`${kind}:`) ? [name.slice(kind.length + 1)] : []));
    const rule = { group, role: known, environments: namesOf('environment'), labels: namesOf('label') };
    // What an admin may do goes beyond any part of the runs.
    if (known === 'admin' && rule.environments.length + rule.labels.length > 0) return null;
    roles.push(rule);
  }
  return roles;
}

/** Codes and tokens go over these addresses: in clear on this machine only. */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}
