import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DataSource } from 'typeorm';
import { exportedLedger, formsOfSecret, storedLedger, verifyLedger } from '#ledger';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { CANARY, refuseCanary } from '../support/canary.mjs';
import { Product } from '../support/product.js';
import { withToken } from '../support/tokens.js';

const GONE = '<redacted by playledger>';
const SECRET = `${CANARY}"4dor&ä/3`;
/** As in a registry that takes its password in the name of an image. */
const IMAGE = `registry.example.org/${SECRET}/keystone:2025.2`;
const LEDGER_COMMAND = join(process.cwd(), 'dist/apps/worker/src/ledger-command/main.js');

const REDACT = `mutation ($secret: String!, $reason: String!, $dryRun: Boolean!) {
  redactSecret(secret: $secret, reason: $reason, dryRun: $dryRun) {
    redaction {
      id actor reason batches deadLetters rowsElsewhere redactedAt
      backups { totalCount nodes { id location sha256 } }
    }
    batches deadLetters rowsElsewhere
    userErrors { code message }
  }
}`;

describe('a secret that slipped through', () => {
  const directory = mkdtempSync(join(tmpdir(), 'playledger-redaction-'));
  let product: Product;
  let dataSource: DataSource;

  /** In every place that the plugin did not look at. */
  const leaking = aRun({
    diffMode: true,
    extraVars: { database_password: SECRET },
    labels: [`with ${SECRET}`],
    commandLine: ['ansible-playbook', '-e', `database_password=${SECRET}`, 'site.yml'],
  }).with(
    aTask({ name: `keystone : Set ${SECRET}` }).on('ctl-001', 'failed', {
      result: {
        failed: true,
        msg: `Access denied: ${SECRET}`,
        stdout: JSON.stringify({ deep: JSON.stringify({ password: SECRET }) }),
        encoded: Buffer.from(`keystone:${SECRET}`).toString('base64'),
      },
    }),
    aTask({ action: 'template', name: 'keystone : Copying over keystone.conf' }).on('ctl-001', 'changed', {
      result: { changed: true, diff: [{ before: 'a', after: `password = ${SECRET}\nother = 1` }] },
    }),
    aTask({ action: 'kolla_container', name: 'keystone : Start' }).on('ctl-001', 'changed', {
      result: {
        changed: true,
        invocation: { module_args: { action: 'recreate_or_restart_container', name: 'keystone', image: IMAGE } },
      },
    }),
  );
  const clean = aRun().with(aTask().okOn('ctl-002'));

  beforeAll(async () => {
    product = await Product.start({ env: { REDACT_PATTERNS: 'corp-[0-9]{8}' } });
    dataSource = await product.database.connect();
    const { client } = product;
    await client.upload(leaking.id, [
      ...leaking.events(),
      { seq: 999, type: 'no_such_type', occurredAt: new Date().toISOString(), text: SECRET },
    ]);
    await client.upload(clean.id, clean.events());
    await settled(leaking.id);
    await settled(clean.id);
    const group = await groupOf(leaking.id);
    await client.ask(
      'mutation ($id: ID!, $text: String!) { annotateFailureGroup(id: $id, text: $text) { userErrors { code } } }',
      {
        id: group,
        text: `It was ${SECRET}.`,
      },
    );
  });
  afterAll(async () => {
    await product.stop();
    rmSync(directory, { recursive: true });
  });

  const settled = (id: string) =>
    eventually(async () => {
      const { data } = await product.client.ask('query ($id: ID!) { run(id: $id) { status } }', { id });
      return data?.run != null && data.run.status !== 'running';
    });
  const groupOf = (run: string) =>
    eventually(async () => {
      const { data } = await product.client.ask(
        'query ($run: ID!) { taskResults(filter: { run: $run, status: [failed] }) { nodes { failure { group { id } } } } }',
        { run },
      );
      return (data.taskResults.nodes[0]?.failure?.group?.id as string | undefined) ?? null;
    });
  const redact = async (secret: string, dryRun = false, client = product.client) => {
    const { data, errors } = await client.ask(REDACT, { secret, reason: 'Ticket 42', dryRun });
    return errors === undefined ? data.redactSecret : { errors };
  };
  const ledgerCommand = (args: string[], input = '') => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [LEDGER_COMMAND, ...args], {
      env: { ...process.env, DATABASE_URL: product.database.url, PLAYLEDGER_DATA_DIR: product.dataDir },
      input,
      encoding: 'utf8',
    });
    refuseCanary('the command', stdout + stderr);
    return { said: stdout + stderr, status };
  };

  /** All that the database holds, as text; and what the ledger's bodies and the dead letters hold, inflated. */
  async function everything(): Promise<string> {
    const tables = await dataSource.query<{ name: string }[]>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const parts: string[] = [];
    for (const { name } of tables) {
      const rows = await dataSource.query<{ row: string }[]>(`SELECT each::text AS row FROM ${name} AS each`);
      parts.push(...rows.map(({ row }) => `${name} ${row}`));
    }
    for (const { body } of await dataSource.query<{ body: Buffer }[]>('SELECT body FROM ledger_batch')) {
      parts.push(gunzipSync(body).toString());
    }
    for (const { event } of await dataSource.query<{ event: Buffer }[]>('SELECT event FROM dead_letter')) {
      parts.push(event.toString());
    }
    return parts.join('\n');
  }
  const formsFound = async (secret: string) => {
    const text = await everything();
    // As a row is written, too: its quotes are doubled there.
    return formsOfSecret(secret).filter((form) => text.includes(form) || text.includes(form.replaceAll('"', '""')));
  };

  it('is found, and nothing is changed by looking', async () => {
    const before = await everything();
    const { redaction, batches, deadLetters, rowsElsewhere, userErrors } = await redact(SECRET, true);
    expect({ redaction, batches, deadLetters, userErrors }).toEqual({
      redaction: null,
      batches: 1,
      deadLetters: 1,
      userErrors: [],
    });
    expect(rowsElsewhere).toBeGreaterThan(5);
    expect((await formsFound(SECRET)).length).toBeGreaterThan(3);
    expect(await everything()).toBe(before);
  });

  /** What runs, which the API keeps in memory. */
  const images = async () => {
    const { data } = await product.client.ask('{ stateMatrix { containers { image } } }');
    return data.stateMatrix.flatMap(({ containers }: { containers: { image: string }[] }) =>
      containers.map(({ image }) => image),
    ) as string[];
  };

  it('is refused to all but admins, when it is short, and when it makes events', async () => {
    const { client } = await withToken(product.client, { role: 'auditor' });
    expect(await redact(SECRET, false, client)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    for (const secret of ['short', ' '.repeat(9), '   short   ']) {
      expect(await redact(secret)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    const before = await everything();
    expect(await redact('run_started')).toMatchObject({ redaction: null, userErrors: [{ code: 'not_possible' }] });
    expect(await everything()).toBe(before);
  });

  it('may stand in backups, which are noted for that', async () => {
    const [dump, contents] = [join(directory, 'yesterday.dump'), 'all of it'];
    writeFileSync(dump, contents);
    const sha256 = createHash('sha256').update(contents).digest('hex');
    const note = (location: string, begun: string, ...more: string[]) =>
      ledgerCommand(['backups', 'note', location, '--begun', begun, ...more]);
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    expect(note('s3://backups/1', daysAgo(1), '--file', dump, '--keep', '30', '--by', 'cron')).toMatchObject({
      status: 0,
      said: 'Backup 1 recorded.\n',
    });
    expect(note('s3://backups/expired', daysAgo(40), '--keep', '30').status).toBe(0);
    expect(note('s3://backups/deleted', daysAgo(2)).status).toBe(0);
    expect(ledgerCommand(['backups', 'gone', '3', '--by', 'alice']).said).toBe('Backup 3 recorded as deleted.\n');
    for (const wrong of [
      ['note', 'x', '--begun', daysAgo(-1)],
      ['note', 'x', '--begun', '2026-11-23T02:00:00'],
      ['note', 'x', '--begun', daysAgo(1), '--file', join(directory, 'nowhere')],
      ['note', 'x'],
      ['gone', '3'],
    ]) {
      expect({ wrong, status: ledgerCommand(['backups', ...wrong]).status }).toEqual({ wrong, status: 1 });
    }
    expect(ledgerCommand(['backups']).said).toMatch(
      new RegExp(`^1\ts3://backups/1\tbegun [^,]+, until [^,]+, sha256 ${sha256}\n$`),
    );

    const { client } = await withToken(product.client, { role: 'auditor' });
    const { data } = await client.ask(
      `{
        backups { nodes { id location sha256 notedBy goneAt } }
        auditLog(filter: { action: ["backup.noted", "backup.gone"] }) { nodes { action actor subject details } }
      }`,
    );
    expect(data.backups.nodes).toEqual([
      { id: '1', location: 's3://backups/1', sha256, notedBy: 'cron', goneAt: null },
      expect.objectContaining({ location: 's3://backups/deleted', goneAt: expect.any(String) }),
      expect.objectContaining({ location: 's3://backups/expired', sha256: null, goneAt: null }),
    ]);
    expect(data.auditLog.nodes).toHaveLength(4);
    expect(data.auditLog.nodes).toMatchObject([
      { action: 'backup.gone', actor: 'alice', subject: 'backup 3', details: { location: 's3://backups/deleted' } },
      { action: 'backup.noted', actor: 'command line' },
      { action: 'backup.noted', actor: 'command line' },
      { action: 'backup.noted', actor: 'cron', subject: 'backup 1', details: { location: 's3://backups/1' } },
    ]);
    const { client: viewer } = await withToken(product.client, { role: 'viewer' });
    expect(await viewer.ask('{ backups { totalCount } }')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('is gone from everything, and the ledger still proves itself', async () => {
    expect(await images()).toEqual([IMAGE]);
    const exported = join(directory, 'before.gz');
    expect(ledgerCommand(['export', exported]).status).toBe(0);
    const outcome = await redact(SECRET);
    expect(outcome).toMatchObject({
      redaction: {
        id: '1',
        actor: 'admin',
        reason: 'Ticket 42',
        batches: 1,
        deadLetters: 1,
        backups: { totalCount: 1, nodes: [{ id: '1', location: 's3://backups/1' }] },
      },
      batches: 1,
      userErrors: [],
    });
    expect(await formsFound(SECRET)).toEqual([]);
    expect(await images()).toEqual([IMAGE.replace(SECRET, GONE)]);

    const { data } = await product.client.ask(
      `query ($run: ID!) {
        taskResults(filter: { run: $run }) { nodes { message task { name } result } }
        run(id: $run) { labels extraVars commandLine }
        changes(filter: { run: $run }) { nodes { diff { text } } }
        search(query: "Tr0ub") { nodes { title } }
        redactions { totalCount nodes { id reason } }
        auditLog(filter: { action: ["secret.redacted"] }) { nodes { actor subject details } }
      }`,
      { run: leaking.id },
    );
    expect(data.taskResults.nodes).toContainEqual(
      expect.objectContaining({
        message: expect.stringContaining(`Access denied: ${GONE}`),
        task: { name: `keystone : Set ${GONE}` },
        result: expect.objectContaining({ stdout: JSON.stringify({ deep: JSON.stringify({ password: GONE }) }) }),
      }),
    );
    expect(data.run).toEqual({
      labels: [`with ${GONE}`],
      extraVars: { database_password: GONE },
      commandLine: ['ansible-playbook', '-e', `database_password=${GONE}`, 'site.yml'],
    });
    const diffs = data.changes.nodes.map(({ diff }: { diff: { text: string } | null }) => diff?.text);
    expect(diffs).toContainEqual(expect.stringContaining(`password = ${GONE}`));
    expect(data.search.nodes).toEqual([]);
    expect(data.redactions).toEqual({ totalCount: 1, nodes: [{ id: '1', reason: 'Ticket 42' }] });
    expect(data.auditLog.nodes).toMatchObject([{ actor: 'admin', subject: 'redaction 1', details: { batches: 1 } }]);

    const verdict = await verifyLedger(storedLedger(dataSource));
    expect(verdict).toMatchObject({ findings: [], redactions: [{ id: 1, actor: 'admin' }] });
    expect(ledgerCommand(['verify', '--against', exported])).toMatchObject({
      status: 0,
      said: expect.stringContaining('Redaction 1 by admin changed 1 batches: Ticket 42'),
    });
    const after = join(directory, 'after.gz');
    ledgerCommand(['export', after]);
    expect(await verifyLedger(exportedLedger(after))).toMatchObject({ findings: [], redactions: [{ id: 1 }] });
    expect(gunzipSync(execFileSync('cat', [after])).toString()).not.toContain('Tr0ub');
  });

  it('stays away when its run is folded again', async () => {
    const ask = () =>
      product.client.ask(
        'query ($run: ID!) { taskResults(filter: { run: $run }) { nodes { message status task { name } } } }',
        { run: leaking.id },
      );
    const before = await ask();
    expect(ledgerCommand(['rebuild', '--run', leaking.id]).status).toBe(0);
    expect(await ask()).toEqual(before);
    expect(await formsFound(SECRET)).toEqual([]);
  });

  it('may be followed by another one in the same batch, from the command line', async () => {
    const looked = ledgerCommand(['redact', '--reason', 'Ticket 43', '--dry-run'], 'other = 1\n');
    expect(looked).toMatchObject({ status: 0, said: expect.stringContaining('Found in 1 batches of 1 runs') });
    expect(looked.said).toMatch(/Backups that may still contain it:\n1\ts3:\/\/backups\/1\t[^\n]+\n$/);
    const done = ledgerCommand(['redact', '--reason', 'Ticket 43', '--by', 'alice'], 'other = 1\n');
    expect(done).toMatchObject({ status: 0, said: expect.stringContaining('Redaction 2: removed from 1 batches') });
    expect(await formsFound('other = 1')).toEqual([]);
    const verdict = await verifyLedger(storedLedger(dataSource));
    expect(verdict).toMatchObject({ findings: [], redactions: [{ id: 1 }, { id: 2, actor: 'alice' }] });
    expect(ledgerCommand(['redact', '--reason', 'x'], 'short').status).toBe(1);
  });

  it('stands in a backup until that is gone, and not in one begun later', async () => {
    const begun = new Date().toISOString();
    ledgerCommand(['backups', 'note', 's3://backups/later', '--begun', begun]);
    await dataSource.query(`UPDATE backup SET begun_at = begun_at + interval '61 seconds' WHERE location ~ 'later'`);
    const held = () => ledgerCommand(['backups']).said.match(/^\d+|may contain.*/gm);
    expect(held()).toEqual(['1', 'may contain what redaction 1, 2 removed', '4']);
    const named = async () => {
      const { data } = await product.client.ask('{ redactions { nodes { id backups { nodes { location } } } } }');
      return data.redactions.nodes.map(({ backups }: { backups: { nodes: object[] } }) => backups.nodes);
    };
    expect(await named()).toEqual([[{ location: 's3://backups/1' }], [{ location: 's3://backups/1' }]]);
    ledgerCommand(['backups', 'gone', '1']);
    expect(held()).toEqual(['4']);
    expect(await named()).toEqual([[], []]);
  });

  it('is no cover for any other change', async () => {
    const where = `run ${leaking.id} batch 1`;
    const body = 'has another body than was accepted';
    const changes: [string, { where: string; what: string }][] = [
      ['UPDATE ledger_batch SET body = body || $$x$$::bytea', { where, what: body }],
      [`UPDATE redaction SET reason = 'Ticket 44' WHERE id = 1`, { where: 'redaction 1', what: 'was changed' }],
      [`UPDATE redaction SET actor = 'bob' WHERE id = 2`, { where: 'redaction 2', what: 'was changed' }],
      [`UPDATE redaction_batch SET body_digest_after = sha256('x')`, { where: 'redaction 1', what: 'was changed' }],
      [`DELETE FROM redaction WHERE id = 1`, { where: 'redaction 1', what: expect.stringContaining('is missing') }],
      [`DELETE FROM redaction WHERE id = 2`, { where, what: body }],
      [`DELETE FROM redaction_batch WHERE redaction_id = 2`, { where: 'redaction 2', what: 'was changed' }],
      [
        `UPDATE redaction SET signature = sha256('x') || sha256('y') WHERE id = 1`,
        { where: 'redaction 1', what: 'is not signed by the key that it names' },
      ],
    ];
    for (const [change, finding] of changes) {
      const runner = dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query(change);
      const { findings } = await verifyLedger(storedLedger(runner.manager));
      await runner.rollbackTransaction();
      await runner.release();
      expect({ change, findings }).toEqual({ change, findings: expect.arrayContaining([finding]) });
    }
    const { findings } = await verifyLedger(storedLedger(dataSource), { keys: ['0'.repeat(64)] });
    expect(findings).toContainEqual({ where: 'redaction 1', what: 'is signed by another key than was given' });
  });

  it('does not get in at all when it looks like one, or like those that are told', async () => {
    const token = `glpat-${'a1B2'.repeat(6)}`;
    const run = aRun().with(
      aTask().on('ctl-001', 'ok', { result: { stdout: `corp-12345678 ä ${token}`, url: 'amqp://nova:hidden99@mq' } }),
    );
    await product.client.upload(run.id, run.events());
    await settled(run.id);
    const { data } = await product.client.ask(
      'query ($run: ID!) { taskResults(filter: { run: $run }) { nodes { result } } }',
      { run: run.id },
    );
    expect(data.taskResults.nodes[0].result).toMatchObject({
      stdout: `${GONE} ä ${GONE}`,
      url: `amqp://nova:${GONE}@mq`,
    });
    const text = await everything();
    for (const secret of ['corp-12345678', token, 'hidden99']) expect(text).not.toContain(secret);
    expect(product.apis[0]?.output).toContain('Secrets arrived that the plugin had not redacted');
    // Sent again, it is the same batch.
    expect((await product.client.upload(run.id, run.events())).body).toMatchObject({ accepted: 0 });
  });

  it('is taken out of dead letters that are many, one of them large', async () => {
    const secret = 'dead-but-not-forgotten';
    // A third of them hold it as an event, a third in what is said of it.
    await dataSource.query(
      `INSERT INTO dead_letter (run_id, stage, code, message, event, digest)
       SELECT $1, 'accept', 'invalid_json', letter.message, letter.event, sha256(letter.event)
       FROM generate_series(1, 450) AS number
       CROSS JOIN LATERAL (
         SELECT CASE number % 3 WHEN 1 THEN $2 ELSE 'not JSON' END AS message,
           convert_to(
             number || CASE number % 3 WHEN 0 THEN $2 ELSE 'ä' END
               || CASE number WHEN 99 THEN repeat('x', 33 * 1024 * 1024) ELSE '' END,
             'UTF8'
           ) AS event
       ) AS letter`,
      [clean.id, secret],
    );
    const lettersWith = (text: string) =>
      dataSource.query(
        `SELECT dead_letter.id, replace(dead_letter.message, $1, $2) AS message, dead_letter.digest,
           sha256(convert_to(replace(convert_from(dead_letter.event, 'UTF8'), $1, $2), 'UTF8')) AS event
         FROM dead_letter
         ORDER BY dead_letter.id`,
        [secret, text],
      );
    const [before, redacted] = [await lettersWith(secret), await lettersWith(GONE)];
    expect(await redact(secret, true)).toMatchObject({ batches: 0, deadLetters: 300, userErrors: [] });
    expect(await lettersWith(secret)).toEqual(before);
    expect(await redact(secret)).toMatchObject({ batches: 0, deadLetters: 300, userErrors: [] });
    expect(await lettersWith(secret)).toEqual(redacted);
  });
});
