import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationContext, type ValidationRule } from 'graphql';
import { plainNames } from './plain-names.rule.js';

/** Deepest selection: that with which tools read the schema. The page and the documented questions need 10. */
const MAX_DEPTH = 15;
/** Words and signs of a document: those of the page have 200, and to check them takes their square. */
const MAX_TOKENS = 3_000;
/** Characters of a document: the page and the tools need 2,000 of them. */
export const MAX_TEXT_LENGTH = 32_768;
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
    maxDepthRule({ n: MAX_DEPTH, flattenFragments: true, ignoreIntrospection: false, ...REPORTED }),
    maxAliasesRule({ n: MAX_ALIASES, ...REPORTED }),
    maxDirectivesRule({ n: MAX_DIRECTIVES, ...REPORTED }),
    ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  ];
}
