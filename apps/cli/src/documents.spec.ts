import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { CHANGES, DROPPED_CHANGES } from './commands/changes.js';
import { COMPARE_RUNS, COMPARE_TO_LAST_GOOD } from './commands/compare-query.js';
import { FAILURES } from './commands/failures.js';
import { HOST } from './commands/host.js';
import { RUNS } from './commands/runs.js';
import { SERVICE } from './commands/service.js';
import { STATE } from './commands/state.js';

const schema = buildSchema(readFileSync('apps/api/schema.graphql', 'utf8'));

it.each(
  Object.entries({
    RUNS,
    FAILURES,
    STATE,
    SERVICE,
    HOST,
    CHANGES,
    DROPPED_CHANGES,
    COMPARE_RUNS,
    COMPARE_TO_LAST_GOOD,
  }),
)('%s asks for what the schema has', (_name, document) => {
  expect(validate(schema, parse(document))).toEqual([]);
});
