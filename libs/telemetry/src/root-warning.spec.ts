import { rootWarning } from './root-warning.js';

describe('rootWarning', () => {
  it('says something to root, and to nobody else', () => {
    expect(rootWarning(0)).toMatch(/is running as root/);
    expect(rootWarning(1_000)).toBeNull();
    expect(rootWarning(undefined) === null).toBe(process.getuid?.() !== 0);
  });
});
