import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, print, type DocumentNode } from 'graphql';
import { startRecordedProduct, type RecordedProduct } from '../support/web-product.js';

const WEB = join(process.cwd(), 'apps/web/src');
/** Before the recordings. */
const SINCE = '2026-01-01T00:00:00Z';

/** What each operation is asked with: a page as large as the page of the browser asks for. */
function variablesOf({ runs }: RecordedProduct, fingerprint: string, result: string): Record<string, object> {
  const run = runs['kolla-1-deploy'];
  const uuid = runs['kolla-4-check-rabbitmq-failed'];
  return {
    Runs: { filter: { service: 'keystone' } },
    SuggestedValues: { host: 'ctl' },
    Run: { uuid },
    RunRecap: { uuid },
    Matrix: { run, fromTask: null },
    ResultsOfTasks: { run, filter: { taskSeq: [1, 2, 3] } },
    OpenedResult: { run: uuid, filter: { taskSeq: [4], host: 'ctl-001' } },
    FailuresOfRun: { run: uuid, filter: { status: ['failed'] } },
    ResultBody: { id: result },
    LastGoodComparison: { uuid },
    Comparison: { uuid, with: run },
    EarlierRuns: { filter: { name: 'site.yml' } },
    FailureGroups: { orderBy: 'lastSeenAt' },
    FailureStatistics: {},
    FailureGroup: { id: fingerprint },
    ResolveFailureGroup: { id: fingerprint },
    ReopenFailureGroup: { id: fingerprint },
    AnnotateFailureGroup: { id: fingerprint, text: 'seen' },
    Hosts: {},
    HostRuns: { name: 'ctl-001' },
    HostFailures: { name: 'ctl-001' },
    HostOverview: { name: 'ctl-001' },
    HostTimeline: { name: 'ctl-001' },
    HostFacts: { name: 'ctl-001' },
    FactChanges: { name: 'ctl-001' },
    HostDeployments: { host: 'ctl-001', service: 'keystone' },
    State: {},
    StateCell: { service: 'keystone', host: 'ctl-001' },
    StateSteps: {},
    Environments: { since: SINCE },
    Services: {},
    Service: { name: 'keystone', action: 'deploy' },
    ServiceDeployments: { name: 'keystone' },
    ServiceFailures: { name: 'mariadb' },
    Changes: { filter: { service: 'keystone' }, orderBy: 'newest', first: 50 },
    DroppedChanges: { filter: { service: 'keystone' } },
    ChangeCounts: { by: 'day' },
    InsightTotals: { by: 'service', interval: 'month', since: SINCE },
    InsightSeries: { by: 'service', interval: 'month', since: SINCE },
    SlowTasks: { filter: { since: SINCE }, orderBy: 'total' },
    FlakyTasks: { filter: { since: SINCE } },
    AlwaysChanging: {},
    IdleHosts: { since: SINCE },
    HostsBehind: {},
    Drift: { filter: {} },
    Me: {},
    ApiTokens: {},
    AuditLog: {},
    Redactions: {},
    RedactSecret: { secret: 'nowhere-in-the-recordings', reason: 'to see what it costs', dryRun: true },
    CreateToken: { name: 'grafana', role: 'viewer', environments: [], labels: [], expiresAt: null },
    // There is none: it is answered, and says so.
    RevokeToken: { id: '0' },
  };
}

/** Operations of the page, by name: every document that a `*.query.ts` exports. */
async function operationsOfThePage(): Promise<Map<string, string>> {
  const operations = new Map<string, string>();
  const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.query.ts'));
  for (const file of files) {
    const exported = (await import(join(WEB, file))) as Record<string, Partial<DocumentNode>>;
    for (const document of Object.values(exported)) {
      const operation = document.definitions?.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
      if (operation?.kind === Kind.OPERATION_DEFINITION)
        operations.set(operation.name?.value ?? '', print(document as DocumentNode));
    }
  }
  return operations;
}

describe('the operations of the page', () => {
  let recorded: RecordedProduct;

  beforeAll(async () => {
    recorded = await startRecordedProduct();
  });
  afterAll(() => recorded.product.stop());

  // The API refuses what is deeper or costlier than it allows: an operation over a limit fails here.
  it('are answered by the API, each within its limits', async () => {
    const { client } = recorded.product;
    const { data } = await client.ask(
      '{ failureGroups(first: 1) { nodes { fingerprint } } taskResults(first: 1) { nodes { id } } }',
    );
    const variables = variablesOf(recorded, data.failureGroups.nodes[0].fingerprint, data.taskResults.nodes[0].id);
    const operations = await operationsOfThePage();
    expect([...operations.keys()].sort()).toEqual(Object.keys(variables).sort());
    for (const [name, query] of operations) {
      const { errors } = await client.ask(query, variables[name] as Record<string, unknown>);
      expect({ name, errors }).toEqual({ name, errors: undefined });
    }
  });
});
