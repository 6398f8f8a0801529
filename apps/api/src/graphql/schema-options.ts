import type { BuildSchemaOptions } from '@nestjs/graphql';
import { DateTimeScalar } from './relay/date-time.scalar.js';

/** How the schema is made of the resolvers, in the API and where it is written down. */
export const SCHEMA_OPTIONS: BuildSchemaOptions = { scalarsMap: [{ type: Date, scalar: DateTimeScalar }] };
