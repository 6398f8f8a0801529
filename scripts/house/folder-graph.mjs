import { posix } from 'node:path';

const UNIT = /^(?:apps|libs)\/[^/]+/;

/** The app or lib that a file is of. */
export const unitOf = (file) => UNIT.exec(file)?.[0];

/**
 * Who imports whom among the folders of each app and lib: of each folder, the imports that lead to each other one. A
 * folder is what lies directly in it, so parents and children are two; imports of types count as all others.
 */
export function folderGraph(modules) {
  const graph = new Map();
  for (const { source, dependencies } of modules.filter(({ source }) => unitOf(source) !== undefined)) {
    const from = posix.dirname(source);
    if (!graph.has(from)) graph.set(from, new Map());
    for (const { resolved } of dependencies) {
      const to = posix.dirname(resolved);
      if (to === from || unitOf(resolved) !== unitOf(source)) continue;
      const imports = graph.get(from).get(to) ?? [];
      graph.get(from).set(to, [...imports, { source, resolved }]);
    }
  }
  return graph;
}

/** Folders that import each other, each pair once. */
export function pairsOf(graph) {
  return [...graph].flatMap(([from, arrows]) =>
    [...arrows.keys()].filter((to) => from < to && graph.get(to)?.has(from)).map((to) => [from, to]),
  );
}

/** Sets of folders that all reach each other by imports, two of them at least; the largest first. */
export function knotsOf(graph) {
  const reached = new Map([...graph.keys()].map((folder) => [folder, reachedFrom(graph, folder)]));
  const knots = new Map();
  for (const [folder, others] of reached) {
    const knot = [...others].filter((other) => reached.get(other)?.has(folder)).sort();
    if (knot.length > 1) knots.set(knot[0], knot);
  }
  return [...knots.values()].sort((a, b) => b.length - a.length);
}

function reachedFrom(graph, folder) {
  const reached = new Set();
  const ahead = [folder];
  for (const at of ahead) {
    for (const next of graph.get(at)?.keys() ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      ahead.push(next);
    }
  }
  return reached;
}
