// Loaded into the API by `--import`: while its parent asks for it, it keeps the statements that are sent to Postgres.
import pg from 'pg';

export interface SentStatement {
  text: string;
  values: unknown[];
}

/** What the parent sends; to the one that ends it, the answer is the statements. */
export interface RecordingWish {
  record: boolean;
}

const send = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown;
let statements: SentStatement[] | null = null;

Object.assign(pg.Client.prototype, {
  query(this: pg.Client, config: string | pg.QueryConfig, ...rest: unknown[]) {
    if (statements !== null) {
      const [text, given] = typeof config === 'string' ? [config, undefined] : [config.text, config.values];
      const [values] = rest;
      statements.push({ text, values: (Array.isArray(values) ? values : given) ?? [] });
    }
    return send.call(this, config, ...rest);
  },
});

process.on('message', ({ record }: RecordingWish) => {
  const sent = statements ?? [];
  statements = record ? [] : null;
  process.send?.(sent);
});
// The channel alone does not keep the API from ending.
process.channel?.unref();
