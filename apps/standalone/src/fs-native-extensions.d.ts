/** The package has no types: what we call of it. */
declare module 'fs-native-extensions' {
  /** A lock of the whole file, exclusive; false: another descriptor has it. It ends with the descriptor. */
  export function tryLock(descriptor: number): boolean;
}
