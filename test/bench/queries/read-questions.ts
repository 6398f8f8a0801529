import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '#scripts/root';

/** A question: a GraphQL document with its variables, or an export by HTTP. */
export interface Question {
  title: string;
  document: string | null;
  variables: Record<string, unknown>;
  /** Path and query of a GET. */
  path: string | null;
}

/** The questions of docs/questions.md in their order, each as it stands there. */
export function readQuestions(): Question[] {
  const [, ...parts] = readFileSync(join(ROOT, 'docs', 'questions.md'), 'utf8').split(/^### /m);
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
