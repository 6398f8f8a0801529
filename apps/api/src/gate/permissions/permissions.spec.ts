import { ROLES, type Role } from '#database';
import { may, type Permission } from './permissions.js';

describe('what roles may do', () => {
  const PERMISSIONS: Permission[] = ['upload', 'read', 'operate', 'export', 'audit', 'administer'];
  const of = (role: Role, environments: string[] = []) =>
    PERMISSIONS.filter((permission) => may({ role, environments, labels: [] }, permission));

  it('grows with the role, and a reporter reads nothing', () => {
    expect(Object.fromEntries(ROLES.map((role) => [role, of(role)]))).toEqual({
      reporter: ['upload'],
      viewer: ['read'],
      operator: ['read', 'operate'],
      auditor: ['read', 'export', 'audit'],
      admin: PERMISSIONS,
    });
  });

  it('keeps what goes beyond a scope from those who have one', () => {
    expect(of('auditor', ['kolla'])).toEqual(['read', 'export']);
    expect(of('operator', ['kolla'])).toEqual(['read', 'operate']);
  });
});
