/** The numbers in what Python's unittest prints last. */
export function countUnittest({ code, output }) {
  const ran = Number(/^Ran (\d+) tests?/m.exec(output)?.[1] ?? 0);
  const number = (name) => Number(new RegExp(`^(?:OK|FAILED) \\(.*?\\b${name}=(\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const bad = number('failures') + number('errors') + number('unexpected successes');
  const skipped = number('skipped');
  return { passed: Math.max(ran - bad - skipped, 0), failed: bad === 0 && code !== 0 ? 1 : bad, skipped };
}
