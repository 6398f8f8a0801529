import { Dialog } from '@base-ui/react/dialog';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { Moment } from '../../kit/time/moment.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { ContainerList } from '../../parts/deployments/container-list.js';
import { HostDeploymentList } from '../../parts/deployments/host-deployment-list.js';
import { Playbook } from '../../parts/runs/run-cells.js';
import { revealCell, type ServicePlace } from '../../parts/state/state-cell.js';
import { useStateMatrixText } from '../../parts/state/state-matrix.messages.js';
import { useStateText } from './state.messages.js';
import { CellQuery } from './state.query.js';

interface When {
  at: string | undefined;
  environment: string | undefined;
}

/** Beside the matrix: what one of its cells is about, and how it came to it. */
export function StatePanel({ cell, onClose, ...when }: When & { cell: ServicePlace | null; onClose: () => void }) {
  const t = useStateText();
  const shown = useRef(cell);
  useEffect(() => {
    if (cell !== null) shown.current = cell;
  }, [cell]);
  // One who came by a link had the focus nowhere before.
  const toCell = () => (shown.current === null ? null : revealCell(shown.current)) ?? true;
  return (
    <Dialog.Root
      open={cell !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup side-panel" finalFocus={toCell}>
          {cell !== null && (
            <>
              <div className="title-row">
                <Dialog.Title>
                  <Link to="/services/$name" params={{ name: cell.service }}>
                    {cell.service}
                  </Link>{' '}
                  <Link to="/hosts/$name" params={{ name: cell.host }}>
                    {cell.host}
                  </Link>
                </Dialog.Title>
                <Dialog.Close className="panel-close">{t('close')}</Dialog.Close>
              </div>
              <Current cell={cell} {...when} />
              <h3>{t('history')}</h3>
              <HostDeploymentList host={cell.host} service={cell.service} />
            </>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Current({ cell, at, environment }: When & { cell: ServicePlace }) {
  const t = useStateText();
  const words = useStateMatrixText();
  const { data, error } = useGraphql(CellQuery, { ...cell, at: at ?? null, environment: environment ?? null });
  const state = data?.stateMatrix[0];
  if (data === null) return error === null ? <Loading /> : <Trouble error={error} />;
  if (state === undefined) return <p className="muted">{t('unknownCell')}</p>;
  return (
    <section aria-labelledby="current">
      <h3 id="current">{t(at === undefined ? 'current' : 'currentThen')}</h3>
      {state.unfinished !== null && (
        <p className="state-facts">
          <StatusBadge status={state.outcome} />
          <span className="tag tag-warn" title={words('unfinishedMeaning')}>
            {words('unfinished')}
          </span>
          <strong>{state.unfinished.action}</strong>
          <Moment at={state.unfinished.at} />
          {state.unfinished.run !== null && <Playbook run={state.unfinished.run} />}
        </p>
      )}
      <p className="state-facts">
        {state.unfinished === null ? <StatusBadge status={state.outcome} /> : <span>{words('runs')}:</span>}
        {state.divergent && state.unfinished === null && (
          <span className="tag tag-warn" title={words('differsMeaning')}>
            ≠ {words('differs')}
          </span>
        )}
        <strong>{state.action}</strong>
        {state.release !== null && <span>{state.release}</span>}
        {state.imageTag !== null && <code className="tag">{state.imageTag}</code>}
        <Moment at={state.deployedAt} />
        {state.run !== null && <Playbook run={state.run} />}
      </p>
      <ContainerList containers={state.containers} />
    </section>
  );
}
