import { namesOf, type RunNames } from './run-names.js';
import { sharesSignature } from './shared-signature.js';
import { signatureOf } from './signature.js';

describe('sharesSignature', () => {
  const failed = (result: Record<string, unknown>) => signatureOf({ result }, ['ctl-001']).join('\n');
  let HOSTS: RunNames;
  beforeAll(async () => {
    HOSTS = await namesOf(['ctl-001', 'alderaan']);
  });
  const shares = (signature: string, result: Record<string, unknown>) => sharesSignature(signature, { result }, HOSTS);

  it('finds in a success what the failure says, on another host and at another time', () => {
    const signature = failed({ msg: 'non-zero return code', rc: 1, stderr: '10:00:01 error: no answer from ctl-001' });
    expect(shares(signature, { rc: 0, stderr: 'x\n11:30:02 error: no answer from alderaan\ny' })).toBe(true);
    expect(shares(signature, { rc: 0, stderr: 'x\ny' })).toBe(false);
  });

  it('wants all of it', () => {
    const signature = failed({ msg: 'deprecated: option', stderr: 'fatal: disk full' });
    expect(shares(signature, { stderr: 'deprecated: option' })).toBe(false);
    expect(shares(signature, { stderr: 'deprecated: option\nfatal: disk full' })).toBe(true);
  });

  it('looks into the items of a loop', () => {
    const signature = failed({ results: [{ item: 1, failed: true, msg: 'cannot pull' }] });
    expect(shares(signature, { results: [{ item: 2, changed: false, msg: 'cannot pull' }] })).toBe(true);
  });

  it('says that every success shares a signature that says nothing', () => {
    expect(shares(failed({ msg: 'non-zero return code', rc: 2 }), { msg: 'fine' })).toBe(true);
    expect(shares('', {})).toBe(true);
  });
});
