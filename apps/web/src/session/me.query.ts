import { graphql } from '../graphql/graphql.js';

export const MeQuery = graphql(`
  query Me {
    me {
      name
      role
      environments
      labels
    }
  }
`);
