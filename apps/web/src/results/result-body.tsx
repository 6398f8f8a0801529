import { useCallback } from 'react';
import { sendQuery } from '../graphql/send-query.js';
import { useAnswer } from '../graphql/use-answer.js';
import { Trouble } from '../navigation/trouble.js';
import { JsonText } from './json-text.js';
import { ResultItems } from './result-items.js';
import { ResultBodyQuery } from './results.query.js';
import './results.css';

/** The whole result, asked for when it is opened. */
export function ResultBody({ id, said }: { id: string; said?: string | null }) {
  const ask = useCallback(
    async (signal: AbortSignal) => (await sendQuery(ResultBodyQuery, { id }, signal)).taskResult,
    [id],
  );
  const { data, error } = useAnswer(ask);
  if (error !== null) return <Trouble error={error} />;
  if (data === null) return <p className="muted">Loading…</p>;
  return (
    <div className="result-body">
      {data.items.totalCount > 0 && <ResultItems id={id} first={data.items} />}
      {data.result === null ? (
        <p className="muted">Nothing is kept of this result.</p>
      ) : (
        <JsonText value={data.result} said={said ?? null} />
      )}
    </div>
  );
}
