import { Type } from 'typebox';
import { RUN_EVENT_SCHEMAS } from './run-event.js';

/** The wire format as JSON Schema: the plugin's tests ask it which events there are, and which fields they have. */
export function generateEventSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Run event, wire format v1',
    ...Type.Union(Object.values(RUN_EVENT_SCHEMAS)),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
