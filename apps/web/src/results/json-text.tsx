import type { Json } from '../graphql/graphql.js';
import { textsOfResult } from './texts-of-result.js';

/** A module's result: its longer texts as they were written, then all of it. `said` stands on the page already. */
export function JsonText({ value, said }: { value: Json; said?: string | null }) {
  return (
    <>
      {textsOfResult(value, said ?? null).map(({ name, text }) => (
        <figure key={name} className="text-of-result">
          <figcaption>{name}</figcaption>
          <pre tabIndex={0}>{text}</pre>
        </figure>
      ))}
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </>
  );
}
