import DataLoader from 'dataloader';

/**
 * Finds many objects by their keys in one statement, whichever resolvers of a request ask for them. What is found is
 * forgotten with the request.
 */
export class RequestLoader<Value> {
  private readonly loaders = new WeakMap<object, DataLoader<string, Value | null>>();

  /** `findAll` is given the GraphQL context too. */
  constructor(private readonly findAll: (keys: readonly string[], request: object) => Promise<Map<string, Value>>) {}

  /** `request` is the GraphQL context. */
  load(request: object, key: string): Promise<Value | null> {
    let loader = this.loaders.get(request);
    if (loader === undefined) {
      loader = new DataLoader(async (keys) => {
        const found = await this.findAll(keys, request);
        return keys.map((wanted) => found.get(wanted) ?? null);
      });
      this.loaders.set(request, loader);
    }
    return loader.load(key);
  }
}
