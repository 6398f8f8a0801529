import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';

export const SCHEMA = buildSchema(readFileSync(join(process.cwd(), 'apps/api/schema.graphql'), 'utf8'));

/** Says what an argument is given: its text in a document, or null where there is nothing to give. */
export type ArgumentText = (argument: Pick<GraphQLArgument, 'name' | 'type'>, field: string) => string | null;

export interface SchemaQuestion {
  /** `Type.field`, the field that it is about. */
  about: string;
  document: string;
}

/** Fields that name a type's objects in a short way, to be reached through each. */
const queryType = SCHEMA.getQueryType()!;

function fieldsOf(type: GraphQLObjectType): GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields());
}

/** Object types behind a field: those that an interface stands for too. */
function objectsOf(field: GraphQLField<unknown, unknown>): GraphQLObjectType[] {
  const type = getNamedType(field.type);
  if (isObjectType(type)) return [type];
  return isInterfaceType(type) ? [...SCHEMA.getPossibleTypes(type)] : [];
}

function call(field: GraphQLField<unknown, unknown>, textOf: ArgumentText): string | null {
  const given: string[] = [];
  for (const argument of field.args) {
    const text = textOf(argument, field.name);
    if (text !== null) given.push(`${argument.name}: ${text}`);
    else if (isRequiredArgument(argument)) return null;
  }
  return given.length === 0 ? field.name : `${field.name}(${given.join(', ')})`;
}

function leaves(type: GraphQLObjectType): string {
  const names = fieldsOf(type)
    .filter(({ type: of, args }) => isLeafType(getNamedType(of)) && !args.some(isRequiredArgument))
    .map(({ name }) => name);
  return ['__typename', ...names].join(' ');
}

/**
 * A question for each field of each type that a query can reach: on the shortest way there, with what leads to its
 * objects. Fields whose arguments `textOf` cannot give are left out, and named in `left`.
 */
export function questionsOfSchema(textOf: ArgumentText): { questions: SchemaQuestion[]; left: string[] } {
  const questions: SchemaQuestion[] = [];
  const left: string[] = [];
  const seen = new Set<string>([queryType.name]);
  const waiting: { type: GraphQLObjectType; around: (inner: string) => string }[] = [
    { type: queryType, around: (inner) => `{ ${inner} }` },
  ];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { type, around } = next;
    for (const field of fieldsOf(type)) {
      const about = `${type.name}.${field.name}`;
      const called = call(field, textOf);
      if (called === null) {
        left.push(about);
        continue;
      }
      const objects = objectsOf(field);
      if (objects.length === 0) {
        questions.push({ about, document: around(called) });
        continue;
      }
      const isAbstract = isInterfaceType(getNamedType(field.type));
      const inside = (of: GraphQLObjectType, inner: string) =>
        `${called} { ${isAbstract ? `... on ${of.name} { ${inner} }` : inner} }`;
      for (const of of objects) {
        questions.push({ about: `${about}: ${of.name}`, document: around(inside(of, leaves(of))) });
        if (seen.has(of.name)) continue;
        seen.add(of.name);
        waiting.push({ type: of, around: (inner) => around(inside(of, inner)) });
      }
    }
  }
  return { questions, left };
}

/** A question for each field of each filter of the lists of a query: `texts` gives values for a field of that name. */
export function filterQuestions(
  textsOf: (input: string, field: string) => string[],
  textOf: ArgumentText,
): SchemaQuestion[] {
  return fieldsOf(queryType).flatMap((field) => {
    const filter = field.args.find(({ name }) => name === 'filter');
    const input = filter === undefined ? undefined : getNamedType(filter.type);
    const [object] = objectsOf(field);
    if (!isInputObjectType(input) || object === undefined) return [];
    const isConnection = object.getFields()['totalCount'] !== undefined;
    const inner = isConnection ? 'totalCount nodes { __typename }' : leaves(object);
    const parts = Object.values(input.getFields());
    return parts.flatMap((part) => {
      const needed = parts
        .filter((other) => other !== part && isRequiredInputField(other))
        .map(({ name }) => `${name}: ${textsOf(input.name, name)[0] ?? 'null'}`);
      return textsOf(input.name, part.name).flatMap((text) => {
        const called = call(field, (argument, of) =>
          argument.name === 'filter' ? `{ ${[`${part.name}: ${text}`, ...needed].join(', ')} }` : textOf(argument, of),
        );
        return called === null
          ? []
          : [{ about: `${input.name}.${part.name} = ${text}`, document: `{ ${called} { ${inner} } }` }];
      });
    });
  });
}

/** A question for each value of each enumeration that an argument of a query takes: orders, and what to count by. */
export function choiceQuestions(textOf: ArgumentText): SchemaQuestion[] {
  return fieldsOf(queryType).flatMap((field) => {
    const [object] = objectsOf(field);
    if (object === undefined) return [];
    const isConnection = object.getFields()['nodes'] !== undefined;
    const [listed = object] = isConnection ? objectsOf(object.getFields()['nodes']!) : [];
    const inner = isConnection ? `nodes { ${leaves(listed)} }` : leaves(object);
    return field.args.flatMap((argument) => {
      const type = getNamedType(argument.type);
      if (!isEnumType(type)) return [];
      return type.getValues().flatMap(({ name: value }) => {
        const called = call(field, (given, of) => (given.name === argument.name ? value : textOf(given, of)));
        return called === null
          ? []
          : [{ about: `Query.${field.name}(${argument.name}: ${value})`, document: `{ ${called} { ${inner} } }` }];
      });
    });
  });
}
