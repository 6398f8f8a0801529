import { KnownStates, type StatesOfService } from './known-states.js';

const services = (versions: Record<string, string>) =>
  new Map(
    Object.entries(versions).map(([name, version]): [string, StatesOfService] => [name, { version, states: [] }]),
  );
const stand = (versions: Record<string, string>) => new Map(Object.entries(versions));

describe('KnownStates', () => {
  it('finds the services again whose version stands, and no others', () => {
    const known = new KnownStates();
    known.keep(null, services({ keystone: '1', nova: '2', glance: '3' }));
    expect([...known.ofThese(null, stand({ keystone: '1', nova: '4' })).keys()]).toEqual(['keystone']);
  });

  it('keeps environments apart, and the newest of them', () => {
    const known = new KnownStates();
    for (let number = 0; number < 9; number += 1) known.keep(`env-${number}`, services({ keystone: String(number) }));
    const found = (environment: string, version: string) =>
      known.ofThese(environment, stand({ keystone: version })).size;
    expect([found('env-8', '8'), found('env-8', '7'), found('env-1', '1'), found('env-0', '0')]).toEqual([1, 0, 1, 0]);
  });
});
