import { randomFrom } from './random.js';

/** What differs between two failures of one cause. */
export interface Variation {
  /** The host that failed. */
  host: string;
  /** Another machine of the same run. */
  other: string;
  /** All machines of the run. */
  hosts: string[];
  ip(): string;
  ip6(): string;
  mac(): string;
  port(): number;
  count(upTo?: number): number;
  uuid(): string;
  hex(length: number): string;
  word(length: number): string;
  /** A time of 2026, in a form that a log of `style` has. */
  time(style: 'iso' | 'syslog' | 'log' | 'apache' | 'http'): string;
  duration(): string;
  /** An absolute path of a file called `name`, or of anything. */
  path(name?: string): string;
}

const HOST_NAMES: ((number: number) => string)[] = [
  (number) => `ctl-${String(number).padStart(3, '0')}`,
  (number) => `testbed-node-${number}`,
  (number) => `compute${number}.cloud.example.com`,
  (number) => `net${String(number).padStart(2, '0')}-az1`,
  (number) => ['alderaan', 'bespin', 'coruscant', 'dagobah', 'endor'][number % 5] ?? 'endor',
  (number) => `NODE${number}`,
  (number) => `stor_hdd_${number}.region-a.local`,
  (number) => `10.20.30.${number}`,
  (number) => `st01-sw${number}-r${number + 3}.osism.xyz`,
];

/** The same numbers for the same seed. */
export function variation(seed: number): Variation {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(...values: T[]): T => values[below(values.length)] as T;
  const from = (signs: string, length: number) => Array.from({ length }, () => pick(...signs)).join('');
  const hex = (length: number) => from('0123456789abcdef', length);
  const style = HOST_NAMES[below(HOST_NAMES.length)] ?? String;
  const first = below(30);
  const hosts = [0, 1, 2].map((offset) => style(first + offset));
  const two = (number: number) => String(number).padStart(2, '0');
  const time: Variation['time'] = (form) => {
    const at = new Date(Date.UTC(2026, below(12), 1 + below(28), below(24), below(60), below(60), below(1_000)));
    const [weekday = '', month = '', day = '', year = '', clock = ''] = at
      .toUTCString()
      .replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $4 $5')
      .split(' ');
    switch (form) {
      case 'iso':
        return at.toISOString();
      case 'syslog':
        return `${month} ${day.replace(/^0/, ' ')} ${clock}`;
      case 'log':
        return `${year}-${two(at.getUTCMonth() + 1)}-${day} ${clock}.${String(below(1_000)).padStart(3, '0')}`;
      case 'apache':
        return `${day}/${month}/${year}:${clock} +0000`;
      case 'http':
        return `${weekday}, ${day} ${month} ${year} ${clock} GMT`;
    }
  };
  return {
    host: hosts[0] ?? '',
    other: hosts[1] ?? '',
    hosts,
    ip: () => `${10 + below(180)}.${below(256)}.${below(256)}.${1 + below(254)}`,
    ip6: () => pick(`fd00::${hex(4)}`, `2001:db8:${hex(2)}:1::${hex(3)}`, `fe80::${hex(3)}:${hex(4)}:fe${hex(2)}:1`),
    mac: () => Array.from({ length: 6 }, () => hex(2)).join(':'),
    port: () => 1_024 + below(60_000),
    count: (upTo = 400) => 1 + below(upTo),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    hex,
    word: (length) => from('abcdefghijklmnopqrstuvwxyz0123456789_', length),
    time,
    duration: () =>
      pick(`0:00:${two(below(60))}.${100_000 + below(899_999)}`, `0:0${below(10)}:${two(below(60))}.000123`),
    path: (name) =>
      `/${pick('etc/kolla', 'opt/configuration/environments', 'var/lib/docker', `home/user${below(9)}`, 'tmp')}/${pick('a', hosts[0], hosts[2], `v${below(99)}`)}/${name ?? `file-${hex(6)}.yml`}`,
  };
}
