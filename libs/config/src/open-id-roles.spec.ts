import { parseOpenIdRoles } from './open-id-roles.js';
import { readSettings } from './settings.js';

describe('the roles of groups', () => {
  it('are roles, and the part of the runs that they are for', () => {
    expect(
      parseOpenIdRoles('playledger-admins=admin, /cloud/ops=operator,a=b=viewer environment:testbed label:a'),
    ).toEqual([
      { group: 'playledger-admins', role: 'admin', environments: [], labels: [] },
      { group: '/cloud/ops', role: 'operator', environments: [], labels: [] },
      { group: 'a=b', role: 'viewer', environments: ['testbed'], labels: ['a'] },
    ]);
  });

  it.each([
    '',
    'admins',
    'admins=root',
    '=admin',
    'admins=admin environment:testbed',
    'ops=operator, ',
    'ops=reporter',
  ])('are not what "%s" says', (text) => {
    expect(parseOpenIdRoles(text)).toBeNull();
  });
});

describe('settings of an OpenID provider', () => {
  const env = {
    OIDC_ISSUER: 'https://keycloak.example.org/realms/cloud',
    OIDC_ROLES: 'ops=operator',
    PUBLIC_URL: 'https://ledger.example.org/playledger',
  };

  it('need an issuer, roles and our own address, and are none without an issuer', () => {
    expect(readSettings({}).openId).toBeNull();
    expect(readSettings(env).openId).toMatchObject({
      issuer: env.OIDC_ISSUER,
      clientId: 'playledger',
      clientSecret: null,
      audience: 'playledger',
      rolesClaim: 'groups',
      publicUrl: 'https://ledger.example.org/playledger/',
      sessionHours: 12,
    });
    expect(() => readSettings({ OIDC_ISSUER: env.OIDC_ISSUER })).toThrow(/PUBLIC_URL must be[^]*OIDC_ROLES must be/);
  });

  it('have their mistakes told with all others, and none while there is no issuer', () => {
    const read = () => readSettings({ ...env, PORT: 'http', SESSION_HOURS: '0', PUBLIC_URL: '' });
    expect(read).toThrow(/PORT must be[^]*PUBLIC_URL must be[^]*SESSION_HOURS must be/);
    expect(readSettings({ SESSION_HOURS: '0', PUBLIC_URL: 'nowhere' }).openId).toBeNull();
  });

  it('take the client for the audience of tokens', () => {
    expect(readSettings({ ...env, OIDC_CLIENT_ID: 'ledger' }).openId?.audience).toBe('ledger');
    expect(readSettings({ ...env, OIDC_CLIENT_ID: 'ledger', OIDC_AUDIENCE: 'cloud' }).openId?.audience).toBe('cloud');
  });

  it('are not in clear beyond this machine', () => {
    expect(() => readSettings({ ...env, OIDC_ISSUER: 'http://keycloak.example.org' })).toThrow(/OIDC_ISSUER must be/);
    expect(() => readSettings({ ...env, PUBLIC_URL: 'http://ledger.example.org' })).toThrow(/PUBLIC_URL must be/);
    expect(readSettings({ ...env, OIDC_ISSUER: 'http://127.0.0.1:8080/realms/cloud' }).openId).not.toBeNull();
  });
});
