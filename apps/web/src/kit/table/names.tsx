import { Fragment } from 'react';
import './data-table.css';

/** Names in a cell that wraps: between them, and not at their hyphens. */
export function Names({ names }: { names: readonly string[] }) {
  return names.map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ', '}
      <span className="whole-name">{name}</span>
    </Fragment>
  ));
}
