/** How the command ends, for scripts; stable, and listed in `playledger --help`. */
export const EXIT_CODES = {
  answered: 0,
  /** The server refused the query or failed. */
  failed: 1,
  /** A wrong command, argument or setting. */
  usage: 2,
  /** No server responds at the URL. */
  unreachable: 3,
  /** The server does not accept the token. */
  refused: 4,
  /** There is no such host, service or run. */
  notFound: 5,
} as const;
