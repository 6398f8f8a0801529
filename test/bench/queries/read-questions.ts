import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** The questions of docs/questions.md in their order, each as it stands there. */
export function readQuestions() {
  const [, ...parts] = readFileSync(join(ROOT, 'docs', 'questions.md'), 'utf8').split(/^### /m);
  return parts.map((part) => {
    const block = (language) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(part)?.[1] ?? null;
    return {
      title: part.slice(0, part.indexOf('\n')),
      document: block('graphql'),
      variables: JSON.parse(block('json') ?? '{}'),
      path: /^GET (\S+)$/m.exec(block('http') ?? '')?.[1] ?? null,
    };
  });
}
