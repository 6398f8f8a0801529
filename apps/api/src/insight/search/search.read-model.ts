import { Injectable } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { QueryFailedError } from 'typeorm';
import { BadInputError } from '../../errors/bad-input.error.js';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { objectOf } from '../../graphql/object-of.js';
import { toConnection, type Connection } from '../../graphql/relay/connection.js';
import { toCursor } from '../../graphql/relay/cursor.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_ID, EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import { excerptOf, howMatched } from './excerpt.js';
import { SearchHit, SearchType } from './search-hit.type.js';
import { searchQuery } from './search-query.js';
import { parseSearch, type SearchTerms } from './search-terms.js';

interface SearchRow {
  type: SearchType;
  at: Date | null;
  key: string;
  title: string;
  text: string;
  cursorKey: string[];
}

/** A search that takes longer gives up: its words are in too many texts. */
const MAX_MILLISECONDS = 2_000;

const TIMED_OUT = '57014';
const DATA_EXCEPTION = /^22/;

@Injectable()
export class SearchReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  /** The best hits first, of these types or of all. */
  async search(query: string, types: readonly SearchType[] | null, page: PageArgs): Promise<Connection<SearchHit>> {
    const search = parseSearch(query);
    const { text, values } = searchQuery(search, [...new Set(types ?? Object.values(SearchType))], page);
    const rows = await this.database.queryFor<SearchRow[]>(MAX_MILLISECONDS, text, values).catch((error: unknown) => {
      throw refusalOf(error, page) ?? error;
    });
    return toConnection(
      rows.map((row) => ({ ...row, hitKey: row.key, key: row.cursorKey })),
      page,
      ({ hitKey, ...row }) => toHit({ ...row, key: hitKey }, search),
      () => Promise.resolve(rows.length),
    );
  }
}

function refusalOf(error: unknown, page: PageArgs): GraphQLError | null {
  const code = error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
  if (code === TIMED_OUT) {
    return new GraphQLError('This search took more than 2 seconds. Add a longer or rarer word.', {
      extensions: { code: 'SEARCH_TOO_BROAD' },
    });
  }
  // The only value that callers shape freely is the cursor's time.
  if (page.after != null && DATA_EXCEPTION.test(code ?? '')) {
    return new BadInputError('"after" is not a cursor of this list.');
  }
  return null;
}

function toHit({ type, at, key, title, text }: Omit<SearchRow, 'cursorKey'>, search: SearchTerms): SearchHit {
  // The path of a playbook, but the command of a run without one.
  const isPath = type === SearchType.run && title.startsWith('/');
  return objectOf(SearchHit, {
    type,
    at,
    key,
    title: isPath ? title.replace(/^.*\//, '') : title,
    match: howMatched(text, search),
    excerpt: excerptOf(text, search),
  });
}

export const SQL_EXAMPLES: SqlExample[] = [
  {
    title: 'search of everything',
    text: searchQuery(parseSearch('nova-compute "no route"'), Object.values(SearchType), { first: 50 }).text,
  },
  {
    title: 'search of failures, a page behind a cursor',
    text: searchQuery(parseSearch('no route'), [SearchType.failure], {
      first: 50,
      after: toCursor(['20', EXAMPLE_TIME.toISOString(), `${EXAMPLE_ID}_1`]),
    }).text,
  },
];
