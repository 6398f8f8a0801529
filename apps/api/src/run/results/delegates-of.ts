/** The hosts that ran a result's task or items in place of its own: several, one for all, or none. */
export function delegatesOf(row: { delegatedTo: string | null; delegates: string[] | null }): string[] {
  return row.delegates ?? (row.delegatedTo === null ? [] : [row.delegatedTo]);
}
