import { readFileSync } from 'node:fs';

/** A question of docs/questions.md, as it stands there: a GraphQL document with its variables, or an export by HTTP. */
export interface Question {
  title: string;
  document: string | null;
  variables: Record<string, unknown>;
  /** Path and query of a GET. */
  path: string | null;
}

/** The questions of the documentation, in its order. */
export function readQuestions(): Question[] {
  const [, ...parts] = readFileSync('docs/questions.md', 'utf8').split(/^### /m);
  return parts.map((part) => {
    const block = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(part)?.[1] ?? null;
    return {
      title: part.slice(0, part.indexOf('\n')),
      document: block('graphql'),
      variables: JSON.parse(block('json') ?? '{}') as Record<string, unknown>,
      path: /^GET (\S+)$/m.exec(block('http') ?? '')?.[1] ?? null,
    };
  });
}
