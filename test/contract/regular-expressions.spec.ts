import {
  adversarialUnits,
  expressionsIn,
  seemsLinear,
  secondsOf,
  shippedExpressions,
} from '../support/regular-expressions.js';

interface Worst {
  units?: string[];
  most?: number;
}

/**
 * Those in which the analysis sees something, or that never meet a long text: by the place that the failure below names, with texts that keep them busiest
 * besides those that are made of every expression, and `most`, where they never meet a longer text.
 */
const MEASURED: Record<string, Worst> = {
  // One of its alternatives takes whatever the others have looked at in vain.
  'apps/web/src/kit/filters/filter-text.ts: (?<open>[a-z]+):(?=\\s|$)|(?:(?<key>[a-z]+):)?(?:"(?<quoted>[^"]*)"?|(?<plain>[^\\s"]+))':
    { units: ['a', 'a:', 'a:"', '"', 'a" '] },
  // What stands right before something that was left out.
  'apps/web/src/parts/commands/left-out.ts: ([A-Za-z_]\\w{0,80})["\']?\\s*[=:]\\s*["\']?$': { most: 200 },
  // What the operator sets.
  'libs/config/src/open-id-roles.ts: ^(.+)=(viewer|operator|auditor|admin)((?:\\s+(?:environment|label):\\S+)*)$': {
    most: 2_000,
  },
  // Versions of our own lockfile.
  'scripts/complete-lockfile.mjs: ^\\d+\\.\\d+\\.\\d+[\\w.+-]*$': { units: ['1', '1.', '1.1.1-'] },
};

/** Those that are made at run time: like what they are made of then, the worst that it may be. */
const MADE_AT_RUN_TIME: Record<string, RegExp> = {
  // Terms of a search, with every sign taken as itself.
  'apps/api/src/insight/search/excerpt.ts: `(^|[^a-z0-9])${escaped(term)}`': /(^|[^a-z0-9])aaaaaaaaaaaaaaaaaaab/im,
  "apps/api/src/insight/search/excerpt.ts: terms.map(escaped).join('|')":
    /aaaaaaaaaaaaaaaaaaab|aaaaaaaaaaaaaaaaac|a\.a/gi,
  // Found by a mark that nobody else knows.
  'libs/exact-json/src/write-json.ts: `"${MARK}([^"]*)"`': /"0a1b2c3d4e5f6g([^"]*)"/g,
  // The forms of a secret that an admin has named, likewise; operators' own patterns are searched by RE2.
  "libs/ledger/src/redaction/redact-bytes.ts: Buffer.from(pattern).toString('latin1')":
    /hunter2-hunter2|aHVudGVyMi|hunter2/g,
  // They read our own files, and what our own tests say.
  'scripts/build-collection.mjs: `^${source}$`': /^[^/]*\.py$/s,
  'scripts/count-unittest.mjs: `^(?:OK|FAILED) \\\\(.*?\\\\b${name}=(\\\\d+)`': /^(?:OK|FAILED) \(.*?\bfailures=(\d+)/m,
};

const KIB = 1024;
const TEXT = 32 * KIB;
/**
 * One step is the time that a plain expression takes for a letter. The key that does not end, as it once was sought,
 * took hundreds here, and many more in longer texts; the busiest that there is takes some hundred.
 */
const MOST_STEPS_A_LETTER = 250;
const WHAT_TO_DO =
  'This may go through a text again and again. Write it so that it does not (see decision 0032), or add it to MEASURED ' +
  'with the texts that keep it busiest.';

const expressions = shippedExpressions();
const known = expressions.map(({ place, expression }) => ({
  place,
  expression: expression ?? MADE_AT_RUN_TIME[place] ?? null,
}));

function textOf(unit: string, size: number): string {
  return `${unit.repeat(Math.ceil(size / unit.length)).slice(0, size)}\0`;
}

function secondsAStep(): number {
  const text = 'a'.repeat(1024 * KIB);
  return Math.min(...Array.from({ length: 5 }, () => secondsOf(/^(?:(?!x)[^y])*z/, text))) / text.length;
}

/** The texts that take more steps than there may be. */
function busiest(expression: RegExp, step: number, { units = [], most = TEXT }: Worst = {}) {
  const limit = step * most * MOST_STEPS_A_LETTER;
  return [...units, ...adversarialUnits(expression)].flatMap((unit) => {
    const text = textOf(unit, most);
    // Again where it was too much: what was compiled or collected meanwhile is none of its steps.
    let took = Infinity;
    for (let attempt = 0; attempt < 3 && took > limit; attempt++) took = Math.min(took, secondsOf(expression, text));
    return took > limit ? [{ unit, steps: Math.round(took / most / step) }] : [];
  });
}

describe('every regular expression that ships', () => {
  it('is known', () => {
    expect(expressions.length).toBeGreaterThan(150);
    expect(known.filter(({ expression }) => expression === null).map(({ place }) => place)).toEqual([]);
    const places = new Set(expressions.map(({ place }) => place));
    const gone = [...Object.keys(MEASURED), ...Object.keys(MADE_AT_RUN_TIME)].filter((place) => !places.has(place));
    expect(gone).toEqual([]);
  });

  it('seems linear, or is listed', () => {
    const unproved = known
      .filter(({ place, expression }) => expression !== null && !(place in MEASURED) && !seemsLinear(expression))
      .map(({ place }) => `${place}\n${WHAT_TO_DO}`);
    expect(unproved).toEqual([]);
  });

  it('takes few steps for each letter of the worst texts', () => {
    const step = secondsAStep();
    const slow = known.flatMap(({ place, expression }) =>
      expression === null
        ? []
        : busiest(expression, step, MEASURED[place]).map(
            ({ unit, steps }) => `${place}: ${steps} steps a letter for ${JSON.stringify(unit.slice(0, 80))}`,
          ),
    );
    expect(slow).toEqual([]);
  });
});

describe('what finds them', () => {
  const only = (code: string) => expressionsIn('a.ts', code)[0]?.expression;

  it('reads literals and what is given to RegExp', () => {
    expect(expressionsIn('a.ts', 'const A = /a{1,3}/gi; f(text.match(/b/));').map(({ place }) => place)).toEqual([
      'a.ts: a{1,3}',
      'a.ts: b',
    ]);
    expect(only("const WORD = 'a' + 'b'; const C = new RegExp(`${WORD}+c`, 'g');")).toEqual(/ab+c/g);
    expect(only('RegExp(asked)')).toBeNull();
  });

  it.each([
    ['without an end', /[^\s"']*ansible-(?:tmp|local)-[^\s"']*/g],
    ['with several ways', /(?:a+)+b/],
    ['a way for each place', /^[\w.]+(?:Error|[A-Z]\w+)(?::|$)/],
    ['braces', /\{\{.*?\}\}/],
    ['space before an end', /\s+$/],
  ])('sees that an expression is not linear: %s', (_what, expression) => {
    expect(seemsLinear(expression)).toBe(false);
  });

  it('makes the texts that keep it busy', () => {
    const key = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----[^"]{1,20000}?-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----/g;
    expect(busiest(key, secondsAStep())).not.toEqual([]);
  });
});
