/**
 * The plugin's redaction (callback-plugin/plugins/plugin_utils/redaction.py), for recordings, which are raw: secret
 * looking keys, assignments and URLs, and all that stood under no_log. The plugin knows secrets by their values from
 * Ansible's variables; here those are known that stand under a secret-looking key somewhere in the recording.
 */
export const REDACTED = '<redacted by playledger>';

const CENSORED = "the output has been hidden due to the fact that 'no_log: true' was specified for this result";
const KEPT_OF_CENSORED = ['changed', 'failed', 'skipped', 'unreachable', 'ignored', 'attempts', 'retries'];
const KEPT_INTERNAL_KEYS = new Set(['_ansible_item_label', '_ansible_delegated_vars']);
const HARMLESS_KEYS = new Set(['update_password', 'update_secret', 'no_password', 'password_lock']);
const SECRET_WORDS =
  '(?:passwords?|passwd|passphrase|passcode|secrets?|tokens?|credentials?|api[_-]?key|private[_-]?key|secret[_-]?key|' +
  'access[_-]?key|encryption[_-]?key|crypto[_-]?key|rndc[_-]?key|auth[_-]?key|ssh[_-]?key|fernet[_-]?keys?|vault[_-]?pass)';
const SECRET_KEY = new RegExp(
  `(?:${SECRET_WORDS}|(?:^|[_-])(?:pass|pwd|pw))(?:[_-]?(?:[0-9]{1,20}|hash|value|b64|base64))?$`,
  'i',
);
const URL_CREDENTIALS = /\b([A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/)[^\s/@:"'<>]{0,256}:[^\s/"'<>]{1,512}@/g;
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----[^]*?(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----|$)/g;
const HINT = new RegExp(SECRET_WORDS, 'i');
const VALUE = `(?:"(?:[^"\\\\\\n]|\\\\.)*"|'[^'\\n]*'|[^\\s"',;&|<][^\\s"',;&|]*)`;
const ASSIGNMENTS = [
  new RegExp(`(${SECRET_WORDS}["']?[ \\t]*=[ \\t]*)${VALUE}`, 'gi'),
  new RegExp(`((?<![\\w-])--[\\w-]{0,40}${SECRET_WORDS}[ \\t]+)${VALUE}`, 'gi'),
  new RegExp(`(^[-+ \\t]{0,80}(?:[\\w.][\\w.-]{0,63})?${SECRET_WORDS}[ \\t]*:[ \\t]+)${VALUE}`, 'gim'),
  new RegExp(`(["'][\\w.-]{0,64}${SECRET_WORDS}["'][ \\t]*:[ \\t]*)${VALUE}`, 'gi'),
];

export type JsonObject = Record<string, unknown>;

/** A result as the plugin would send it. */
export function redactResult(result: unknown, noLog: boolean): JsonObject {
  const object = isObject(result) ? result : { value: result };
  if (noLog || object['_ansible_no_log'] === true || 'censored' in object) return censored(object);
  return redact(object) as JsonObject;
}

export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redact);
  if (!isObject(value)) return value;
  if (value['_ansible_no_log'] === true) return censored(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('_ansible_') || KEPT_INTERNAL_KEYS.has(key))
      .map(([key, item]) => [key, isSecret(key, item) ? REDACTED : redact(item)]),
  );
}

export function redactText(text: string): string {
  let redacted = text.replace(URL_CREDENTIALS, `$1${REDACTED}@`).replace(PRIVATE_KEY, REDACTED);
  if (!HINT.test(redacted)) return redacted;
  for (const pattern of ASSIGNMENTS) redacted = redacted.replace(pattern, `$1${REDACTED}`);
  return redacted;
}

/** Shorter ones are words as well ("password"), and would be struck out of every sentence. */
const SHORTEST_VALUE = 12;

/** The texts under secret-looking keys, anywhere in `value`; paths are told, what lies there is not. */
export function secretValuesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) secretValuesIn(item, found);
  if (!isObject(value)) return found;
  for (const [key, item] of Object.entries(value)) {
    const isValue = typeof item === 'string' && item.length >= SHORTEST_VALUE && !/^\/|\s/.test(item);
    if (isValue && isSecret(key, item)) found.add(item);
    else secretValuesIn(item, found);
  }
  return found;
}

/** `value` with every one of the secret values struck out, wherever it stands. */
export function redactValues(value: unknown, secrets: ReadonlySet<string>): unknown {
  if (secrets.size === 0) return value;
  if (typeof value === 'string') {
    let text = value;
    for (const secret of secrets) text = text.replaceAll(secret, REDACTED);
    return text;
  }
  if (Array.isArray(value)) return value.map((item) => redactValues(item, secrets));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactValues(item, secrets)]));
}

function isSecret(key: string, value: unknown): boolean {
  // A boolean or nothing is a switch (`ask_pass`), an empty string says only that there is no secret.
  if (value === null || value === '' || typeof value === 'boolean') return false;
  return SECRET_KEY.test(key) && !HARMLESS_KEYS.has(key.toLowerCase());
}

function censored(result: JsonObject): JsonObject {
  const kept = KEPT_OF_CENSORED.filter((key) => ['boolean', 'number'].includes(typeof result[key]));
  return { ...Object.fromEntries(kept.map((key) => [key, result[key]])), censored: CENSORED };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
