import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationContext, type ValidationRule } from 'graphql';
import { plainNames } from './plain-names.rule.js';

/** Deepest selection: that with which tools read the schema. The page and the documented questions need 10. */
export const MAX_DEPTH = 15;
/** Words and signs of a document; the longest of the page has a third of them. */
const MAX_TOKENS = 5_000;
/** Characters of a document: the page and the tools need 2,000 of them. */
export const MAX_TEXT_LENGTH = 32_768;
/** For our parsing and for that of Mercurius behind it, so that both read the same. */
export const PARSE_OPTIONS = { maxLexicalTokens: MAX_TOKENS };
const MAX_ALIASES = 50;
const MAX_DIRECTIVES = 50;
/** Mistakes that are told of one document. */
export const MAX_MISTAKES = 10;

/** Among the other mistakes of the document, so that the refusal is a 400 as theirs. */
const REPORTED = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError) => {
      context?.reportError(new GraphQLError(error.message.replace(/^Syntax Error: /, '')));
    },
  ],
};

/** What a document may have, whatever it asks for: checked before anything is answered. */
export function limitingRules({ introspection }: { introspection: boolean }): ValidationRule[] {
  return [
    plainNames,
    maxAliasesRule({ n: MAX_ALIASES, ...REPORTED }),
    maxDirectivesRule({ n: MAX_DIRECTIVES, ...REPORTED }),
    ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  ];
}
