import { filterOf, isEmpty, queryOf, variableOf } from './run-filter.js';

describe('the filter of the runs page', () => {
  const text = 'status=running%2Cfailed&name=keystone&host=ctl-001&label=prod&check=without&since=7d';

  it('lives in the URL', () => {
    const filter = filterOf(new URLSearchParams(text));
    expect(filter).toEqual({
      status: ['running', 'failed'],
      name: 'keystone',
      host: 'ctl-001',
      label: 'prod',
      check: 'without',
      since: '7d',
    });
    expect(queryOf(filter).toString()).toBe(text);
  });

  it('leaves out what it does not know', () => {
    const filter = filterOf(new URLSearchParams('status=broken&since=constructor&check=maybe&name=+&x=1'));
    expect(filter).toEqual({ status: [] });
    expect(isEmpty(filter)).toBe(true);
  });

  it('speaks to the API', () => {
    const filter = filterOf(new URLSearchParams(text));
    expect(variableOf(filter, new Date('2026-11-22T12:00:00Z'))).toEqual({
      status: ['running', 'failed'],
      name: 'keystone',
      host: 'ctl-001',
      label: 'prod',
      checkMode: false,
      since: '2026-11-15T12:00:00.000Z',
    });
    expect(variableOf({ status: [] }, new Date())).toEqual({});
  });
});
