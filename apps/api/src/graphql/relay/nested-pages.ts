import DataLoader from 'dataloader';
import type { Connection } from './connection.js';

/** Finds a page for each object of an outer list, of those that ask with the same arguments in one statement. */
export class NestedPages<Args, Node> {
  private readonly loaders = new WeakMap<object, Map<string, DataLoader<string, Connection<Node>>>>();

  /** `read` gives a page for each of these objects, in their order; an object is named by the values of its key. */
  constructor(private readonly read: (keys: readonly string[][], args: Args) => Promise<Connection<Node>[]>) {}

  /** `request` is the GraphQL context. */
  load(request: object, key: readonly string[], args: Args): Promise<Connection<Node>> {
    return this.loaderOf(request, args).load(JSON.stringify(key));
  }

  private loaderOf(request: object, args: Args): DataLoader<string, Connection<Node>> {
    const loaders = this.loaders.get(request) ?? new Map<string, DataLoader<string, Connection<Node>>>();
    this.loaders.set(request, loaders);
    const asked = JSON.stringify(args);
    let loader = loaders.get(asked);
    if (loader === undefined) {
      loader = new DataLoader((keys) =>
        this.read(
          keys.map((key) => JSON.parse(key) as string[]),
          args,
        ),
      );
      loaders.set(asked, loader);
    }
    return loader;
  }
}
