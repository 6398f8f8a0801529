import { readExportFilter } from './export-filter.js';

const ALLOWED = ['since', 'until', 'service', 'action', 'run', 'checkMode'] as const;
const read = (query: Record<string, unknown>) => readExportFilter(query, ALLOWED);

describe('readExportFilter', () => {
  it('reads texts, times, lists and switches', () => {
    expect(
      read({
        since: '2026-11-01',
        until: '2026-12-01T00:00:00+01:00',
        service: 'keystone',
        action: 'deploy,upgrade',
        checkMode: 'true',
      }),
    ).toEqual({
      since: new Date('2026-11-01T00:00:00Z'),
      until: new Date('2026-11-30T23:00:00Z'),
      service: 'keystone',
      action: ['deploy', 'upgrade'],
      checkMode: true,
    });
  });

  it.each<[Record<string, unknown>, string]>([
    [
      { sincee: '2026-11-01' },
      'Unknown parameter "sincee". Known parameters: since, until, service, action, run, checkMode.',
    ],
    [{ since: 'yesterday' }, '"since" is not a time. Use 2026-11-22 (UTC) or 2026-11-22T10:00:00Z.'],
    [{ since: '2026-02-31' }, '"since" is not a time. Use 2026-11-22 (UTC) or 2026-11-22T10:00:00Z.'],
    [{ until: '2026-11-01T10:00' }, '"until" is not a time. Use 2026-11-22 (UTC) or 2026-11-22T10:00:00Z.'],
    [{ until: '1' }, '"until" is not a time. Use 2026-11-22 (UTC) or 2026-11-22T10:00:00Z.'],
    [{ service: '' }, '"service" must be given once, with a value.'],
    [{ service: ['a', 'b'] }, '"service" must be given once, with a value.'],
    [{ checkMode: 'yes' }, '"checkMode" must be true or false.'],
    [{ run: 'x' }, '"run" is not the id of a run.'],
  ])('refuses %j', (query, message) => {
    expect(() => read(query)).toThrow(message);
  });
});
