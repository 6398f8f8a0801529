/** What a command says and ends with, without a stack. */
export class CommandFailed extends Error {}
