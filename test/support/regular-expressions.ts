import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { analyse } from 'scslre';
import ts from 'typescript';

/** A regular expression in the code that ships. */
export interface FoundExpression {
  /** `file: as it stands there`, without its flags. */
  place: string;
  /** null: what it is made of is known only at run time. */
  expression: RegExp | null;
}

const SHIPPED = ['apps', 'libs', 'migrations', 'scripts'];
const OF_CODE = /\.(?:tsx?|mjs|cjs|js)$/;
const NOT_SHIPPED = /\.(?:spec|generated|d)\.[^/]*$|\.d\.mts$|\/(?:node_modules|dist)(?:\/|$)/;
/** What may be repeated so often is taken for endless: a bound of 20,000 is none that helps. */
const LARGE_BOUND = 50;

/** All of them: literals, and what is given to RegExp. */
export function shippedExpressions(root = process.cwd()): FoundExpression[] {
  return SHIPPED.flatMap((folder) => filesUnder(join(root, folder))).flatMap((file) =>
    expressionsIn(relative(root, file), readFileSync(file, 'utf8')),
  );
}

/** Those of one file. */
export function expressionsIn(file: string, text: string): FoundExpression[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(source);
  const found: FoundExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const [pattern, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
      found.push({ place: `${file}: ${pattern}`, expression: new RegExp(pattern, flags) });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp') {
      const [pattern, flags] = node.arguments ?? [];
      const [told, toldFlags] = [valueOf(pattern, constants), flags === undefined ? '' : valueOf(flags, constants)];
      const expression = told === null || toldFlags === null ? null : new RegExp(told, toldFlags);
      found.push({ place: `${file}: ${pattern?.getText() ?? ''}`, expression });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Whether an analysis finds no way in which a text could be gone through again and again. It does not look into what
 * begins again behind a beginning of its own: that shows when it is measured.
 */
export function seemsLinear({ source, flags }: RegExp): boolean {
  const endless = source.replaceAll(/\{(\d+),(\d+)\}(?!\?\})/g, (bounds, least: string, most: string) =>
    Number(most) >= LARGE_BOUND ? `{${least},}` : bounds,
  );
  const { reports } = analyse({ source: endless, flags }, { maxReports: 1, assumeRejectingSuffix: false });
  return reports.length === 0;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => OF_CODE.test(path) && !NOT_SHIPPED.test(path));
}

/** The texts that a file gives names to. */
function constantsOf(source: ts.SourceFile): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const value = valueOf(initializer, constants);
      if (value !== null) constants.set(name.getText(), value);
    }
  }
  return constants;
}

/** What an expression of code says, where it says it by itself. */
function valueOf(node: ts.Expression | undefined, constants: ReadonlyMap<string, string>): string | null {
  if (node === undefined) return null;
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text;
  if (ts.isIdentifier(node)) return constants.get(node.text) ?? null;
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [valueOf(node.left, constants), valueOf(node.right, constants)];
    if (left === null || right === null) return null;
    if (node.operatorToken.kind === ts.SyntaxKind.PlusToken) return left + right;
    return node.operatorToken.kind === ts.SyntaxKind.MinusToken ? String(Number(left) - Number(right)) : null;
  }
  if (!ts.isTemplateExpression(node)) return null;
  const parts = node.templateSpans.map(({ expression, literal }) => {
    const value = valueOf(expression, constants);
    return value === null ? null : value + literal.text;
  });
  return parts.includes(null) ? null : node.head.text + parts.join('');
}

/** So often a part is repeated in what is made of an expression, where it may be. */
const REPEATED = 40;

/**
 * What keeps an expression busy when it is repeated: each of its beginnings, with little and with much of what it
 * repeats, so that it begins again and again and never ends.
 */
export function adversarialUnits({ source, flags }: RegExp): string[] {
  const units = new Set<string>();
  const { alternatives } = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  for (const times of [1, 2, REPEATED]) {
    for (const { elements } of withInner(alternatives)) {
      let unit = '';
      for (const element of elements) {
        const part = sampleOf(element, times);
        units.add(part);
        units.add((unit += part));
      }
    }
  }
  units.delete('');
  return [...units];
}

/** The alternatives, and those of groups and lookaheads in them. */
function withInner(alternatives: readonly AST.Alternative[]): AST.Alternative[] {
  return alternatives.flatMap((alternative) => [
    alternative,
    ...alternative.elements.flatMap((element) => {
      const inner = element.type === 'Quantifier' ? element.element : element;
      return 'alternatives' in inner ? withInner(inner.alternatives) : [];
    }),
  ]);
}

/** Something that this matches. */
function sampleOf(element: AST.Element, times: number): string {
  switch (element.type) {
    case 'Quantifier': {
      const most = Math.max(element.min, Math.min(element.max, times));
      return sampleOf(element.element, times).repeat(most);
    }
    case 'Group':
    case 'CapturingGroup':
      return (element.alternatives[0]?.elements ?? []).map((each) => sampleOf(each, times)).join('');
    case 'Assertion':
    case 'Backreference':
      return '';
    case 'ExpressionCharacterClass':
      return '';
    default:
      return LETTERS.find((letter) => new RegExp(`^(?:${element.raw})$`, 'su').test(letter)) ?? '';
  }
}

/** The usual ones first. */
const LETTERS = [
  ...'a1A -./:_"\'\t\n',
  ...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)),
  '\uffff',
];

/** Seconds of the processor that it takes to go through this text. */
export function secondsOf(expression: RegExp, text: string): number {
  const all = new RegExp(expression.source, expression.flags.replace('y', '').replace('g', '') + 'g');
  const before = process.cpuUsage();
  text.replace(all, '');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
