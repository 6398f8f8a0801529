/** What stands where a secret stood; the plugin writes the same. */
export const REDACTED = '<redacted by playledger>';

/** Shorter ones stand in too many texts by chance; the space around it is no part of a secret. */
const MIN_SECRET_LENGTH = 8;
export const REDACTABLE = new RegExp(`^\\s*\\S[^]{${MIN_SECRET_LENGTH - 2},}\\S\\s*$`);
export const WHAT_IS_REDACTABLE = `a secret of ${MIN_SECRET_LENGTH} characters or more, without surrounding whitespace`;
const MIN_LINE_LENGTH = 12;
/** JSON in a JSON string in a JSON string: what modules print of what other programs print. */
const ESCAPES = 3;

/**
 * The texts in which a secret may stand: as it is, line by line, in a URL, in base64 at any place of a longer text; and
 * each of them as JSON writes it, several times over. The longest first, so that what stands in another is found as
 * that.
 */
export function formsOfSecret(secret: string): string[] {
  const lines = secret
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= MIN_LINE_LENGTH);
  const plain = [secret.trim(), ...lines];
  const forms = new Set<string>();
  for (const text of plain) {
    for (const form of [text, encodeURIComponent(text), ...base64FormsOf(text)]) {
      for (const escaped of escapesOf(form)) forms.add(escaped);
    }
  }
  return [...forms].filter((form) => form.length >= MIN_SECRET_LENGTH).sort((a, b) => b.length - a.length);
}

/** A regular expression, of JavaScript and of Postgres, for any of these forms. */
export function patternOf(forms: readonly string[]): string {
  return forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|');
}

/** What is the same of its base64 whatever stands before and behind it: it may begin at any of three places. */
function base64FormsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/={1,2}$/, '');
    // The first characters share bits with what stands before, the last one with what stands behind.
    const first = [0, 2, 3][before] ?? 0;
    const isWhole = (before + bytes.length) % 3 === 0;
    const inner = encoded.slice(first, isWhole ? undefined : -1);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** As it is, and as JSON writes it once, twice, ...; Python writes what is not ASCII as \uXXXX, JavaScript does not. */
function escapesOf(text: string): string[] {
  const escapes = [text];
  for (const write of [JSON.stringify, asciiJson]) {
    let escaped = text;
    for (let times = 0; times < ESCAPES; times += 1) {
      escaped = write(escaped).slice(1, -1);
      escapes.push(escaped);
    }
  }
  return escapes;
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
