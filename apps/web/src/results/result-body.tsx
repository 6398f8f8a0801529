import { useGraphql } from '../graphql/use-graphql.js';
import { Loading } from '../navigation/loading.js';
import { Trouble } from '../navigation/trouble.js';
import { JsonText } from './json-text.js';
import { ResultItems } from './result-items.js';
import { ResultBodyQuery } from './results.query.js';
import './results.css';

/** The whole result, asked for when it is opened. */
export function ResultBody({ id, said }: { id: string; said?: string | null }) {
  const answered = useGraphql(ResultBodyQuery, { id });
  if (answered.error !== null) return <Trouble error={answered.error} />;
  if (answered.data === null) return <Loading />;
  const data = answered.data.taskResult;
  if (data === null) return <p className="muted">Nothing is kept of this result.</p>;
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
