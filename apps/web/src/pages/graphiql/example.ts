/** What a newcomer finds in the editor: a question that any ledger answers. */
export const EXAMPLE = `# Ask Playledger anything: Ctrl-Space completes, Ctrl-Enter runs,
# the book on the left describes every field.

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
