import { hashOf } from '../navigation/route.js';

interface Named {
  name: string | null;
  playbookPath: string | null;
  checkMode: boolean | null;
}

/** The playbook's name, its path as title, and whether the run only predicted. */
export function Playbook({ run, href }: { run: Named; href: string }) {
  return (
    <span className="playbook-cell">
      <a href={href} title={run.playbookPath ?? undefined} className="playbook">
        {run.name ?? run.playbookPath ?? 'Playbook not known yet'}
      </a>
      {run.checkMode === true && <CheckMark />}
    </span>
  );
}

export function CheckMark() {
  return (
    <span className="tag tag-check" title="Check mode: nothing was changed">
      check mode
    </span>
  );
}

/** The person behind sudo stands over the user that they became. */
export function RunUser({ run }: { run: { user: string | null; sudoUser: string | null } }) {
  if (run.sudoUser === null || run.sudoUser === run.user) return run.user;
  if (run.user === null) return run.sudoUser;
  return (
    <>
      {run.sudoUser} <span className="muted">as {run.user}</span>
    </>
  );
}

/** Each leads to the runs with the same label. */
export function Labels({ labels }: { labels: string[] | null }) {
  if (labels === null || labels.length === 0) return null;
  return (
    <ul className="labels" aria-label="Labels">
      {labels.map((label) => (
        <li key={label}>
          <a className="tag" href={hashOf({ page: 'runs' }, new URLSearchParams({ label }))}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
