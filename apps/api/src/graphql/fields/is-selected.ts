import { BREAK, visit, type GraphQLResolveInfo } from 'graphql';

/**
 * Whether a field of this name is selected anywhere below the one that is resolved: to begin to read what will be asked
 * for anyway. What `@skip` leaves out counts as selected.
 */
export function isSelected({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): boolean {
  let isFound = false;
  const seen = new Set<string>();
  const look = (node: Parameters<typeof visit>[0]): void => {
    visit(node, {
      Field: (field) => {
        if (field.name.value !== name) return undefined;
        isFound = true;
        return BREAK;
      },
      FragmentSpread: ({ name: { value } }) => {
        const fragment = fragments[value];
        if (fragment === undefined || seen.has(value)) return;
        seen.add(value);
        look(fragment);
      },
    });
  };
  for (const node of fieldNodes) look(node);
  return isFound;
}
