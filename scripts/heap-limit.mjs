/**
 * Also in package.json and the Dockerfile, for our servers. Not because they need so much: under 2 GiB V8 lets the heap
 * grow to twice what is alive before it collects, above it to four times. Under load an API took 400 MiB, of which 65
 * were alive; so it takes 250, in the same processor time.
 */
export const HEAP_LIMIT = '--max-old-space-size=2000';
