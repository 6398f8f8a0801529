import { Link } from '@tanstack/react-router';
import { writeTerm } from '../../kit/filters/filter-text.js';
import { useFormat } from '../../kit/time/format.js';
import './run-cells.css';
import { useRunCellsText } from './run-cells.messages.js';
import { shortRunName } from './short-run-name.js';

interface Named {
  uuid: string;
  name: string | null;
  playbookPath: string | null;
  checkMode: boolean | null;
}

/** The playbook's name with its path as title, or the ad-hoc command; and whether the run only predicted. */
export function Playbook({ run }: { run: Named }) {
  const t = useRunCellsText();
  return (
    <span className="playbook-cell">
      <Link
        to="/runs/$uuid"
        params={{ uuid: run.uuid }}
        title={run.playbookPath ?? run.name ?? undefined}
        className="playbook"
        data-stop="row"
      >
        {shortRunName(run.name ?? run.playbookPath ?? t('unnamed'))}
      </Link>
      {run.checkMode === true && <CheckMark />}
    </span>
  );
}

export function CheckMark() {
  const t = useRunCellsText();
  return (
    <span className="tag tag-check" title={t('checkMeaning')}>
      {t('check')}
    </span>
  );
}

/** The person behind sudo stands before the user that they became. */
export function RunUser({ run }: { run: { user: string | null; sudoUser: string | null } }) {
  const t = useRunCellsText();
  if (run.sudoUser === null || run.sudoUser === run.user) return run.user;
  if (run.user === null) return run.sudoUser;
  return (
    <>
      {run.sudoUser} <span className="muted">{t('sudo', { user: run.user })}</span>
    </>
  );
}

/** Each leads to the runs with the same label. */
export function Labels({ labels }: { labels: string[] | null }) {
  const t = useRunCellsText();
  if (labels === null || labels.length === 0) return null;
  return (
    <ul className="labels" aria-label={t('labels')}>
      {labels.map((label) => (
        <li key={label}>
          <Link className="tag" to="/runs" search={{ q: writeTerm({ key: 'label', value: label }) }}>
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** How far a running run is, by the last one like it. */
export function RunProgressBar({ part }: { part: number }) {
  const t = useRunCellsText();
  const format = useFormat();
  const told = t('progress', { part: format.percent(part) });
  return <progress className="row-progress" value={part} max={1} title={told} aria-label={told} />;
}
