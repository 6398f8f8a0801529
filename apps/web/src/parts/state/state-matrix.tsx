import { Link, useLocation } from '@tanstack/react-router';
import { memo } from 'react';
import { usePrinting } from '../../kit/printing/use-printing.js';
import { LargeStateMatrix } from './large-state-matrix.js';
import type { Matrix } from './matrix-of.js';
import { PrintedState } from './printed-state.js';
import { StateCell } from './state-cell.js';
import './state-matrix.css';
import { useStateMatrixText } from './state-matrix.messages.js';

/** Of more cells than these only those in sight are on the page. */
const MOST_CELLS = 600;

interface Props {
  matrix: Matrix;
  stale: boolean;
}

interface CellProps extends Props {
  /** Whether its cells lead to the top of another page. */
  resetScroll: boolean;
}

/** Services by hosts. */
export const StateMatrix = memo(function StateMatrix(props: Props) {
  const { hosts, rows } = props.matrix;
  const printing = usePrinting();
  const resetScroll = useLocation({ select: ({ pathname }) => pathname !== '/state' });
  if (hosts.length * rows.length <= MOST_CELLS) return <WholeStateMatrix {...props} resetScroll={resetScroll} />;
  return (
    <>
      <LargeStateMatrix {...props} resetScroll={resetScroll} />
      {printing && <PrintedState matrix={props.matrix} />}
    </>
  );
});

/** On a phone a card for each service. */
function WholeStateMatrix({ matrix: { hosts, rows }, stale, resetScroll }: CellProps) {
  const t = useStateMatrixText();
  return (
    <div
      className={stale ? 'panel scroll state-scroll stale' : 'panel scroll state-scroll'}
      tabIndex={0}
      role="region"
      aria-label={t('matrix')}
    >
      <table className="cards state-matrix">
        <caption className="unseen">{t('matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('service')}</th>
            {hosts.map((host) => (
              <th key={host} scope="col">
                <Link to="/hosts/$name" params={{ name: host }}>
                  {host}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ service, cells, differs }) => (
            <tr key={service}>
              <th scope="row">
                <Link to="/services/$name" params={{ name: service }}>
                  {service}
                </Link>
                {differs && (
                  <span className="tag tag-warn" title={t('differsMeaning')}>
                    ≠ {t('differs')}
                  </span>
                )}
              </th>
              {cells.map((state, index) => (
                <td key={hosts[index]} data-host={hosts[index]}>
                  {state !== null && <StateCell state={state} resetScroll={resetScroll} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
