/** A recording that could not be loaded; the message says why, in a sentence. */
export class LoadError extends Error {}
