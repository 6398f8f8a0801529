import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql/graphql.js';

export const ApiTokensQuery = graphql(`
  query ApiTokens($after: String) {
    apiTokens(first: 50, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        id
        name
        role
        environments
        labels
        isSession
        createdAt
        createdBy
        expiresAt
        lastUsedAt
        revokedAt
      }
    }
  }
`);

export const AuditLogQuery = graphql(`
  query AuditLog($after: String) {
    auditLog(first: 50, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        id
        occurredAt
        action
        actor
        address
        subject
        details
      }
    }
  }
`);

export const CreateToken = graphql(`
  mutation CreateToken(
    $name: String!
    $role: Role!
    $environments: [String!]!
    $labels: [String!]!
    $expiresAt: DateTime
  ) {
    createToken(name: $name, role: $role, environments: $environments, labels: $labels, expiresAt: $expiresAt) {
      secret
      userErrors {
        message
      }
    }
  }
`);

export const RevokeToken = graphql(`
  mutation RevokeToken($id: ID!) {
    revokeToken(id: $id) {
      userErrors {
        message
      }
    }
  }
`);

export type TokenWish = VariablesOf<typeof CreateToken>;
export type ListedToken = ResultOf<typeof ApiTokensQuery>['apiTokens']['nodes'][number];
export type AuditEntry = ResultOf<typeof AuditLogQuery>['auditLog']['nodes'][number];
