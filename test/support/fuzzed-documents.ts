import { Kind, parse, print, type ASTNode, type DocumentNode } from 'graphql';
import { HOSTILE_TEXTS } from './hostile-texts.js';
import type { Fuzz } from './fuzzed-inputs.js';

type Tree = Record<string, unknown> & { kind: string };

const NAMES = ['__typename', '__schema', '__proto__', 'constructor', 'id', 'nodes', 'runs', 'run', 'Query', 'if', 'on'];
const NUMBERS = ['0', '-1', '2147483648', '1e309', '9'.repeat(40), '-0.0'];

/**
 * Documents that a parser gives, changed as trees: names and values of other nodes, parts that are there twice or not at
 * all, and subtrees in each other's places. What can be printed is text that a lexer reads, however odd.
 */
export class FuzzedDocuments {
  private readonly trees: readonly string[];

  constructor(
    private readonly fuzz: Fuzz,
    documents: readonly string[],
  ) {
    this.trees = documents.map((document) => JSON.stringify(parse(document, { noLocation: true })));
  }

  /** A document as text. */
  next(): string {
    return this.printed(this.tree());
  }

  /** The tree itself, as somebody sends it who has parsed it elsewhere. */
  nextForged(): string {
    return JSON.stringify({ ...this.tree(), loc: { start: 0, end: 1 } });
  }

  private tree(): Tree {
    const { fuzz } = this;
    const tree = JSON.parse(fuzz.pick(this.trees)) as Tree;
    for (let changes = 1 + fuzz.below(4); changes > 0; changes--) this.change(tree);
    return tree;
  }

  private change(tree: Tree): void {
    const { fuzz } = this;
    const nodes = nodesOf(tree);
    const node = fuzz.pick(nodes);
    const lists = nodes.flatMap((each) => Object.values(each).filter((part): part is Tree[] => Array.isArray(part)));
    const list = fuzz.pick(lists);
    const other = () => structuredClone(fuzz.pick(nodes));
    switch (fuzz.below(7)) {
      case 0:
        return this.rename(nodes);
      case 1:
        return this.revalue(nodes);
      case 2:
        // A part of the same kind twice, often.
        return void list.push(...Array.from({ length: 1 + fuzz.below(30) }, () => structuredClone(list[0] ?? other())));
      case 3:
        return void list.splice(fuzz.below(list.length + 1), 1);
      case 4:
        return void list.push(this.ofKind(nodes, list[0]?.kind));
      case 5:
        return void Object.assign(node, this.ofKind(nodes, node.kind));
      default:
        return void (tree.definitions as Tree[]).push(this.fragment(nodes));
    }
  }

  private rename(nodes: readonly Tree[]): void {
    const names = nodes.filter(({ kind }) => kind === 'Name');
    if (names.length === 0) return;
    this.fuzz.pick(names).value = this.fuzz.pick([...NAMES, ...nodes.map((each) => each.value).filter(isName)]);
  }

  private revalue(nodes: readonly Tree[]): void {
    const given = nodes.filter(({ kind }) => kind === 'Argument' || kind === 'ObjectField');
    if (given.length > 0) this.fuzz.pick(given).value = this.value(3);
  }

  private value(levels: number): Tree {
    const { fuzz } = this;
    const inner = () => this.value(levels - 1);
    switch (fuzz.below(levels > 0 ? 8 : 6)) {
      case 0:
        return { kind: Kind.INT, value: fuzz.pick(NUMBERS.slice(0, 3)) };
      case 1:
        return { kind: Kind.FLOAT, value: fuzz.pick(NUMBERS) };
      case 2:
        return { kind: Kind.STRING, value: fuzz.pick(HOSTILE_TEXTS), block: fuzz.below(2) === 0 };
      case 3:
        return { kind: Kind.NULL };
      case 4:
        return { kind: Kind.ENUM, value: fuzz.pick(NAMES) };
      case 5:
        return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: fuzz.pick(NAMES) } };
      case 6:
        return { kind: Kind.LIST, values: Array.from({ length: fuzz.below(20) }, inner) };
      default:
        return {
          kind: Kind.OBJECT,
          fields: Array.from({ length: fuzz.below(5) }, () => ({
            kind: Kind.OBJECT_FIELD,
            name: { kind: Kind.NAME, value: fuzz.pick(NAMES) },
            value: inner(),
          })),
        };
    }
  }

  /** One that spreads itself or another one, now and then. */
  private fragment(nodes: readonly Tree[]): Tree {
    const { fuzz } = this;
    const name = (value: string) => ({ kind: Kind.NAME, value });
    const selections = [{ kind: Kind.FRAGMENT_SPREAD, name: name(fuzz.pick(['F', 'G'])) }];
    const field = nodes.find(({ kind }) => kind === 'SelectionSet');
    if (field !== undefined) (field.selections as Tree[]).push(...structuredClone(selections));
    return {
      kind: Kind.FRAGMENT_DEFINITION,
      name: name(fuzz.pick(['F', 'G'])),
      typeCondition: { kind: Kind.NAMED_TYPE, name: name(fuzz.pick(['Query', 'Run', 'Node'])) },
      selectionSet: { kind: Kind.SELECTION_SET, selections },
    };
  }

  private ofKind(nodes: readonly Tree[], kind: string | undefined): Tree {
    const { fuzz } = this;
    const alike = nodes.filter((each) => each.kind === kind);
    return structuredClone(fuzz.pick(alike.length > 0 && fuzz.below(4) > 0 ? alike : nodes));
  }

  private printed(tree: Tree): string {
    try {
      return print(tree as unknown as DocumentNode);
    } catch {
      // A tree that no text can be: then the tree itself.
      return JSON.stringify(tree);
    }
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string';
}

function nodesOf(node: Tree): Tree[] {
  const inner = Object.values(node).flatMap((part) => (Array.isArray(part) ? (part as unknown[]) : [part]));
  return [node, ...inner.filter(isNode).flatMap((each) => nodesOf(each as unknown as Tree))];
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && typeof (part as Tree).kind === 'string';
}
