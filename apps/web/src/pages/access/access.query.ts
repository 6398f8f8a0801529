import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';

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

export const RedactionsQuery = graphql(`
  query Redactions($after: String) {
    redactions(first: 50, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        id
        redactedAt
        actor
        reason
        batches
        deadLetters
        rowsElsewhere
        backups(first: 1) {
          totalCount
        }
      }
    }
  }
`);

export const RedactSecret = graphql(`
  mutation RedactSecret($secret: String!, $reason: String!, $dryRun: Boolean!) {
    redactSecret(secret: $secret, reason: $reason, dryRun: $dryRun) {
      batches
      deadLetters
      rowsElsewhere
      redaction {
        id
      }
      userErrors {
        message
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

export type TokenInput = VariablesOf<typeof CreateToken>;
export type ListedToken = ResultOf<typeof ApiTokensQuery>['apiTokens']['nodes'][number];
export type ListedRedaction = ResultOf<typeof RedactionsQuery>['redactions']['nodes'][number];
export type AuditEntry = ResultOf<typeof AuditLogQuery>['auditLog']['nodes'][number];
