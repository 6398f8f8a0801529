import { parseOpenIdRoles } from '#config';
import { identityOfClaims, nameIn } from './identity-of-claims.js';

const roles = parseOpenIdRoles('admins=admin, ops=operator, team-a=viewer environment:testbed') ?? [];
const identify = (claims: object, rolesClaim = 'groups') =>
  identityOfClaims({ sub: 'a-1', preferred_username: 'alice', ...claims }, { rolesClaim, roles });

describe('the identity of claims', () => {
  it('is that of the first rule for one of the groups', () => {
    expect(identify({ groups: ['team-a', 'ops'] })).toMatchObject({ name: 'alice', role: 'operator', tokenId: null });
    expect(identify({ groups: 'team-a' })).toMatchObject({ role: 'viewer', environments: ['testbed'] });
  });

  it('is nobody without a rule, whatever shape the claim has', () => {
    for (const groups of [undefined, null, [], ['Ops', 'opsx'], { ops: true }, 7, ['__proto__']]) {
      expect(identify({ groups })).toBeNull();
    }
  });

  it('is found by a path, and by a name with dots', () => {
    expect(identify({ realm_access: { roles: ['ops'] } }, 'realm_access.roles')).toMatchObject({ role: 'operator' });
    expect(identify({ 'https://a.b/roles': ['ops'] }, 'https://a.b/roles')).toMatchObject({ role: 'operator' });
    expect(identify({ groups: ['ops'] }, 'constructor.name')).toBeNull();
  });

  it('has the best name there is, in one line', () => {
    expect(nameIn({ sub: 's', email: 'a@example.org' })).toBe('a@example.org');
    expect(nameIn({ sub: 's', preferred_username: ' ' })).toBe('s');
    expect(nameIn({ preferred_username: 'a\nb' })).toBe('a b');
    expect(nameIn({})).toBe('unknown');
  });
});
