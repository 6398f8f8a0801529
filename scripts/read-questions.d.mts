/** A question: a GraphQL document with its variables, or an export by HTTP. */
export interface Question {
  title: string;
  document: string | null;
  variables: Record<string, unknown>;
  /** Path and query of a GET. */
  path: string | null;
}

export function readQuestions(): Question[];
