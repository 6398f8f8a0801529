import type { ReactNode } from 'react';
import { writeJson } from '#exact-json';
import type { Json } from '../../kit/graphql/graphql.js';
import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { JsonTree } from '../../parts/results/json-tree.js';
import { RunUser } from '../../parts/runs/run-cells.js';
import { useAboutText } from './about.messages.js';
import { RunCommands } from './run-commands.js';
import type { ShownRun } from './run.query.js';

/** Everything about how Ansible was called, and what the record of it cost; what is not known is left out. */
export function RunAbout({ run }: { run: ShownRun }) {
  const t = useAboutText();
  const format = useFormat();
  const { origin } = run;
  const facts: [string, ReactNode][] = [
    [t('playbook'), run.playbookPath],
    [t('adHoc'), run.adHocCommand],
    [t('services'), listed(run.services)],
    [t('action'), origin?.action],
    [t('releases'), listed(run.releases)],
    [t('environment'), origin?.environment],
    [t('operator'), origin?.operator],
    [t('user'), (run.sudoUser ?? run.user) === null ? null : <RunUser run={run} />],
    [t('controller'), run.controller],
    [t('configuration'), <RepositoryFact key="configuration" repository={run.configurationRepository} />],
    [t('playbookFrom'), <RepositoryFact key="playbook" repository={run.playbookRepository} />],
    [t('workingDirectory'), run.workingDirectory],
    [t('started'), <Moment key="started" at={run.startedAt} />],
    [t('finished'), run.finishedAt === null ? null : <Moment key="finished" at={run.finishedAt} />],
    [t('duration'), format.duration(run.duration)],
    [t('ansible'), run.ansibleVersion],
    [t('python'), run.pythonVersion],
    [t('mode'), modeOf(run, t)],
    [t('limit'), run.limit],
    [t('tags'), listed(run.tags)],
    [t('skipTags'), listed(run.skipTags)],
    [t('inventory'), listed(run.inventory)],
    [t('forks'), run.forks],
    [t('reporter'), run.reporterVersion],
    [t('reporterCost'), <ReporterCost key="cost" run={run} />],
    [t('uuid'), run.uuid],
    [t('extraVars'), <ExtraVariables key="variables" values={run.extraVars} names={run.extraVarNames ?? []} />],
  ];
  return (
    <>
      <dl className="facts panel">
        {facts.map(
          ([title, value]) =>
            value != null &&
            value !== '' && (
              <div key={title}>
                <dt>{title}</dt>
                <dd className="numbers">{value}</dd>
              </div>
            ),
        )}
      </dl>
      <RunCommands run={run} />
      {run.customStats !== null && <JsonTree name={t('customStats')} value={run.customStats} />}
      {run.arguments !== null && <JsonTree name={t('arguments')} value={run.arguments} />}
    </>
  );
}

/** Such as "8f3c1de0a1b2 (main, with changes not committed) of https://git.example.org/configuration.git". */
function RepositoryFact({ repository }: { repository: ShownRun['configurationRepository'] }) {
  const t = useAboutText();
  if (repository === null) return '–';
  const { path, commit, branch, remote, dirty } = repository;
  const state = [branch, dirty === true ? t('dirty') : null].filter((word) => word !== null);
  const named = state.length > 0 ? ` (${state.join(', ')})` : '';
  return t('of', { commit: `${commit?.slice(0, 12) ?? t('noCommit')}${named}`, place: remote ?? path });
}

/** What reporting this run cost it: the time that Ansible spent in the plugin, and what went over the network. */
function ReporterCost({ run }: { run: ShownRun }) {
  const t = useAboutText();
  const format = useFormat();
  if (run.reporter?.hookSeconds == null) return '–';
  const { hookSeconds, batches, bytes, retries } = run.reporter;
  return t('cost', {
    hooks: `${format.number(Math.round(hookSeconds * 10_000) / 10)} ms`,
    part: format.percent(run.duration === 0 ? 0 : hookSeconds / run.duration),
    batches: batches ?? 0,
    size: `${format.number(Math.round((bytes ?? 0) / 100) / 10)} kB`,
    retries: retries ?? 0,
  });
}

function modeOf({ checkMode, diffMode }: ShownRun, t: ReturnType<typeof useAboutText>): string | null {
  if (checkMode === null) return null;
  return [t(checkMode ? 'modeCheck' : 'modeReal'), ...(diffMode === true ? [t('withDiff')] : [])].join(', ');
}

function listed(values: readonly string[] | null): string | null {
  return values === null || values.length === 0 ? null : values.join(', ');
}

interface Variables {
  values: Json;
  names: readonly string[];
}

/** Of most variables only the name is known; kolla's passwords.yml alone brings some hundred. */
function ExtraVariables({ values, names }: Variables) {
  const t = useAboutText();
  const known = values !== null && typeof values === 'object' && !Array.isArray(values) ? values : {};
  const valued = Object.entries(known).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : writeJson(value)}`,
  );
  const named = names.filter((name) => !Object.hasOwn(known, name));
  if (valued.length + named.length === 0) return '–';
  return (
    <>
      {valued.join(', ')}
      {named.length > 0 && (
        <details>
          <summary>{t('namesOnly', { count: named.length })}</summary>
          {named.join(', ')}
        </details>
      )}
    </>
  );
}
