import { Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
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
  description: 'What somebody may do here.',
  valuesMap: {
    reporter: { description: 'Uploads runs, and reads nothing.' },
    viewer: { description: 'Reads.' },
    operator: { description: 'Reads, annotates and resolves groups of failures, replays dead letters.' },
    auditor: { description: 'Reads, exports, and reads the audit log.' },
    admin: { description: 'Everything, and makes and revokes tokens.' },
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
  description: 'What a role may do, as far as a scope leaves it.',
  valuesMap: {
    upload: { description: 'Sends runs.' },
    read: { description: 'Reads.' },
    operate: { description: 'Notes, resolutions, replays.' },
    export: { description: 'Takes changes and deployments away as files.' },
    audit: { description: 'Reads the audit log, redactions and retentions.' },
    administer: { description: 'Makes and revokes tokens, and redacts.' },
  },
});

@ObjectType({ description: 'A bearer token. The token itself is shown when it is made, and never again.' })
export class ApiToken {
  @Field(() => ID, { description: 'Number of the token.' })
  id!: string;

  @Field({ description: 'What it is for, or whose it is. What is done with it is recorded under this name.' })
  name!: string;

  @Field(() => TokenRole, { description: 'What it may do.' })
  role!: TokenRole;

  @Field(() => [String], { description: 'It sees only runs in one of these environments; empty: in any.' })
  environments!: string[];

  @Field(() => [String], { description: 'It sees only runs with one of these labels; empty: with any.' })
  labels!: string[];

  @Field(() => GraphQLISODateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who made it; null for a first admin token.' })
  createdBy!: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From then on it is not taken; null: it always is.' })
  expiresAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was used last, to some minutes.' })
  lastUsedAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was revoked, or its session ended.' })
  revokedAt!: Date | null;

  @Field({ description: 'Whether somebody got it by signing in with the OpenID provider.' })
  isSession!: boolean;
}

@ObjectType({ description: 'A token that was made, or why it was not.' })
export class CreateTokenPayload {
  @Field(() => String, { nullable: true, description: 'The token itself: keep it, it is not shown again.' })
  secret!: string | null;

  @Field(() => ApiToken, { nullable: true, description: 'What it is.' })
  token!: ApiToken | null;

  @Field(() => [UserError], { description: 'Why it was not made.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'A token that was revoked, or why it was not.' })
export class RevokeTokenPayload {
  @Field(() => ApiToken, { nullable: true, description: 'The token; null when there is none.' })
  token!: ApiToken | null;

  @Field(() => [UserError], { description: 'Why it was not revoked.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'Who asks, and what he may do.' })
export class Me {
  @Field(() => [TokenPermission], { description: 'What he may do, within his scope.' })
  permissions!: TokenPermission[];

  @Field({ description: 'Name of the token, or of who signed in.' })
  name!: string;

  @Field(() => TokenRole, { description: 'What it may do.' })
  role!: TokenRole;

  @Field(() => [String], { description: 'It sees only runs in one of these environments; empty: in any.' })
  environments!: string[];

  @Field(() => [String], { description: 'It sees only runs with one of these labels; empty: with any.' })
  labels!: string[];
}

export const ApiTokens = connectionOf(ApiToken);
