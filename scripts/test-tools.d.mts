/** The path of a Chromium; null when there is none on the PATH. */
export function findBrowser(): string | null;
