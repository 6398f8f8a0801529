import { queryClient } from '../graphql/query-client.js';
import { queryKeyOf, useGraphql } from '../graphql/use-graphql.js';
import { MeQuery, type Permission } from './me.query.js';

// Forgotten with the session: until then nobody asks twice.
queryClient.setQueryDefaults(queryKeyOf(MeQuery, {}), { staleTime: Infinity });

/** Whether the reader may do this; false while that is not known. The server decides: this only spares a refusal. */
export function useMay(permission: Permission): boolean {
  const { data } = useGraphql(MeQuery, {});
  return data?.me.permissions.includes(permission) ?? false;
}
