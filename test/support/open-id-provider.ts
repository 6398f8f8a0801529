import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';
import type { Configuration, Provider } from 'oidc-provider';
import { freePort } from './redis-server.js';

/** The groups of those who may sign in; the name is the login, and any password will do. */
export const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  alice: ['admins'],
  bob: ['everybody', 'ops'],
  carol: ['team-a'],
  mallory: ['everybody'],
};
/** Roles of those groups, as `OIDC_ROLES` has them. */
export const ROLES = 'admins=admin, ops=operator, team-a=viewer environment:testbed';
const SECRET = 'of-the-tests-only';

const SIGN_OUT = '<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>';

const { warn } = console;

/** It warns, while it runs, of what nobody should do in production; a test may. */
const warnOfOthers = (...said: unknown[]) => {
  if (!String(said[0]).includes('oidc-provider')) warn(...said);
};

async function makeProvider(issuer: string, configuration: Configuration): Promise<Provider> {
  const { default: Provider } = await import('oidc-provider');
  return new Provider(issuer, configuration);
}

/** A real OpenID provider on loopback. It may be stopped, and started again with another key. */
export class OpenIdProvider {
  private server: Server | null = null;
  private key: JWK = {};

  private constructor(private readonly port: number) {}

  static async create(): Promise<OpenIdProvider> {
    return new OpenIdProvider(await freePort());
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The settings of a product that people sign in to by this provider. */
  settings(url: string): Record<string, string> {
    return {
      OIDC_ISSUER: this.issuer,
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_ROLES: ROLES,
      PUBLIC_URL: url,
    };
  }

  /** Starts it with a new key, for the product at this URL. */
  async start(url: string): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    this.key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: `key-${Date.now()}` };
    console.warn = warnOfOthers;
    const provider = await makeProvider(this.issuer, {
      clients: [
        {
          client_id: 'playledger',
          client_secret: SECRET,
          redirect_uris: [`${url}/auth/callback`],
          post_logout_redirect_uris: [`${url}/`],
          backchannel_logout_uri: `${url}/auth/back-channel-logout`,
          backchannel_logout_session_required: true,
        },
        {
          client_id: 'grafana',
          client_secret: SECRET,
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
        },
      ],
      jwks: { keys: [this.key] },
      cookies: { keys: ['of-the-tests-only'] },
      claims: { openid: ['sub', 'groups'], profile: ['preferred_username'], email: ['email'] },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, preferred_username: id, groups: [...(PEOPLE[id] ?? [])] }),
      }),
      extraTokenClaims: () => ({ groups: ['team-a'], preferred_username: 'grafana' }),
      features: {
        clientCredentials: { enabled: true },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: {
          logoutSource: (context, form) => void (context.body = `${form}${SIGN_OUT}`),
          postLogoutSuccessSource: (context) => void (context.body = 'Signed out.'),
        },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_context, resource) => ({
            scope: '',
            audience: resource.replace('urn:', ''),
            accessTokenFormat: 'jwt',
          }),
        },
      },
      // Its own one refuses to speak to this machine, where it can.
      fetch: (address, init) => fetch(address, { ...init, dispatcher: undefined } as unknown as RequestInit),
      ttl: { AccessToken: 600, ClientCredentials: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    });
    const server = createServer((request, response) => void provider.callback()(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.server = server;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    console.warn = warn;
  }

  /** The token of a program, from the provider's own token endpoint. */
  async programToken(audience = 'playledger'): Promise<string> {
    const response = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`grafana:${SECRET}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: `urn:${audience}` }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    return token;
  }

  /** A token with any claims that says in its header what it is, if it does: times are seconds from now. */
  async sign({ iat = 0, exp = 600, ...claims }: JWTPayload, typ?: string): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const { kid } = this.key;
    return new SignJWT({ iss: this.issuer, aud: 'playledger', sub: 'x', groups: ['ops'], ...claims })
      .setProtectedHeader({ alg: 'RS256', ...(kid !== undefined && { kid }), ...(typ !== undefined && { typ }) })
      .setIssuedAt(now + iat)
      .setExpirationTime(now + exp)
      .sign(this.key);
  }
}
