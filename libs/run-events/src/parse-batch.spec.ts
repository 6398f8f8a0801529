import { ExactNumber } from '#exact-json';
import { parseBatch, parseEvent, parseExactEvent } from './parse-batch.js';

const line = (more: string) =>
  Buffer.from(
    `{"seq":1,"type":"run_finished","occurredAt":"2026-11-22T10:00:02.5Z","outcome":"completed","reason":null,${more}}`,
  );

describe('an event with numbers that JavaScript cannot hold', () => {
  it('has them as they were sent in what Ansible gave, and doubles elsewhere', () => {
    const sent = line(
      '"elapsed":12.0,"recap":null,"customStats":{"a":[9007199254740993,1.0,2]},"reporter":{"events":7.0,"more":9007199254740993}',
    );
    expect(parseExactEvent(sent)).toMatchObject({
      event: {
        elapsed: 12,
        customStats: { a: [new ExactNumber('9007199254740993'), new ExactNumber('1.0'), 2] },
        reporter: { events: 7, more: 9007199254740992 },
      },
    });
    expect(parseEvent(sent)).toMatchObject({ event: { customStats: { a: [9007199254740992, 1, 2] } } });
    expect(parseBatch(sent, parseExactEvent).events).toMatchObject([{ event: { customStats: { a: [{}, {}, 2] } } }]);
  });

  it.each(['"elapsed":1e400', '"elapsed":-1.0', '"reporter":{"events":1e400}'])(
    'is held to the limits of the schema: %s',
    (field) => {
      const fields = ['"elapsed":1', '"recap":null', '"customStats":null', '"reporter":{}'];
      const name = field.slice(0, field.indexOf(':'));
      const sent = line([...fields.filter((other) => !other.startsWith(name)), field].join(','));
      expect(parseExactEvent(sent)).toMatchObject({ code: 'invalid_event', seq: 1 });
    },
  );
});
