import { GraphQLError, type ASTVisitor, type EnumValueNode, type NameNode, type ValidationContext } from 'graphql';

const PLAIN = /^[_A-Za-z][_0-9A-Za-z]*$/;

/**
 * Refuses a document with a name that our lexer could not have read, wherever it stands. There is none while only text
 * is taken; whatever is made of a document later may count on it all the same.
 * See docs/decisions/0030-nothing-compiles-a-query.md.
 */
export function plainNames(context: ValidationContext): ASTVisitor {
  const check = (node: NameNode | EnumValueNode): void => {
    if (typeof node.value === 'string' && PLAIN.test(node.value)) return;
    context.reportError(new GraphQLError('Names consist of letters, digits and "_" only.', { nodes: node }));
  };
  return { Name: check, EnumValue: check };
}
