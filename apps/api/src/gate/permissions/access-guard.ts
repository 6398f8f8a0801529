import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import { GraphQLError, OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import { may, type Permission } from './permissions.js';
import { principal } from './principal.js';

const PERMISSION = 'playledger:permission';

/** What somebody needs to ask this query, or to do this mutation. */
export const Requires = (permission: Permission) => SetMetadata(PERMISSION, permission);

/**
 * Lets a query or mutation go on only for those who may. A query that says nothing needs `read`; a mutation that says
 * nothing is for nobody. Plain HTTP paths have their rules in `requireToken`.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType<string>() !== 'graphql') return true;
    const { operation } = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
    const told = this.reflector.get<Permission | undefined>(PERMISSION, context.getHandler());
    const permission = told ?? (operation.operation === OperationTypeNode.QUERY ? 'read' : null);
    if (permission !== null && may(principal(), permission)) return true;
    throw new GraphQLError(`This token is not allowed to do that: it needs the permission "${permission ?? 'none'}".`, {
      extensions: { code: 'FORBIDDEN' },
    });
  }
}
