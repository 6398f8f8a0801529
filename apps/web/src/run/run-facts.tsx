import type { ReactNode } from 'react';
import type { Json } from '../graphql/graphql.js';
import { RunUser } from '../runs/run-cells.js';
import { useFormat } from '../time/format.js';
import { Moment } from '../time/moment.js';
import type { ShownRun } from './run.query.js';

/** Everything about how Ansible was called; what is not known is left out. */
export function RunFacts({ run }: { run: ShownRun }) {
  const format = useFormat();
  const facts: [string, ReactNode][] = [
    ['Playbook', run.playbookPath],
    ['Working directory', run.workingDirectory],
    ['Configuration', repositoryOf(run.configurationRepository)],
    ['Playbook from', repositoryOf(run.playbookRepository)],
    ['Started', <Moment key="started" at={run.startedAt} />],
    ['Finished', run.finishedAt === null ? null : <Moment key="finished" at={run.finishedAt} />],
    ['Duration', format.duration(run.duration)],
    ['Controller', run.controller],
    ['User', (run.sudoUser ?? run.user) === null ? null : <RunUser key="user" run={run} />],
    ['Ansible', run.ansibleVersion],
    ['Python', run.pythonVersion],
    ['Mode', modeOf(run)],
    ['Limit', run.limit],
    ['Tags', listed(run.tags)],
    ['Skipped tags', listed(run.skipTags)],
    ['Inventory', listed(run.inventory)],
    ['Forks', run.forks],
    ['Reporter', reporterOf(run.reporter, run.reporterVersion)],
    ['Run id', run.uuid],
    ['Extra variables', extraVariables(run.extraVars, run.extraVarNames ?? [])],
  ];
  const known = facts.filter(([, value]) => value !== null && value !== '');
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">About this run</h2>
      <dl className="facts panel">
        {known.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd className="numbers">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Such as "8f3c1de0a1b2 (main, with changes not committed) of https://git.example.org/configuration.git". */
function repositoryOf(repository: ShownRun['configurationRepository']): string | null {
  if (repository === null) return null;
  const { path, commit, branch, remote, dirty } = repository;
  const state = [branch, dirty === true ? 'with changes not committed' : null].filter((word) => word !== null);
  const named = state.length > 0 ? ` (${state.join(', ')})` : '';
  return `${commit?.slice(0, 12) ?? 'no commit'}${named} of ${remote ?? path}`;
}

function modeOf({ checkMode, diffMode }: ShownRun): string | null {
  if (checkMode === null) return null;
  return `${checkMode ? 'check (nothing was changed)' : 'real'}${diffMode === true ? ', with differences' : ''}`;
}

function listed(values: string[] | null): string | null {
  return values === null || values.length === 0 ? null : values.join(', ');
}

/** Of most variables only the name is known; kolla's passwords.yml alone brings some hundred. */
function extraVariables(values: Json, names: string[]): ReactNode {
  const known = values !== null && typeof values === 'object' && !Array.isArray(values) ? values : {};
  const valued = Object.entries(known).map(([name, value]) => `${name}=${plain(value)}`);
  const named = names.filter((name) => !Object.hasOwn(known, name));
  if (named.length === 0) return listed(valued);
  return (
    <>
      {listed(valued)}
      <details>
        <summary>
          {named.length.toLocaleString('en')} {valued.length > 0 ? 'more ' : ''}by name only
        </summary>
        {listed(named)}
      </details>
    </>
  );
}

function reporterOf(figures: ShownRun['reporter'], version: string | null): string | null {
  const words = Object.entries<number | null>(figures ?? {})
    .filter(([, figure]) => figure !== null)
    .map(([name, figure]) => `${name} ${plain(figure)}`);
  return listed([...(version === null ? [] : [`version ${version}`]), ...words]);
}

function plain(value: Json): string {
  if (typeof value === 'number') return value.toLocaleString('en', { maximumFractionDigits: 3 });
  return typeof value === 'string' ? value : JSON.stringify(value);
}
