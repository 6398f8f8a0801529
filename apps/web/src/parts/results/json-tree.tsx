import { useMemo } from 'react';
import { JsonView, type Props } from 'react-json-view-lite';
import { ExactNumber, writeJson } from '#exact-json';
import { CopyButton } from '../../kit/clipboard/copy-button.js';
import type { Json } from '../../kit/graphql/graphql.js';
import { forTree } from './for-tree.js';
import './json-tree.css';

const CLASSES: NonNullable<Props['style']> = {
  container: 'json-tree',
  basicChildStyle: 'json-child',
  childFieldsContainer: 'json-children',
  label: 'json-key',
  clickableLabel: 'json-key',
  nullValue: 'json-word',
  undefinedValue: 'json-word',
  booleanValue: 'json-word',
  numberValue: 'json-number',
  stringValue: 'json-text',
  // Exact numbers.
  otherValue: 'json-number',
  punctuation: 'json-sign',
  collapseIcon: 'json-fold json-open',
  expandIcon: 'json-fold',
  collapsedContent: 'json-more',
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
};

/** JSON as a tree that opens and closes; the first level is open, unless it should not be. */
export function JsonTree({ name, value, open = true }: { name: string; value: Json; open?: boolean }) {
  const shown = useMemo(() => (value instanceof ExactNumber ? null : forTree(value)), [value]);
  return (
    <figure className="text-of-result">
      <figcaption>
        {name}
        <CopyButton text={() => writeJson(value, 2)} />
      </figcaption>
      {typeof shown === 'object' && shown !== null ? (
        <JsonView data={shown} style={CLASSES} shouldExpandNode={(level) => open && level < 1} clickToExpandNode />
      ) : (
        <pre tabIndex={0}>{writeJson(value)}</pre>
      )}
    </figure>
  );
}
