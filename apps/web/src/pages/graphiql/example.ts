/** What a newcomer finds in the editor: a query that works on any ledger. */
export const EXAMPLE = `# Query Playledger: Ctrl-Space completes, Ctrl-Enter runs,
# the book icon on the left opens the documentation of every field.

query LastRuns {
  runs(first: 10) {
    nodes {
      name
      status
      startedAt
      duration
      counts { ok changed failed unreachable }
    }
  }
}
`;
