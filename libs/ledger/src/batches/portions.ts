/** Splits a list, in its order, into portions of so many bytes together, but of one item at least. */
export function portionsOf<Item>(items: readonly Item[], most: number, bytesOf: (item: Item) => number): Item[][] {
  const portions: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = bytesOf(item);
    if (portions.length === 0 || bytes > room) {
      portions.push([]);
      room = most;
    }
    portions.at(-1)?.push(item);
    room -= bytes;
  }
  return portions;
}
