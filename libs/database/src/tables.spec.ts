import { Entity } from 'typeorm';
import { Register } from './entities/register.js';
import { scopedViews } from './scoped-views.js';
import { registeredTables, RUN_TABLES, TABLES } from './tables.js';

describe('register of tables', () => {
  it('gives a table what others have that hold the same, but for what is said of it', () => {
    expect(TABLES.find(({ name }) => name === 'play')).toMatchObject({
      holds: 'folded',
      scope: 'run',
      rebuild: 'clear',
      redact: 'texts',
      partitioned: false,
      runColumn: 'run_id',
    });
    expect(TABLES.find(({ name }) => name === 'task_outcome')).toMatchObject({ scope: 'view', rebuild: 'keep' });
    expect(TABLES.find(({ name }) => name === 'api_token')).toMatchObject({ scope: 'none', redact: 'nothing' });
  });

  it('knows a column of the run wherever rows are cleared, partitioned, or seen with their run', () => {
    const ofRuns = TABLES.filter(
      ({ rebuild, partitioned, scope }) => rebuild === 'clear' || partitioned || scope === 'run',
    );
    expect(RUN_TABLES).toEqual(expect.arrayContaining(ofRuns));
  });

  it('takes no entity of which nobody says what it holds', () => {
    @Entity('planted')
    class Planted {}
    expect(() => registeredTables({ Planted })).toThrow("Planted needs @Entity('table') and @Register");
    Register({ holds: 'folded' })(Planted);
    expect(registeredTables({ Planted })).toMatchObject([{ name: 'planted', rebuild: 'clear' }]);
  });

  it('takes no view without its SELECT, and no SELECT without its view', () => {
    const message = /^\w+ needs a SELECT in scoped-views\.ts when its scope is 'view', and only then$/;
    expect(() => scopedViews([{ name: 'host', scope: 'view' }], {})).toThrow(message);
    expect(() => scopedViews([{ name: 'play', scope: 'run' }], { play: 'SELECT' })).toThrow(message);
    expect(() => scopedViews([], { plai: 'SELECT' })).toThrow('what is no table: plai');
  });
});
