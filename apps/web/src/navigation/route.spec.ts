import { hashOf, parseHash, type Route } from './route.js';

describe('the hash of the URL', () => {
  it.each<[string, Route]>([
    ['', { page: 'runs' }],
    ['#', { page: 'runs' }],
    ['#/', { page: 'runs' }],
    ['#/?status=failed', { page: 'runs' }],
    ['#/runs', { page: 'runs' }],
    ['#/runs/019a-aa', { page: 'run', uuid: '019a-aa' }],
    ['#/hosts/', { page: 'hosts' }],
    ['#/hosts/ctl-001', { page: 'host', name: 'ctl-001' }],
    ['#/failures?days=30', { page: 'failures' }],
    ['#/failures/more', { page: 'unknown' }],
    ['#/elsewhere', { page: 'unknown' }],
    ['#/hosts/%E0%A4%A', { page: 'unknown' }],
  ])('%s is a page', (hash, route) => {
    expect(parseHash(hash).route).toEqual(route);
  });

  it('carries the query', () => {
    const { query } = parseHash('#/?status=failed&name=a%3Fb');
    expect(Object.fromEntries(query)).toEqual({ status: 'failed', name: 'a?b' });
  });

  it.each(['ctl-001', 'a/b', 'ü ?#%', '[fe80::1]'])('keeps the host name %s', (name) => {
    expect(parseHash(hashOf({ page: 'host', name })).route).toEqual({ page: 'host', name });
  });

  it('keeps a query', () => {
    const query = new URLSearchParams({ name: 'a&b=c' });
    expect(parseHash(hashOf({ page: 'runs' }, query)).query.get('name')).toBe('a&b=c');
  });
});
