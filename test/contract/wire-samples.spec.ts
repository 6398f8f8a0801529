import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBatch, parseEvent } from '#run-events';

const samples = join(process.cwd(), 'test/contract/samples');

describe('wire samples', () => {
  it('are accepted, each with its position', () => {
    const body = readFileSync(join(samples, 'accepted.ndjson'));
    const { events, rejected } = parseBatch(body);
    expect(rejected).toEqual([]);
    expect(events.map(({ position }) => position)).toEqual(events.map((_event, index) => index));
    expect(events.map(({ event }) => event)).toEqual(
      body
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    );
  });

  const rejected = JSON.parse(readFileSync(join(samples, 'rejected.json'), 'utf8')) as {
    name: string;
    line: string;
    code: string;
  }[];

  it.each(rejected)('$name: rejected as $code', ({ line, code }) => {
    expect(parseEvent(Buffer.from(line))).toMatchObject({ code, message: expect.any(String) });
  });

  it('tell of a rejection in a bounded sentence', () => {
    const environment = { ['k'.repeat(100_000)]: 1 };
    const [started] = readFileSync(join(samples, 'accepted.ndjson'), 'utf8').split('\n');
    const line = JSON.stringify({ ...(JSON.parse(started!) as object), environment });
    const told = parseEvent(Buffer.from(line)) as { message: string };
    expect(told).toMatchObject({ code: 'invalid_event', message: expect.stringContaining('/environment/kkk') });
    expect(told.message).toHaveLength(500);
  });

  it('reject bytes that are not UTF-8, and only those', () => {
    const good = readFileSync(join(samples, 'accepted.ndjson'));
    const { events, rejected: bad } = parseBatch(Buffer.concat([Buffer.from([0x22, 0xff, 0x22, 0x0a]), good]));
    expect(bad).toMatchObject([{ position: 0, seq: null, code: 'invalid_utf8' }]);
    expect(events).toHaveLength(11);
  });
});
