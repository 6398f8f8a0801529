import { type Kind, Refusal } from './setting.js';

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

/** As parseOpenIdRoles reads them. */
export const openIdRoles: Kind<readonly OpenIdRole[]> = {
  allowed: 'rules: `GROUP=ROLE`, with commas',
  parse: (text) =>
    parseOpenIdRoles(text) ??
    new Refusal(`must be like "admins=admin, /cloud/ops=operator, team-a=viewer environment:testbed", not "${text}"`),
  unset: null,
};
