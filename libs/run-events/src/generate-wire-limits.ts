import { MAX_EVENT_BYTES } from './parse-batch.js';
import { RUN_EVENT_SCHEMAS } from './run-event.js';

interface JsonSchema {
  anyOf?: JsonSchema[];
  type?: string;
  maxLength?: number;
  maxItems?: number;
  maximum?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema>;
}

/** What bounds a value: of a text its characters, of a list its items, of a number its value. */
interface Limits {
  maxLength?: number;
  maxItems?: number;
  maximum?: number;
  /** Of each item of a list. */
  items?: Limits;
  /** Of each field of an object with these fields. */
  fields?: Record<string, Limits>;
  /** Of each value of an object whose keys are free. */
  values?: Limits;
}

/** Keywords that bound nothing that can grow, or that are read here. Another one is a question to whoever adds it. */
const KNOWN = new Set(
  'type const pattern required minimum anyOf maxLength maxItems maximum items properties patternProperties'.split(' '),
);

/** The limits of the wire as a Python module: the plugin cuts by the same numbers by which the server rejects. */
export function generateWireLimits(): string {
  const limits = Object.fromEntries(
    Object.entries(RUN_EVENT_SCHEMAS).map(([type, schema]) => [
      type,
      bounded(limitsOf(JSON.parse(JSON.stringify(schema)) as JsonSchema).fields ?? {}),
    ]),
  );
  return `# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The limits of wire format v1. Made by \`npm run generate\` from libs/run-events/src: do not edit."""

# Of one event as a line of JSON.
MAX_EVENT_BYTES = ${MAX_EVENT_BYTES}

# Event type -> field -> its limits: characters of a text, items of a list, the largest number.
LIMITS = ${JSON.stringify(limits, null, 4)}
`;
}

function bounded(fields: Record<string, Limits>): Record<string, Limits> {
  return Object.fromEntries(Object.entries(fields).filter(([, limits]) => Object.keys(limits).length > 0));
}

function limitsOf(schema: JsonSchema): Limits {
  for (const keyword of Object.keys(schema)) {
    if (!KNOWN.has(keyword)) throw new Error(`Does "${keyword}" bound what the plugin sends? Say so in this file.`);
  }
  const { anyOf, maxLength, maxItems, maximum, items, properties, patternProperties } = schema;
  // Null, or one of some words, or one kind of value.
  if (anyOf !== undefined) return limitsOf(anyOf.find(({ type }) => type !== 'null') ?? {});
  const values = patternProperties === undefined ? {} : limitsOf(Object.values(patternProperties)[0] ?? {});
  return {
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(maxItems === undefined ? {} : { maxItems, items: limitsOf(items ?? {}) }),
    ...(properties === undefined
      ? {}
      : { fields: Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, limitsOf(of)])) }),
    ...(Object.keys(values).length === 0 ? {} : { values }),
  };
}
