import { ApiClient } from './api-client.js';

export interface TokenInput {
  role: 'reporter' | 'viewer' | 'operator' | 'auditor' | 'admin';
  name?: string;
  environments?: string[];
  labels?: string[];
  expiresAt?: string;
}

const CREATE = `mutation (
  $name: String!, $role: Role!, $environments: [String!]!, $labels: [String!]!, $expiresAt: DateTime
) {
  createToken(name: $name, role: $role, environments: $environments, labels: $labels, expiresAt: $expiresAt) {
    secret token { id name role environments labels createdBy expiresAt } userErrors { id code }
  }
}`;

/** Makes a token as the admin would; answers a client that has it, and what the API said. */
export async function withToken(admin: ApiClient, wish: TokenInput) {
  const { data } = await admin.ask(CREATE, { name: `a ${wish.role}`, environments: [], labels: [], ...wish });
  const { secret, token, userErrors } = data.createToken;
  return { client: new ApiClient(admin.url, secret as string), token, userErrors };
}
