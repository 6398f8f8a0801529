import type { Json } from '../../kit/graphql/graphql.js';
import { DiffView } from './diff-view.js';
import { JsonTree } from './json-tree.js';
import { argumentsOf, diffsOf, textsOfResult } from './result-parts.js';
import { useResultsText } from './results.messages.js';
import { TextBlock, type LinePlace } from './text-block.js';

/** What a module returned, the telling parts first. */
export function ResultContents({
  value,
  said,
  place,
}: {
  value: Json;
  said: string | null;
  place?: LinePlace | undefined;
}) {
  const t = useResultsText();
  const given = argumentsOf(value);
  return (
    <>
      {textsOfResult(value, said).map((text) => (
        <TextBlock key={text.name} {...text} place={place} />
      ))}
      {diffsOf(value).map((diff, index) => (
        <DiffView key={index} diff={diff} />
      ))}
      {given !== null && <JsonTree name={t('arguments')} value={given} />}
      <JsonTree name={t('whole')} value={value} open={given === null} />
    </>
  );
}
