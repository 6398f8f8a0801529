import { buildSchema, graphqlSync, type GraphQLResolveInfo } from 'graphql';
import { isSelected } from './is-selected.js';

const schema = buildSchema('type Query { total: Total, duration: Int } type Total { runs: Int, duration: Int }');

const isDurationSelected = (source: string): boolean | undefined => {
  const answers: boolean[] = [];
  const rootValue = {
    duration: 1,
    total: (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
      answers.push(isSelected(info, 'duration'));
      return {};
    },
  };
  expect(graphqlSync({ schema, source, rootValue }).errors).toBeUndefined();
  return answers[0];
};

describe('isSelected', () => {
  it.each([
    ['{ total { runs duration } }', true],
    ['{ total { runs } total { took: duration } }', true],
    ['{ total { runs ... on Total { duration } } }', true],
    ['{ total { ...A } } fragment A on Total { ...B } fragment B on Total { duration }', true],
    ['{ total { runs } duration }', false],
    ['{ total { duration: runs } }', false],
    ['{ total { ...A } } fragment A on Total { runs }', false],
  ])('tells of %s', (source, expected) => {
    expect(isDurationSelected(source)).toBe(expected);
  });
});
