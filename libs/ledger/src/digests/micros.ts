/** SQL: a time as it goes into digests, in microseconds, which is all that Postgres keeps of it. */
export const MICROS = (column: string) => `((extract(epoch FROM ${column}) * 1000000)::bigint)::text`;
