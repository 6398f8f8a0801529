import { Failure } from '#scripts/step';
import type { Answer, Ask, Asked } from './ask.js';
import { namedQueries, type NamedQuery, RUN_PAGE } from './named-queries.js';
import { type PageFigures, quantile, type QueryFigures, timesOf } from './query-figures.js';

const WARM_UPS = 5;
export const DEEP_PAGE = 1000;
/** Costs HTTP, the token and GraphQL, and nothing else. */
const TRIVIAL: Asked = { document: '{ __typename }', variables: {}, path: null };

/**
 * The times are those of the recordings, which the data contain; the ids are of runs that are there: the last upgrade
 * of keystone, which failed, one whose tasks were given something else, and a check run behind which a real one came.
 */
const IDS = `query {
  upgrades: deployments(filter: { service: "keystone", action: ["upgrade"], checkMode: false }, first: 3) {
    nodes { run { uuid } }
  }
  checks: deployments(filter: { service: "service-18", checkMode: true }, first: 2) { nodes { run { uuid } } }
}`;

interface AskedRuns {
  nodes: { run: { uuid: string } }[];
}

/** What the plans of a query have of faults, when it is asked by `work`. */
type PlanFaults = (work: () => Promise<unknown>, query: NamedQuery) => Promise<string[]>;

/** The first of those that ask is what is measured; another one is asked the same in turn. */
export async function measureQueries(
  ask: Ask,
  other: Ask | null,
  rounds: number,
  planFaultsOf: PlanFaults,
): Promise<{ queries: QueryFigures[]; pages: PageFigures }> {
  const pages = await measurePages(ask, rounds);
  const ids = await idsOf(ask);
  const queries: QueryFigures[] = [];
  for (const query of namedQueries()) {
    const named = Object.entries(query.variables).map(([name, value]) => [name, ids[name] ?? value]);
    const asked: Asked = { ...query, variables: Object.fromEntries(named) as Record<string, unknown> };
    const planFaults = await planFaultsOf(() => ask(asked), query);
    const answer = await warmedUp(asked, ask, other);
    const times = await sideBySide(
      [() => ask(TRIVIAL), () => ask(asked), ...(other === null ? [] : [() => other(asked)])],
      rounds,
    );
    const [trivialTimes = [], ownTimes = [], otherTimes] = times;
    const { bytes, errors, wholeMs } = answer;
    const isFile = query.path !== null;
    queries.push({
      title: query.title,
      ...timesOf(ownTimes),
      trivial: quantile(trivialTimes, 0.5),
      bytes,
      isFile,
      isEmpty: !isFile && tellsNothing(answer.data),
      wholeMs,
      errors,
      planFaults,
      other: otherTimes === undefined ? null : timesOf(otherTimes),
    });
  }
  return { queries, pages };
}

async function warmedUp(asked: Asked, ask: Ask, other: Ask | null): Promise<Answer> {
  for (let warmUp = 1; ; warmUp += 1) {
    const [answer] = await Promise.all([ask(asked), other?.(asked)]);
    if (warmUp === WARM_UPS) return answer;
  }
}

async function measurePages(ask: Ask, rounds: number): Promise<PageFigures> {
  const pageAfter = (after: string | null) => ask({ document: RUN_PAGE, variables: { after }, path: null });
  let after: string | null = null;
  for (let page = 1; page < DEEP_PAGE; page += 1) {
    const { data } = (await pageAfter(after)) as { data: { runs: { pageInfo: { endCursor: string } } } };
    after = data.runs.pageInfo.endCursor;
  }
  const times = await sideBySide([() => pageAfter(null), () => pageAfter(after)], Math.max(rounds, 100));
  const [first, deep] = [timesOf(times[0] ?? []), timesOf(times[1] ?? [])];
  return { first, deep, ratio: deep.p50 / first.p50 };
}

/** In turns, so that what the machine does besides is in the times of all. */
async function sideBySide(works: (() => Promise<Answer>)[], rounds: number): Promise<number[][]> {
  const times: number[][] = works.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, work] of works.entries()) times[index]?.push((await work()).ms);
  }
  return times;
}

async function idsOf(ask: Ask): Promise<Record<string, string>> {
  const { data } = await ask({ document: IDS, variables: {}, path: null });
  const { upgrades, checks } = data as { upgrades: AskedRuns; checks: AskedRuns };
  const [upgrade, , before] = upgrades.nodes;
  const [, check] = checks.nodes;
  if (upgrade === undefined || before === undefined || check === undefined) {
    throw new Failure('The filled ledger has no runs to ask about.');
  }
  return { run: upgrade.run.uuid, earlier: before.run.uuid, checkRun: check.run.uuid };
}

function tellsNothing(value: unknown): boolean {
  if (value === null || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.values(value).every(tellsNothing);
}
