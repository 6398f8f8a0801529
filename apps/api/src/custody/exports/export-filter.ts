import { BadRequestException } from '@nestjs/common';
import { runIdFrom } from '../../graphql/relay/global-id.js';
import { INSTANT_HINT, instantFrom } from '../../graphql/relay/instant-from.js';

/** What an export may be asked for; the names are those of the GraphQL filters. */
export interface ExportFilter {
  since?: Date;
  until?: Date;
  service?: string;
  host?: string;
  environment?: string;
  operator?: string;
  configurationCommit?: string;
  action?: string[];
  task?: string;
  role?: string;
  module?: string;
  run?: string;
  checkMode?: boolean;
}

type Name = keyof ExportFilter;

/**
 * Reads the parameters of an export. Throws BadRequestException with a sentence on the first that it does not know or
 * cannot use: an audit must not get everything because of a typing mistake.
 */
export function readExportFilter(query: Readonly<Record<string, unknown>>, allowed: readonly Name[]): ExportFilter {
  const filter: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    if (!(allowed as readonly string[]).includes(name)) {
      throw new BadRequestException(`Unknown parameter "${name}". Known parameters: ${allowed.join(', ')}.`);
    }
    if (typeof value !== 'string' || value === '') {
      throw new BadRequestException(`"${name}" must be given once, with a value.`);
    }
    filter[name] = valueOf(name as Name, value);
  }
  return filter;
}

function valueOf(name: Name, value: string): unknown {
  switch (name) {
    case 'since':
    case 'until':
      return instantOf(name, value);
    case 'action':
      return value.split(',');
    case 'checkMode':
      if (value !== 'true' && value !== 'false') throw new BadRequestException('"checkMode" must be true or false.');
      return value === 'true';
    case 'run':
      if (runIdFrom(value) === null) throw new BadRequestException('"run" is not the id of a run.');
      return value;
    default:
      return value;
  }
}

function instantOf(name: string, value: string): Date {
  const instant = instantFrom(value);
  if (instant === null) throw new BadRequestException(`"${name}" is not a time. ${INSTANT_HINT}`);
  return instant;
}
