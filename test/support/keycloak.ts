import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './api-client.js';
import { freePort } from './redis-server.js';

/** The groups of those who may sign in, of those that the realm of the documentation has. */
export const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  alice: ['playledger-admins'],
  bob: ['cloud-operators'],
  dora: ['auditors'],
  carol: ['team-a'],
  mallory: [],
};
/** As docs/access.md has it. */
const ROLES = 'playledger-admins=admin, cloud-operators=operator, auditors=auditor, team-a=viewer environment:testbed';
const PASSWORD = 'of-the-tests-only';
const SECRETS = { playledger: 'secret-of-playledger', grafana: 'secret-of-grafana' };
const START_SECONDS = 180;

type Json = Record<string, unknown>;

/** A real Keycloak on loopback, with the realm of docs/keycloak-realm.json for the product at a URL, and some people. */
export class Keycloak {
  private child: ChildProcess | null = null;
  private said = '';

  private constructor(
    private readonly home: string,
    private readonly port: number,
  ) {}

  /** Of an unpacked distribution. */
  static async create(home: string): Promise<Keycloak> {
    return new Keycloak(home, await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The settings of a product that people sign in to by this Keycloak. */
  settings(productUrl: string): Record<string, string> {
    return {
      OIDC_ISSUER: `${this.url}/realms/cloud`,
      OIDC_CLIENT_SECRET: SECRETS.playledger,
      OIDC_ROLES: ROLES,
      PUBLIC_URL: productUrl,
    };
  }

  async start(productUrl: string): Promise<void> {
    const imported = join(this.home, 'data', 'import');
    mkdirSync(imported, { recursive: true });
    writeFileSync(join(imported, 'cloud.json'), realmFor(productUrl));
    const args = ['start-dev', '--import-realm', '--db=dev-mem', '--http-host=127.0.0.1', `--http-port=${this.port}`];
    this.child = spawn(join(this.home, 'bin', 'kc.sh'), args, {
      env: { ...process.env, KC_BOOTSTRAP_ADMIN_USERNAME: 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk) => (this.said += String(chunk)));
    }
    const discovery = `${this.url}/realms/cloud/.well-known/openid-configuration`;
    await eventually(async () => {
      if (this.child?.exitCode != null) throw new Error(`Keycloak ended: ${this.said}`);
      return (await fetch(discovery).catch(() => null))?.ok;
    }, START_SECONDS).catch((error: unknown) => {
      throw new Error(`Keycloak did not start: ${this.said}`, { cause: error });
    });
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // Its script starts a Java of its own.
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  }

  /** Asks the realm's token endpoint for a token of the program that the realm has; with the answer of Keycloak. */
  async programToken(scope?: string): Promise<string> {
    const body = { grant_type: 'client_credentials', ...(scope !== undefined && { scope }) };
    return this.tokenOf('cloud', { client_id: 'grafana', client_secret: SECRETS.grafana, ...body });
  }

  /** The admin's REST API, below the realm. */
  async admin<T = unknown>(method: string, path: string, body?: Json): Promise<T> {
    const token = await this.tokenOf('master', {
      grant_type: 'password',
      client_id: 'admin-cli',
      username: 'admin',
      password: PASSWORD,
    });
    const response = await fetch(`${this.url}/admin/realms/cloud${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  }

  async userId(username: string): Promise<string> {
    const [user] = await this.admin<{ id: string }[]>('GET', `/users?exact=true&username=${username}`);
    return user?.id ?? '';
  }

  private async tokenOf(realm: string, body: Record<string, string>): Promise<string> {
    const response = await fetch(`${this.url}/realms/${realm}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams(body),
    });
    const answer = (await response.json()) as { access_token?: string };
    if (answer.access_token === undefined) throw new Error(`No token: ${JSON.stringify(answer)}`);
    return answer.access_token;
  }
}

export const signInFields = (username: string) => ({ username, password: PASSWORD });

/** The realm as it is documented, but for addresses and secrets, and with people. */
function realmFor(productUrl: string): string {
  const text = readFileSync(join(process.cwd(), 'docs/keycloak-realm.json'), 'utf8')
    .replaceAll('https://ledger.example.org', productUrl)
    .replace('"CHANGE-ME"', JSON.stringify(SECRETS.playledger))
    .replace('"CHANGE-ME-TOO"', JSON.stringify(SECRETS.grafana));
  const users = Object.entries(PEOPLE).map(([username, groups]) => ({
    username,
    enabled: true,
    email: `${username}@example.org`,
    firstName: username,
    lastName: 'Example',
    credentials: [{ type: 'password', value: PASSWORD }],
    groups: groups.map((group) => `/${group}`),
  }));
  return JSON.stringify({ ...(JSON.parse(text) as Json), users });
}
