/** Injection token of the ServerSettings. */
export const SETTINGS = Symbol('settings');
