import type { Command, OptionValues } from 'commander';
import type { Answer } from '../output/answer.js';
import type { GraphqlClient } from '../server/graphql-client.js';

/** What a command does: `operands` are its arguments, `options` its own options. */
export type Work<Options> = (client: GraphqlClient, operands: readonly string[], options: Options) => Promise<Answer>;

/** Lets a command answer by `work`: the client is made from the options that all commands share. */
export type AddCommand = <Options extends OptionValues>(command: Command, work: Work<Options>) => void;
