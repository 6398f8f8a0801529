import {
  GraphQLError,
  parse,
  specifiedRules,
  TokenKind,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { QueryRefusal } from '../../errors/query-refusal.js';
import { limitingRules, MAX_MISTAKES, MAX_TEXT_LENGTH, PARSE_OPTIONS } from '../../gate/limits/query-limits.js';

/** Of all documents that are kept, as `weightOf` has it: hundreds of those of the page. */
const MAX_KEPT_BYTES = 8 * 1024 * 1024;
/** What a token takes with its share of the tree, at most: measured, with graphql 16, are 270 to 510. */
const BYTES_PER_TOKEN = 510;
/** UTF-16. */
const BYTES_PER_CHARACTER = 2;
const BAD_INPUT = { code: 'BAD_USER_INPUT' };
const TOO_COSTLY = { code: 'QUERY_TOO_COSTLY' };

/** Documents as our own parser reads them, checked against the schema and the limits. Those asked last are kept. */
export class Documents {
  private readonly kept = new LRUCache<string, DocumentNode>({
    maxSize: MAX_KEPT_BYTES,
    sizeCalculation: weightOf,
  });
  /** Those of the page, by their texts: once read they stay, whatever others ask. */
  private readonly ofPage: Map<string, DocumentNode | null>;
  private readonly rules: ValidationRule[];

  /** `ofPage` are the texts that the page sends. */
  constructor(
    private readonly schema: GraphQLSchema,
    settings: { introspection: boolean },
    ofPage: readonly string[] = [],
  ) {
    this.ofPage = new Map(ofPage.map((text) => [text, null]));
    this.rules = [...specifiedRules, ...limitingRules(settings)];
  }

  /** Throws QueryRefusal for a text that is none, or too much. */
  read(text: string): DocumentNode {
    const known = this.ofPage.get(text) ?? this.kept.get(text);
    if (known !== undefined) return known;
    // Before it is parsed: a string of line breaks is one token, whatever its length.
    if (text.length > MAX_TEXT_LENGTH) {
      const message = `This query has ${text.length} characters, but at most ${MAX_TEXT_LENGTH} are allowed: send values as variables.`;
      throw QueryRefusal.of(message, TOO_COSTLY);
    }
    const document = parsed(text);
    const mistakes = validate(this.schema, document, this.rules, { maxErrors: MAX_MISTAKES });
    if (mistakes.length > 0) throw new QueryRefusal(mistakes);
    if (this.ofPage.has(text)) this.ofPage.set(text, document);
    else this.kept.set(text, document);
    return document;
  }
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, PARSE_OPTIONS);
  } catch (error) {
    if (error instanceof GraphQLError) {
      const { message, source, positions } = error;
      throw new QueryRefusal([new GraphQLError(message, { source, positions, extensions: BAD_INPUT })]);
    }
    if (error instanceof RangeError) throw QueryRefusal.of('This query is nested too deeply.', TOO_COSTLY);
    throw error;
  }
}

/** Bytes that a document takes, about: its tokens are kept for the places of mistakes. */
function weightOf(document: DocumentNode, text: string): number {
  let tokens = 1;
  for (let token = document.loc?.startToken; token && token.kind !== TokenKind.EOF; token = token.next ?? undefined) {
    tokens += 1;
  }
  return tokens * BYTES_PER_TOKEN + text.length * BYTES_PER_CHARACTER;
}
