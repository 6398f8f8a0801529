import type { ListQuery, PageQuery, Parents } from './list-query.js';

/**
 * A statement of a read model as `npm run generate` writes it into the .sql file beside it, for people who review and for
 * the test that prepares it. Read models export theirs as `SQL_EXAMPLES`; lists say how many columns their cursor has.
 */
export type SqlExample = { title: string } & (
  | { text: string }
  | { query: PageQuery<unknown>; key: number; of?: undefined }
  | { query: ListQuery<unknown>; key: number; of: Parents['columns'] }
);

export const EXAMPLE_ID = '019a0000-0000-7000-8000-000000000001';
export const EXAMPLE_TIME = new Date(0);
