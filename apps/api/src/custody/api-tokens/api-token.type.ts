import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { UserError } from '../../graphql/relay/user-error.type.js';

export enum TokenRole {
  reporter = 'reporter',
  viewer = 'viewer',
  operator = 'operator',
  auditor = 'auditor',
  admin = 'admin',
}

registerEnumType(TokenRole, {
  name: 'Role',
  description: 'Role of a token or person.',
  valuesMap: {
    reporter: { description: 'Uploads runs, and reads nothing.' },
    viewer: { description: 'Read.' },
    operator: { description: 'Reads, annotates and resolves groups of failures, replays dead letters.' },
    auditor: { description: 'Reads and exports everything, and reads the audit log.' },
    admin: { description: 'Everything, including creating and revoking tokens.' },
  },
});

export enum TokenPermission {
  upload = 'upload',
  read = 'read',
  operate = 'operate',
  export = 'export',
  audit = 'audit',
  administer = 'administer',
}

registerEnumType(TokenPermission, {
  name: 'Permission',
  description: 'What a role is allowed to do, within its scope.',
  valuesMap: {
    upload: { description: 'Upload runs.' },
    read: { description: 'Read.' },
    operate: { description: 'Add notes, resolve groups of failures, replay dead letters.' },
    export: { description: 'Export changes and deployments as files.' },
    audit: { description: 'Read the audit log, redactions and retentions.' },
    administer: { description: 'Create and revoke tokens, and redact secrets.' },
  },
});

@ObjectType({ description: 'A bearer token. The token itself is shown only once, when it is created.' })
export class ApiToken {
  @Field(() => ID, { description: 'Number of the token.' })
  id!: string;

  @Field({ description: 'What it is for, or whose it is. Actions with this token are recorded under this name.' })
  name!: string;

  @Field(() => TokenRole, { description: 'What it may do.' })
  role!: TokenRole;

  @Field(() => [String], { description: 'It can read only runs in one of these environments; empty: in any.' })
  environments!: string[];

  @Field(() => [String], { description: 'It can read only runs with one of these labels; empty: with any.' })
  labels!: string[];

  @Field(() => DateTimeScalar, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who created it; null for a first admin token.' })
  createdBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it expires; null: never.' })
  expiresAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last used, to within a few minutes.' })
  lastUsedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked, or its session ended.' })
  revokedAt!: Date | null;

  @Field({ description: 'Whether it is the session of a person who signed in with the OpenID provider.' })
  isSession!: boolean;
}

@ObjectType({ description: 'The created token, or why it was not created.' })
export class CreateTokenPayload {
  @Field(() => String, { nullable: true, description: 'The token itself. It is not shown again.' })
  secret!: string | null;

  @Field(() => ApiToken, { nullable: true, description: 'Its details.' })
  token!: ApiToken | null;

  @Field(() => [UserError], { description: 'Why it was not created.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'The revoked token, or why it was not revoked.' })
export class RevokeTokenPayload {
  @Field(() => ApiToken, { nullable: true, description: 'The token; null if it does not exist.' })
  token!: ApiToken | null;

  @Field(() => [UserError], { description: 'Why it was not revoked.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'The caller, and what they are allowed to do.' })
export class Me {
  @Field(() => [TokenPermission], { description: "The caller's permissions, within their scope." })
  permissions!: TokenPermission[];

  @Field({ description: 'Name of the token, or of the person who signed in.' })
  name!: string;

  @Field(() => TokenRole, { description: 'What it may do.' })
  role!: TokenRole;

  @Field(() => [String], { description: 'It can read only runs in one of these environments; empty: in any.' })
  environments!: string[];

  @Field(() => [String], { description: 'It can read only runs with one of these labels; empty: with any.' })
  labels!: string[];
}

export const ApiTokens = connectionOf(ApiToken);
