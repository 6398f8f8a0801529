/**
 * What an upload may repeat so that a search tries as much as it can: each begins what some pattern of the server's
 * redaction looks for, again and again, and never ends it.
 */
export const ADVERSARIAL_UNITS: Readonly<Record<string, string>> = {
  'keys that do not end': '-----BEGIN PRIVATE KEY-----',
  'kinds of keys that do not end': '-----BEGIN AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'ends of keys that do not end': '-----BEGIN PRIVATE KEY----------END AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'keys that end too late': `-----BEGIN PRIVATE KEY-----${'A'.repeat(20_001)}-----END PRIVATE KEY-----`,
  'URLs without a host': `://${'u'.repeat(100)}:${'p'.repeat(200)}`,
  'users of URLs': '://u:',
  'tokens that are too short': 'xoxa-gho_pl_hvs.glpat-AKIA github_pat_',
  'age keys that are too short': `AGE-SECRET-KEY-1${'A'.repeat(57)}`,
  'what a pattern of the operator begins with': 'corp-12345 corp-',
};

/** A unit, repeated to a text of so many bytes. */
export function adversarialText(unit: string, bytes: number): string {
  return unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes);
}
