import { parse } from 'graphql';

interface Node {
  kind?: string;
  value?: unknown;
}

/**
 * A document as JSON, as somebody sends it who has parsed it elsewhere and claims by `loc` that we did. Wherever it says
 * HERE, it has this text.
 */
export function forged(document: string, here: string, loc: unknown = {}): string {
  return JSON.stringify({ ...plain(document), loc }).replaceAll('"HERE"', () => JSON.stringify(here));
}

/** Such documents, in each of which another name or value is this text. */
export function forgedAtEachPlace(document: string, text: string): { place: string; source: string }[] {
  const tree = { ...plain(document), loc: {} };
  return places(tree).map((place) => {
    const root = structuredClone(tree);
    const node = at(root, place);
    node.value = text;
    return { place: `${place.join('.')} (${node.kind ?? ''})`, source: JSON.stringify(root) };
  });
}

function plain(document: string): object {
  return JSON.parse(JSON.stringify(parse(document, { noLocation: true }))) as object;
}

/** The paths of all nodes that have a text of their own: names, and what is written for a value. */
function places(tree: object, path: string[] = []): string[][] {
  const own = typeof (tree as Node).value === 'string' ? [path] : [];
  return Object.entries(tree).reduce((found, [key, child]: [string, unknown]) => {
    return child !== null && typeof child === 'object' ? [...found, ...places(child, [...path, key])] : found;
  }, own);
}

function at(root: object, path: string[]): Node {
  return path.reduce<object>((node, key) => (node as Record<string, object>)[key] ?? {}, root);
}
