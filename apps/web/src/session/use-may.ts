import { useGraphql } from '../graphql/use-graphql.js';
import { MeQuery } from './me.query.js';

/** Of what a page offers; docs/access.md has the whole table. The server decides, this only spares people a refusal. */
export type Act = 'operate' | 'export' | 'audit' | 'administer';

const ACTS: Record<string, readonly Act[]> = {
  operator: ['operate'],
  auditor: ['export', 'audit'],
  admin: ['operate', 'export', 'audit', 'administer'],
};

/** These are about everything, and so not for those who see a part of it. */
const OF_EVERYTHING: readonly Act[] = ['audit', 'administer'];

/** Whether the reader may do this; false while that is not known. */
export function useMay(act: Act): boolean {
  const { data } = useGraphql(MeQuery, {});
  if (data === null) return false;
  const { role, environments, labels } = data.me;
  const isScoped = environments.length + labels.length > 0;
  return (ACTS[role] ?? []).includes(act) && !(isScoped && OF_EVERYTHING.includes(act));
}
